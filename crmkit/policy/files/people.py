"""Read `people.md`: roles, departments, our people, and who approves what (L9, C4)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.notes import Answers
from crmkit.policy.reading import WRONG_VALUE, Cursor, day, groups, listed_under, named, once, one_of, text
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

    def names_of(self, id: str, *, as_of: datetime.date) -> frozenset[str]:
        """What work is owed under to somebody: their own id and, while they are here, their roles."""
        person = self.people.get(id)
        here = person is not None and self.at_work(id, as_of=as_of) == id
        return frozenset((id, *person.roles)) if person and here else frozenset((id,))

    def team(self, id: str) -> frozenset[str]:
        """Somebody, whom they lead, and so on down."""
        found, above = {id}, {id}
        while above:
            above = {one.id for one in self.people.values() if one.lead in above} - found
            found |= above
        return frozenset(found)

    def in_role(self, role: str) -> frozenset[str]:
        """What work is owed under to a role: the role itself, and everybody in it."""
        return frozenset((role, *(one.id for one in self.with_role(role))))

    def may(self, id: str, role: str, *, as_of: datetime.date) -> bool:
        """Whether somebody who is with us on a day is in a role, or leads, over however many, one who is."""
        person = self.people.get(id)
        if (
            person is None
            or (person.since and person.since > as_of)
            or (person.until and person.until < as_of)
        ):
            return False
        return role in person.roles or any(id in self._above(one) for one in self.with_role(role))

    def _above(self, person: Person) -> frozenset[str]:
        """Whoever leads somebody, and who leads them, up to the top."""
        passed = set[str]()
        while person.lead and person.lead not in passed and person.lead in self.people:
            passed.add(person.lead)
            person = self.people[person.lead]
        return frozenset(passed)

    def approver(self, field_key: str) -> str:
        """The role that approves changes of a field, or an empty text."""
        return next((one.role for one in self.approvals if one.field == field_key), "")


def read_people(c: Cursor, have: Parts) -> People:
    """The people; a lead whom nobody is leads nobody."""
    roles, departments = read_choices(c, "roles"), read_choices(c, "departments")
    keys = tuple(one.key for one in roles), tuple(one.key for one in departments)
    seen: tuple[set[str], set[str]] = (set(), set())
    listed_people = [(item, _person(item, keys, seen)) for item in groups(c, "people")]
    ids = {person.id for _, person in listed_people}
    people: dict[str, Person] = {}
    for _, person in listed_people:
        people.setdefault(person.id, person if person.lead in ids else person._replace(lead=""))
    _circles(listed_people, people)
    approvals = tuple(
        Approval(named(item, "field", "field", required=True), named(item, "role", "role", required=True))
        for item in groups(c, "approvals")
    )
    return People(roles, departments, people, approvals, _names(people))


def _person(c: Cursor, keys: tuple[tuple[str, ...], ...], seen: tuple[set[str], set[str]]) -> Person:
    id = once(c, "id", seen[0], fold)
    email = once(c, "email", seen[1], fold) if text(c, "email") else ""
    if email and isinstance(read_email(email), Problem):
        wrong, example = c.get("email") or c.node, "li.na@crm.example"
        c.report(WRONG_VALUE, wrong, key=c.name("email"), text=email, example=example)
    roles = listed_under(c, "roles", keys[0])
    since, until = day(c, "since"), day(c, "until")
    if since and until and until < since:
        c.report(WRONG_VALUE, c.get("until") or c.node, key=c.name("until"), text=until, example=since)
    name = text(c, "name", id, required=True)
    department, lead = one_of(c, "department", keys[1], ""), named(c, "lead", "person")
    return Person(id, name, email, roles, department, lead, since, until)


def _circles(listed_people: list[tuple[Cursor, Person]], people: Mapping[str, Person]) -> None:
    """Report everyone who, going up from lead to lead, comes back to themselves."""
    for item, person in listed_people:
        above, passed = people[person.id].lead, set[str]()
        while above in people and above not in passed and above != person.id:
            passed.add(above)
            above = people[above].lead
        if person.id and above == person.id:
            item.report(LEAD_CIRCLE, item.get("lead") or item.node, person=person.id)


def _names(people: Mapping[str, Person]) -> Names:
    borne = Counter(fold(person.name) for person in people.values())
    pairs = [(person.id, person.id) for person in people.values()]
    pairs += [(person.email, person.id) for person in people.values()]
    pairs += [(person.name, person.id) for person in people.values() if borne[fold(person.name)] == 1]
    return Names(tuple(pairs))


def _answers(people: People) -> Answers:
    return {
        "role": [one.key for one in people.roles],
        "department": [one.key for one in people.departments],
        "person": people.people,
    }


FILE = PolicyFile(name="people.md", of=People, read=read_people, answers=_answers)
