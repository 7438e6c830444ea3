"""Read `people.md`: roles, departments, our people, and who approves what (L9, C4)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.policy.reading import WRONG_VALUE, Cursor, day, groups, known, listed, once, scalar, scalars, text
from crmkit.policy.words import read_choices
from crmkit.schema.field_type import Problem
from crmkit.schema.fields import Choice
from crmkit.schema.names import Names, fold
from crmkit.schema.types.email import parse as read_email

LEAD_CIRCLE = Code("CRM917", "lead-circle")


class Person(NamedTuple):
    """One of us. `lead` is the id of who leads them; `until` is the last day, None while they are here."""

    id: str
    name: str
    email: str = ""
    roles: tuple[str, ...] = ()
    department: str = ""
    lead: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


class Approval(NamedTuple):
    """A change of this field wants the approval of somebody in this role."""

    field: str
    role: str


@dataclass(frozen=True, slots=True)
class People:
    """People by id; `names` finds an id by id, name (when only one bears it) or email."""

    roles: tuple[Choice, ...] = ()
    departments: tuple[Choice, ...] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    names: Names = field(default_factory=Names)

    def find(self, word: str) -> Person | None:
        """The person that an id, a name or an email means."""
        return self.people.get(self.names.find(word) or "")

    def at_work(self, id: str, *, as_of: datetime.date) -> str:
        """Who does the work of somebody: they, or the nearest lead who is still here; empty for nobody."""
        passed = set[str]()
        while id not in passed and (person := self.people.get(id)) and person.until and person.until < as_of:
            passed.add(id)
            id = person.lead
        return "" if id in passed else id

    def with_role(self, role: str) -> tuple[Person, ...]:
        """Everybody in a role."""
        return tuple(person for person in self.people.values() if role in person.roles)

    def approver(self, field_key: str) -> str:
        """The role that approves changes of a field, or an empty text."""
        return next((one.role for one in self.approvals if one.field == field_key), "")


def read_people(c: Cursor) -> People:
    """The people; what approvals name is checked by `check_approvals` when the fields are known."""
    known(c, "format", "roles", "departments", "people", "approvals")
    roles, departments = read_choices(c, "roles"), read_choices(c, "departments")
    cursors = list(groups(c, "people"))
    ids = tuple(text(item, "id") for item in cursors)
    keys = tuple(one.key for one in roles), tuple(one.key for one in departments)
    people: dict[str, Person] = {}
    seen: tuple[set[str], set[str]] = (set(), set())
    for item in cursors:
        person = _person(item, ids, keys, seen)
        people.setdefault(person.id, person)
    _circles(cursors, people)
    approvals = tuple(_approval(item, keys[0]) for item in groups(c, "approvals"))
    return People(roles, departments, people, approvals, _names(people))


def check_approvals(c: Cursor, fields: tuple[str, ...]) -> None:
    """Report approvals of fields that the profile does not have."""
    for item in groups(Cursor(c.document, c.node, c.path), "approvals"):
        node = item.node.get("field")
        if node is not None:
            field_node = scalar(item, "field")
            if field_node is not None:
                listed(
                    Cursor(c.document, item.node, item.path, c.findings),
                    field_node,
                    fields,
                    item.name("field"),
                )


def _person(
    c: Cursor,
    ids: tuple[str, ...],
    keys: tuple[tuple[str, ...], tuple[str, ...]],
    seen: tuple[set[str], set[str]],
) -> Person:
    known(c, "id", "name", "email", "roles", "department", "lead", "since", "until")
    id = once(c, "id", seen[0], fold)
    email = once(c, "email", seen[1], fold) if text(c, "email") else ""
    if email and isinstance(read_email(email), Problem):
        c.report(
            WRONG_VALUE,
            c.node.get("email") or c.node,
            key=c.name("email"),
            text=email,
            example="li.na@crm.example",
        )
    roles = tuple(n.text for n in scalars(c, "roles") if listed(c, n, keys[0], c.name("roles")))
    since, until = day(c, "since"), day(c, "until")
    if since and until and until < since:
        c.report(WRONG_VALUE, c.node.get("until") or c.node, key=c.name("until"), text=until, example=since)
    name = text(c, "name", id, required=True)
    return Person(
        id, name, email, roles, _listed(c, "department", keys[1]), _listed(c, "lead", ids), since, until
    )


def _listed(c: Cursor, key: str, words: tuple[str, ...]) -> str:
    node = scalar(c, key, required=False)
    return node.text if node and node.text and listed(c, node, words, c.name(key)) else ""


def _approval(c: Cursor, roles: tuple[str, ...]) -> Approval:
    known(c, "field", "role")
    node = scalar(c, "role")
    role = node.text if node and listed(c, node, roles, c.name("role")) else ""
    return Approval(text(c, "field", required=True), role)


def _circles(cursors: list[Cursor], people: Mapping[str, Person]) -> None:
    """Report everyone who, going up from lead to lead, comes back to themselves."""
    for item in cursors:
        id = text(item, "id")
        above, passed = people[id].lead if id in people else "", set[str]()
        while above in people and above not in passed and above != id:
            passed.add(above)
            above = people[above].lead
        if id and above == id:
            item.report(LEAD_CIRCLE, item.node.get("lead") or item.node, person=id)


def _names(people: Mapping[str, Person]) -> Names:
    borne = Counter(fold(person.name) for person in people.values())
    pairs = [(person.id, person.id) for person in people.values()]
    pairs += [(person.email, person.id) for person in people.values()]
    pairs += [(person.name, person.id) for person in people.values() if borne[fold(person.name)] == 1]
    return Names(tuple(pairs))
