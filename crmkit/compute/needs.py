"""What does a customer want: the needs of the profile, and the entries that tell of one (A7, F3)."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.load.events import REACHED
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.vocabulary import DIRECTED
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.need import CLASS as NEED


class ListedNeed(NamedTuple):
    """A need as the profile has it; `state` and `kind` are keys."""

    id: str
    text: str
    kind: str
    source: str
    owner: str
    state: str
    since: datetime.date | None


class NeedMove(NamedTuple):
    """An entry about a need, or a talk. `id` is as written, empty for none; `contact` is true of talks.

    `due` is the time that it promises the customer.
    """

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None
    id: str
    contact: bool
    reached: bool
    inbound: bool
    state: str
    handler: str
    by: str
    subject: str
    due: datetime.date | None = None
    due_time: datetime.time | None = None


class Needs(NamedTuple):
    """All of a customer's, in the order of the file; `line` is where the profile lists them."""

    listed: tuple[ListedNeed, ...] = ()
    moves: tuple[NeedMove, ...] = ()
    line: int = 1


_NONE = Needs()


def read(customer: Customer, policy: Policy) -> Needs:
    """What the profile lists, every entry that opens a need or names one, and where one does every talk."""
    told = any(event.cls is NEED or "need" in event.fields for event in customer.events)
    moves = tuple(
        [
            _move(event)
            for event in (customer.events if told else ())
            if event.cls in (NEED, CONTACT) or "need" in event.fields
        ]
    )
    if not customer.needs and not moves:
        return _NONE
    listed = tuple(
        ListedNeed(one.id, one.text, one.kind, one.source, one.owner, one.state, one.since)
        for one in customer.needs
    )
    return Needs(listed, moves, customer.line("needs"))


def _move(event: Event) -> NeedMove:
    due, due_time = event.get("due"), event.get("due_time")
    return NeedMove(
        event.date, event.time, event.line, event.voided_on, event.say("need"),
        event.cls is CONTACT, event.get(REACHED) is not False and event.get("automatic") is not True,
        event.say("direction") == DIRECTED["incoming"], event.say("state") if event.cls is NEED else "",
        event.say("handler"), event.say("by"), event.subject,
        due if isinstance(due, datetime.date) else None,
        due_time if isinstance(due_time, datetime.time) else None,
    )  # fmt: skip


NEEDS: Extract[Needs] = Extract("needs", read)
QUESTION = Question(NEEDS)
