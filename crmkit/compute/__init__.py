"""Answer questions about customers: one pure file a question, that reads first and answers later.

An `Extract` reads a customer once and knows no date, so what it reads can be kept; `Shared` sees what one
extract read of all customers; a `Measure` answers metrics of one customer as of a day. `view` puts them
together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar, cast

from crmkit.calendar.months import MONTHS_A_YEAR, left_on
from crmkit.diagnostics import Source
from crmkit.history import Change, Start, in_time
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.relationship import Relationship
from crmkit.rules import Answering, Declared, Metric, Quantity
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.names import fold
from crmkit.schema.types.currency import currency_of
from crmkit.schema.values import Money, Value

YEAR_ON_YEAR = "yoy"
STATUS, OWNER, POTENTIAL, TIER = "status", "owner", "potential", "tier"

_SIGNS = re.compile("[:：;；,，。（(]")

T = TypeVar("T")
R_co = TypeVar("R_co", covariant=True)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Extract(Generic[R_co]):
    """What a question reads of a customer, once: `facts.of(EXTRACT)` gives it back, typed.

    `read(customer, policy)` must be small, since it is kept for each customer, and know no date.
    """

    name: str
    read: Callable[[Customer, Policy], R_co]


@dataclass(frozen=True, slots=True)
class Shared(Generic[T, S]):
    """What a question makes of one extract of all customers: `together.of(SHARED)` gives it back, typed.

    `across(by number)` answers by number too: for each customer what concerns them.
    """

    name: str
    extract: Extract[T]
    across: Callable[[Mapping[str, T]], S]


@dataclass(frozen=True, slots=True)
class Together:
    """What the questions made of all customers at once, by the name of each `Shared`."""

    made: Mapping[str, object] = field(default_factory=dict)

    def of(self, shared: Shared[Any, S]) -> S:
        """What one question made; KeyError where nobody asked it."""
        return cast(S, self.made[shared.name])


class HandTier(NamedTuple):
    """A tier set by hand, with the reason and the last day it holds."""

    tier: str
    reason: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a customer: who they are, what changed, and what each extract read, by its name.

    `place` is where the record says its number; `changes` are in the order of time, `changed` the same by
    field; `began` is the first day that the record tells of, None when it names none. `named` is where it
    says its name, if it does.
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
    changed: Mapping[str, tuple[Change, ...]] = field(repr=False, compare=False)
    references: tuple[tuple[str, Source], ...]
    place: Source
    extracts: Mapping[str, object]
    began: date | None = None
    named: Source | None = None

    def of(self, extract: Extract[T]) -> T:
        """What an extract read of the customer."""
        return cast(T, self.extracts[extract.name])

    def source(self, line: int) -> Source:
        """A line of the record; its first when the line is not known."""
        return Source(self.path, line or 1)

    def present(self, field: str) -> str | Decimal | None:
        """What the profile says today of a field whose past is kept; KeyError for any other."""
        return _PRESENT[field](self)


_PRESENT: Mapping[str, Callable[[Facts], str | Decimal | None]] = {
    STATUS: lambda facts: facts.status,
    OWNER: lambda facts: facts.owner,
    POTENTIAL: lambda facts: facts.potential,
    TIER: lambda facts: facts.hand_tier.tier if facts.hand_tier else "",
}


class Ask(NamedTuple):
    """Which metric, as of which day, and what was made of all customers.

    `limits` are the numbers that the rules at hand compare the metric with.
    """

    metric: Metric
    as_of: date
    together: Together = Together()
    limits: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """Metrics, plain ones or families, and how one customer's facts answer them as of a moment.

    `turns(facts, ask)` names the days up to that of the ask on which the answer may differ from the day
    before's so that a comparison with one of the ask's limits may come out differently; more days than that
    or days after it do no harm. Without it, any day may.
    """

    metrics: tuple[Declared, ...]
    answer: Callable[[Facts, Ask], Quantity]
    turns: Callable[[Facts, Ask], Iterable[date]] | None = None


@dataclass(frozen=True, slots=True)
class Question(Answering):
    """A file in this folder: what it reads, the metrics it answers, and what it makes of all customers."""

    extract: Extract[Any] | None = None
    measures: tuple[Measure, ...] = ()
    shared: Shared[Any, Any] | None = None

    @property
    def metrics(self) -> tuple[Declared, ...]:
        """The metrics of all its measures."""
        return tuple(one for measure in self.measures for one in measure.metrics)


def beginnings(customer: Customer, policy: Policy) -> tuple[tuple[Start, ...], ...]:
    """When cooperation began, by each source that the policy counts and the record has, the best first."""
    found = []
    for key in policy.get(Relationship).begins:
        if isinstance(key, EntryClass):
            starts = [Start(e.date, e.line, e.voided_on) for e in customer.events if e.cls is key]
        else:
            day = customer.get(key)
            starts = [Start(day, customer.line(key))] if isinstance(day, date) else []
        if starts:
            found.append(tuple(sorted(starts, key=in_time)))
    return tuple(found)


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


def in_book(money: object, beside: Value | None, policy: Policy) -> Decimal | None:
    """Money in the book's currency; None for none, one below zero, or a currency without a clear rate."""
    if not isinstance(money, Money) or money.amount < 0:
        return None
    currency = currency_of(money, beside)
    rate = policy.book.rate(currency) if currency is not None else None
    return money.at(rate) if rate is not None else None


def because(event: Event, field: str, policy: Policy) -> str:
    """The key of the reason that a field says, else the one with which the entry's own words for it begin."""
    said, reason = event.say(field), _SIGNS.split(event.say("reason"), maxsplit=1)[0]
    of = policy.schema.entry_fields(event.cls).find(field) if reason and not said else None
    named = (one.key for one in (of.choices if of else ()) if fold(reason) in map(fold, one.words))
    return said or next(named, "")
