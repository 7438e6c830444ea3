"""What asks for approval, who said what to it, when the lead arrived and was recorded (C4, F1)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from crmkit.compute import STATUS, TIER, Extract, Question
from crmkit.load.gaps import Gap, canonical, filled, label_of, pointed_out
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.review import CLASS as REVIEW

APPROVAL, FINE = "approval", "fine"


class Asking(NamedTuple):
    """A change entry of the status, or of a field that somebody must approve.

    `by` wrote it and `approved_by` said yes, ids, empty for nobody; `target` is the key of the status that it
    leads to, empty where it is of another field or names none.
    """

    date: datetime.date
    time: str
    line: int
    field: str
    target: str
    by: str
    approved_by: str
    voided_on: datetime.date | None


class Ruling(NamedTuple):
    """An entry that approves or sends back: of a `field`, or of everything that waits where it names none.

    `missing` is what it asks to be mended and the profile still lacks; `asked` whether it asks for any.
    """

    date: datetime.date
    time: str
    line: int
    field: str
    fine: bool
    by: str
    missing: tuple[Gap, ...]
    asked: bool
    voided_on: datetime.date | None


class Arrival(NamedTuple):
    """When a lead arrived, and whose it is; `time` is empty where only the day is known."""

    date: datetime.date
    time: str
    line: int
    by: str


class Approvals(NamedTuple):
    """All of it in the order of time. `recorded` is the day of the recording and its line, `recorder` who."""

    asking: tuple[Asking, ...] = ()
    verdicts: tuple[Ruling, ...] = ()
    arrived: Arrival | None = None
    recorded: tuple[datetime.date, int] | None = None
    recorder: str = ""


def read(customer: Customer, policy: Policy) -> Approvals:
    """What the record says; a field that nobody need approve asks for nothing."""
    events = [e for e in customer.events if e.cls is CHANGE or (e.cls is REVIEW and e.kind == APPROVAL)]
    events.sort(key=lambda event: (event.date, event.time, event.number))
    recorded = customer.get("recorded", "date")
    asking = [each for event in events if event.cls is CHANGE for each in _asking(event, policy)]
    return Approvals(
        tuple(_by_profile(asking, customer)),
        tuple(_verdict(event, customer, policy) for event in events if event.cls is REVIEW),
        _arrived(customer),
        (recorded, customer.line("recorded")) if isinstance(recorded, datetime.date) else None,
        _text(customer.get("recorded", "by")),
    )


def _asking(event: Event, policy: Policy) -> Iterator[Asking]:
    key = _field(event, policy)
    if key != STATUS and not policy.people.approver(key):
        return
    target = policy.statuses.find(event.say("to")) if key == STATUS else None
    by, approved_by = (_person(event, key, policy) for key in ("by", "approved_by"))
    yield Asking(
        event.date,
        event.time,
        event.line,
        key,
        target.key if target else "",
        by,
        approved_by,
        event.voided_on,
    )


def _by_profile(asking: list[Asking], customer: Customer) -> list[Asking]:
    """The same; who approved the tier that stands may be said beside it in the profile."""
    said = _text(customer.get(TIER, "approved_by"))
    last = max((n for n, one in enumerate(asking) if one.field == TIER), default=None)
    if said and last is not None and not asking[last].approved_by:
        asking[last] = asking[last]._replace(approved_by=said)
    return asking


def _verdict(event: Event, customer: Customer, policy: Policy) -> Ruling:
    fields = policy.schema.profile
    named = pointed_out(event)
    paths = [canonical(path, fields) for path in named]
    gaps = [Gap(path, label_of(path, fields)) for path in paths if not filled(path, customer.profile, fields)]
    said = event.say("result")
    fine = not named and said in ("", FINE)
    by = _person(event, "approved_by", policy) or _person(event, "by", policy)
    return Ruling(
        event.date, event.time, event.line, _field(event, policy), fine, by, tuple(gaps), bool(named),
        event.voided_on,
    )  # fmt: skip


def _person(event: Event, key: str, policy: Policy) -> str:
    person = policy.people.find(event.say(key))
    return person.id if person else ""


def _field(event: Event, policy: Policy) -> str:
    """The key of the field that an entry is about, empty for none; the word itself where it is none."""
    said = event.say("field")
    step = policy.schema.profile.step(said.partition(".")[0])
    return step.field.key if step is not None else said


def _arrived(customer: Customer) -> Arrival | None:
    day, at = customer.get("arrived", "date"), customer.get("arrived", "time")
    if not isinstance(day, datetime.date):
        return None
    said = at.isoformat("minutes") if isinstance(at, datetime.time) else ""
    return Arrival(day, said, customer.line("arrived"), _text(customer.get("arrived", "by")))


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""


APPROVALS: Extract[Approvals] = Extract("approvals", read)
QUESTION = Question(APPROVALS)
