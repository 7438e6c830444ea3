"""Answer questions about customers as of a day: one pure file a question, in three steps.

`facts` reads a customer once and knows no date, so it can be kept; `across` sees the facts of all
customers; `per_customer` answers for one, as of a day. `view` puts them together.
"""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from crmkit.calendar.months import MONTHS_A_YEAR, left_on
from crmkit.diagnostics import Source
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.policy.relationship import ORDER
from crmkit.rules import Metric, Quantity
from crmkit.schema.field_path import Wrong, read_path

YEAR_ON_YEAR = "yoy"


class Change(NamedTuple):
    """A change entry: on `date` a field went from `old` to `new`; data, None when not said or not read.

    `until` and `reason` are what the entry says of a tier set by hand.
    """

    date: datetime.date
    field: str
    old: Any
    new: Any
    line: int
    reason: str = ""
    until: datetime.date | None = None
    voided_on: datetime.date | None = None


class Start(NamedTuple):
    """A day on which something began, the line that says so, and the day on which that was voided."""

    date: datetime.date
    line: int
    voided_on: datetime.date | None = None


in_time = attrgetter("date", "line")
"""What is kept of a customer sorts by its day, then by where it stands."""


class Past(NamedTuple):
    """What a field was on a day; `assumed` when no change entry says so.

    `change` is the entry that tells. `current` is true when no later change followed, so that what the
    profile says beside the value counts too.
    """

    value: Any
    assumed: bool
    change: Change | None = None
    current: bool = False


class Ask(NamedTuple):
    """One question about one customer: which metric, as of which day; `shared` is what `across` made.

    `limits` are the numbers that the rules at hand compare the metric with.
    """

    metric: Metric
    as_of: date
    id: str
    path: str
    shared: Any = None
    limits: tuple[Decimal, ...] = ()

    def place(self, line: int) -> Source:
        """A line of the customer's file."""
        return Source(self.path, line)


@dataclass(frozen=True, slots=True)
class Question:
    """A file in this folder: the metrics it answers (plain names or families) and its steps.

    `across(facts by number)` answers by number too: for each customer what concerns them.
    `facts(customer, policy)` must be small, since it is kept for each customer, and know no date.
    `turns(facts, ask)` names the days up to that of the ask on which the answer may differ from the day
    before's so that a comparison with one of the ask's limits may come out differently; more days than that
    or days after it do no harm; None, or no such step, says: any day.
    """

    name: str
    metrics: frozenset[str]
    facts: Callable[[Customer, Policy], Any]
    per_customer: Callable[[Any, Ask], Quantity]
    across: Callable[[Mapping[str, Any]], Any] | None = None
    turns: Callable[[Any, Ask], Iterable[date] | None] | None = None


class HandTier(NamedTuple):
    """A tier set by hand, with the reason and the last day it holds."""

    tier: str
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a customer: who they are, what changed, and each question's own facts by its name.

    `place` is where the record says its number; `changes` are in the order of time; `began` is the first
    day that the record tells of, None when it names none. `named` is where it says its name, if it does.
    """

    id: str
    path: str
    name: str
    short_name: str
    type: str
    status: str
    owner: str
    hand_tier: HandTier | None
    tags: tuple[str, ...]
    industry: str
    came_through: str
    potential: Decimal | None
    potential_line: int
    people: tuple[str, ...]
    changes: tuple[Change, ...]
    references: tuple[tuple[str, Source], ...]
    place: Source
    answers: Mapping[str, Any] = field(default_factory=dict)
    began: date | None = None
    named: Source | None = None
    of_field: Mapping[str, Sequence[Change]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Part the changes by field, so that a day is looked up and not searched (P8)."""
        parted: dict[str, list[Change]] = {}
        for change in self.changes:
            parted.setdefault(change.field, []).append(change)
        object.__setattr__(self, "of_field", parted)

    def source(self, line: int) -> Source:
        """A line of the record; its first when the line is not known."""
        return Source(self.path, line or 1)

    def at(self, name: str, present: Any, *, as_of: date) -> Past:
        """What a field was on a day, from its change entries, else its present value, marked as assumed.

        The last change until then tells by what it made, the first one after it by what it found: a change
        that does not say what it found still proves that today's value did not stand yet.
        """
        changes = self.of_field.get(name, ())
        here = bisect_right(changes, as_of, key=attrgetter("date"))
        before = (changes[at] for at in range(here - 1, -1, -1))
        behind = (changes[at] for at in range(here, len(changes)))
        last = next((one for one in before if stands(one.voided_on, as_of=as_of)), None)
        following = next((one for one in behind if one.voided_on is None), None)
        if last is not None and last.new is not None:
            return Past(last.new, False, last, following is None)
        if following is not None:
            return Past(following.old, following.old is None, following)
        return Past(present, True, last, True)


def beginnings(customer: Customer, policy: Policy) -> tuple[tuple[Start, ...], ...]:
    """When cooperation began, by each source that the policy counts and the record has, the best first."""
    found = []
    for key in policy.relationship.begins:
        if key == ORDER:
            starts = [Start(e.date, e.line, e.voided_on) for e in customer.events if e.cls == ORDER]
        else:
            day = customer.get(key)
            starts = [Start(day, customer.line(key))] if isinstance(day, date) else []
        if starts:
            found.append(tuple(sorted(starts, key=in_time)))
    return tuple(found)


def first_of(sources: Iterable[Iterable[Start]], *, as_of: date) -> Start | None:
    """The first day of the best source that knows one by then."""
    for source in sources:
        past = (one for one in source if one.date <= as_of and stands(one.voided_on, as_of=as_of))
        if (first := next(past, None)) is not None:
            return first
    return None


def key_fact(name: str, policy: Policy) -> bool:
    """Whether a change of this field, such as `owner` or `contacts[李雷].title`, carries a reason."""
    path = read_path(name, policy.schema.profile)
    return not isinstance(path, Wrong) and path[-1].field.reason


def turning(entries: Iterable[tuple[date, date | None]], metric: Metric) -> Iterator[date]:
    """When entries, each with the day it was voided, come into a metric's windows, leave them or fall out."""
    months = metric.months
    for day, voided_on in entries:
        yield day
        yield left_on(day, months)
        if voided_on is not None:
            yield voided_on
        if metric.variant:
            back = base_back(metric)
            yield left_on(day, back)
            yield left_on(day, back + months)


def passing(limits: Iterable[Decimal]) -> frozenset[int]:
    """The whole numbers from 0 on at which something that counts on one by one comes to a limit or passes it.

    Between them every comparison with a limit holds as it did. Counting begins at 0, which is one of them.
    """
    below = [math.floor(limit) for limit in limits]
    return frozenset({0, *(n for last in below for n in (last, last + 1) if n > 0)})


def counting(origins: Iterable[tuple[date, date | None]], ask: Ask) -> Iterator[date]:
    """When the days since one of the origins, each with the day it was voided, begin, pass a limit or end."""
    numbers = passing(ask.limits)
    for day, voided_on in origins:
        if voided_on is not None:
            yield voided_on
        past = (ask.as_of - day).days
        yield from (day + timedelta(days=number) for number in numbers if number <= past)


def base_back(metric: Metric) -> int:
    """How many months before the day the window ends with which a change is compared."""
    return MONTHS_A_YEAR if metric.variant == YEAR_ON_YEAR else metric.months


def stands(voided_on: date | None, *, as_of: date) -> bool:
    """Whether something not voided, or voided only after the day, stands as of it."""
    return voided_on is None or voided_on > as_of
