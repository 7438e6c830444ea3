"""What was done and what was promised: interactions, next steps, put-off items, beginnings, wishes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.language import same
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.playbooks import CLOSE, START, TELL, Playbooks
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.classes.plan import CLASS as PLAN
from crmkit.schema.names import fold

SIGN, SNOOZE, INBOUND, ANSWER = "sign", "snooze", "in", "answer"
REACHED = "reached"


class Interaction(NamedTuple):
    """A contact. `inbound` is theirs; an `answer` ours to a question or a ticket; `automatic`: by no hand.

    A try that `reached` nobody is one all the same: it is counted where we may not try too often. `told` are
    the fields that it says, of those for which some track asks.
    """

    date: datetime.date
    time: str
    kind: str
    inbound: bool
    answer: bool
    purpose: str
    line: int
    voided_on: datetime.date | None
    automatic: bool = False
    reached: bool = True
    told: tuple[str, ...] = ()


class Promise(NamedTuple):
    """A next step that an entry of `made` promised for `due`; `kind` is empty when no channel was named.

    `entry` is the line of that entry, `time` its time if it says one; `line` and `column` are the step's
    own. `nth` tells those of one customer for the same day apart, by the order in which they were made.
    """

    made: datetime.date
    due: datetime.date
    kind: str
    goal: str
    entry: int
    line: int
    column: int
    voided_on: datetime.date | None
    nth: int = 1
    time: str = ""

    @property
    def date(self) -> datetime.date:
        """The day on which it was made."""
        return self.made


class PutOff(NamedTuple):
    """An item that was put off until a day, or, without one, left out this time."""

    date: datetime.date
    item: str
    until: datetime.date | None
    line: int
    voided_on: datetime.date | None


class Beginning(NamedTuple):
    """A day on which something began: an order, a signing; `time` when the entry says it."""

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None = None


class Wish(NamedTuple):
    """How one of their people likes to be reached; `left` is the day they went."""

    name: str
    says: str
    left: datetime.date | None


class Contacts(NamedTuple):
    """All of it; `began` by trigger, the profile's own day alone where it says one.

    `entered` is the earliest day the record knows; `quiet` means that the customer is not to be contacted,
    `there` says of each of their people whether they are, with the day they left, the last one if never.
    `agreed` are the groups of the profile with a day from which they hold and the last, such as the
    agreement to more contact.
    """

    interactions: tuple[Interaction, ...]
    promises: tuple[Promise, ...]
    put_off: tuple[PutOff, ...]
    began: Mapping[str, tuple[Beginning, ...]]
    entered: Beginning | None
    quiet: bool
    wishes: tuple[Wish, ...]
    agreed: Mapping[str, tuple[datetime.date, datetime.date | None]]
    there: tuple[tuple[datetime.date, bool], ...] = ()

    def quiet_on(self, day: datetime.date) -> bool:
        """Whether the customer, or each of those who are there on the day, asked not to be contacted."""
        asked = [quiet for left, quiet in self.there if left > day]
        return self.quiet or (bool(asked) and all(asked))


def read(customer: Customer, policy: Policy) -> Contacts:
    """What follow-ups need of one customer, in order of time."""
    events = customer.events
    asked = tuple(dict.fromkeys(key for track in policy.get(Cadence).tracks for key in track.asked))
    interactions = [_interaction(e, asked) for e in events if e.cls.contact]
    return Contacts(
        interactions=tuple(sorted(interactions, key=lambda i: (i.date, i.time, i.line))),
        promises=_counted([one for event in events if event.steps for one in promises(event)]),
        put_off=_put_off(sorted(filter(_moves, events), key=_clock), policy),
        began={
            "first_cooperation": _began(customer, "first_cooperation", lambda e: e.cls is ORDER),
            "signed": _began(customer, "signed", lambda e: e.kind == SIGN),
        },
        entered=_entered(customer),
        quiet=customer.do_not_contact,
        wishes=_wishes(customer),
        agreed=_agreed(customer, policy),
        there=tuple((one.left or datetime.date.max, one.do_not_contact) for one in customer.contacts),
    )


def _interaction(event: Event, asked: tuple[str, ...]) -> Interaction:
    inbound, purpose = event.say("direction") == INBOUND, event.say("purpose")
    answer, automatic = purpose == ANSWER or bool(event.say("ticket")), event.get("automatic") is True
    return Interaction(
        event.date, event.time, event.kind, inbound, answer, purpose, event.line, event.voided_on, automatic,
        event.get(REACHED) is not False, tuple([key for key in asked if key in event.fields]),
    )  # fmt: skip


def promises(event: Event) -> list[Promise]:
    """The next steps of an entry that name their day."""
    day, time, line, voided_on = event.date, event.time, event.line, event.voided_on
    return [
        Promise(day, step.day, step.kind, step.goal, line, step.line, step.column, voided_on, time=time)
        for step in event.steps
        if step.day is not None
    ]


def _counted(promises: list[Promise]) -> tuple[Promise, ...]:
    """The same, each with its place among those for its day; one that was voided keeps its own."""
    so_far = Counter[datetime.date]()
    found = []
    for one in sorted(promises, key=lambda p: (p.made, p.line, p.column)):
        so_far[one.due] += 1
        found.append(one._replace(nth=so_far[one.due]))
    return tuple(found)


def _moves(event: Event) -> bool:
    """Whether the entry puts off or leaves out; to put off takes a day, else nothing is moved."""
    dated = isinstance(event.get("until"), datetime.date)
    return event.cls is PLAN and (dated or event.kind != SNOOZE)


def _clock(event: Event) -> tuple[datetime.date, str, int]:
    return event.date, event.time, event.line


def _put_off(events: list[Event], policy: Policy) -> tuple[PutOff, ...]:
    words, found = called(policy) if events else {}, list[PutOff]()
    for event in events:
        until, item = event.get("until"), event.say("item")
        day = until if isinstance(until, datetime.date) else None
        key = words.get(fold(item), item)
        found.append(PutOff(event.date, key, day, event.line, event.voided_on))
    return tuple(found)


def called(policy: Policy) -> dict[str, str]:
    """The folded words by which entries may call a track or a step, its key and labels, each with the key.

    What a run is of stands behind the key of its step, and is no part of these words.
    """
    known = [(track.key, track.label) for track in policy.get(Cadence).tracks]
    for one in policy.get(Playbooks).values():
        known += [(one.item(step.key), one.called(step)) for step in one.steps]
        known += [(one.item(key), same(one.item(key))) for key in (START, TELL, CLOSE)]
    words = {fold(key): key for key, _ in known}
    for key, label in known:
        for word in label:
            words.setdefault(fold(word), key)
    return words


def _began(customer: Customer, key: str, fits: Callable[[Event], bool]) -> tuple[Beginning, ...]:
    """The day in the profile, else those of the entries that fit."""
    day = customer.get(key)
    if isinstance(day, datetime.date):
        return (Beginning(day, "", customer.line(key)),)
    return tuple(Beginning(e.date, e.time, e.line, e.voided_on) for e in customer.events if fits(e))


def _entered(customer: Customer) -> Beginning | None:
    """The day of the record, else the first entry's."""
    day = customer.get("recorded", "date") or customer.get("arrived", "date")
    if isinstance(day, datetime.date):
        return Beginning(day, "", customer.line("recorded"))
    first = min(((e.date, e.line) for e in customer.events), default=None)
    return Beginning(first[0], "", first[1]) if first else None


def _wishes(customer: Customer) -> tuple[Wish, ...]:
    """Preferred ways, of those who may be contacted."""
    return tuple(
        Wish(one.name, one.prefers, one.left)
        for one in customer.contacts
        if one.prefers and not one.do_not_contact
    )


def _agreed(customer: Customer, policy: Policy) -> dict[str, tuple[datetime.date, datetime.date | None]]:
    key = policy.get(Cadence).exceed.needs
    since, until = customer.get(key, "agreed"), customer.get(key, "until")
    if not key or not isinstance(since, datetime.date):
        return {}
    return {key: (since, until if isinstance(until, datetime.date) else None)}


CONTACTS: Extract[Contacts] = Extract("contacts", read)
QUESTION = Question(CONTACTS)
