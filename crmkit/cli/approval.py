"""Share between `approve` and `reject` what waits, and who may decide it on that day (C4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import click

from crmkit.cli.answers.others import view_of
from crmkit.cli.lookup import one
from crmkit.cli.rim import Rim
from crmkit.compute import STATUS
from crmkit.compute.approvals import APPROVAL
from crmkit.edit.spelling import PROFILE, spelling_of
from crmkit.language import Label
from crmkit.load import Loaded
from crmkit.policy.files.status import StatusMove
from crmkit.policy.files.vocabulary import Kind
from crmkit.policy.labels import entry_word, role
from crmkit.schema.classes.review import CLASS as REVIEW
from crmkit.schema.names import nearest
from crmkit.view.approval import Wait, waits

Call = TypeVar("Call", bound=Callable[..., int])


def find(rim: Rim, customer: str, field: str | None) -> tuple[Loaded, Wait]:
    """The record, and the one approval that waits in it: of the field named, else the only one."""
    loaded = one(rim, customer)
    view = view_of(rim, loaded)
    standing = view.standings.get(loaded.customer.id) if loaded.customer else None
    found = waits(standing.facts, rim.policy, as_of=rim.as_of) if standing else []
    open_ones = [wait for wait in found if wait.decided is None and wait.back is None]
    named = _key(rim, field) if field else None
    fitting = [wait for wait in open_ones if named is None or (wait.field or STATUS) == named]
    if len(fitting) > 1:
        listed = ", ".join(_called(rim, wait) for wait in fitting)
        raise rim.fail("several changes wait for approval: name one of {known}", known=listed)
    if not fitting:
        raise rim.fail("{customer} waits for no approval", customer=customer)
    return loaded, fitting[0]


def _key(rim: Rim, word: str) -> str:
    fields = rim.policy.schema.profile
    field = fields.find(word)
    if field is None:
        raise rim.nearest("there is no field '{word}'", word, nearest(word, fields.words()))
    return field.key


def _called(rim: Rim, wait: Wait) -> str:
    field = rim.policy.schema.profile.find(wait.field or STATUS)
    return field.label.said(rim.lang) if field else wait.field


def approver(rim: Rim, by: str | None, wanted: str, day: date) -> str:
    """The id of whoever decides, who has the role or leads somebody in it on the day; misuse else."""
    person = rim.person(by) if by else rim.author
    people = rim.policy.people
    if not people.may(person.id, wanted, as_of=day):
        may = [each.name for each in people.people.values() if people.may(each.id, wanted, as_of=day)]
        label = role(rim.policy, wanted)
        raise rim.fail(
            "{person} may not decide this, it takes {role}: {known}",
            person=person.name, role=label.said(rim.lang) if label else wanted, known=", ".join(may),
        )  # fmt: skip
    return person.id


def onward(rim: Rim, loaded: Loaded) -> list[StatusMove]:
    """The moves from where the record waits."""
    status = loaded.customer.status if loaded.customer else ""
    return [move for move in rim.policy.statuses.moves if move.origin == status]


def kind(rim: Rim) -> Kind:
    """The kind of entry that a decision is."""
    known = rim.policy.vocabulary.kinds.get(APPROVAL)
    if known is None or known.cls is not REVIEW:
        raise rim.fail("sop/vocabulary.md has no kind '{kind}'", kind=APPROVAL)
    return known


def spelled_status(rim: Rim, loaded: Loaded, key: str) -> str:
    """What the record's own language calls a status."""
    return said_in(rim, loaded, Label(rim.policy.statuses.statuses[key].label.zh, key))


def said_in(rim: Rim, loaded: Loaded, text: Label) -> str:
    """A text in the record's own language."""
    return text.said(spelling_of([loaded.document], rim.policy).language(PROFILE))


def result(rim: Rim, key: str) -> Label:
    """An outcome of a review as records in either language spell it."""
    return Label(entry_word(rim.policy, REVIEW, "result", key).zh, key)


def writes(function: Call) -> Call:
    """The options of both commands."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing."),
        click.option("--on", "when", metavar="DATE[ TIME]", help="When it was decided; else now."),
        click.option("--by", metavar="PERSON", help="Who of ours decides; else git's user."),
    ):
        function = option(function)
    return function
