"""When is the next day to mark: birthdays, anniversaries, festivals, ends of contracts (D7, E4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar import lunar
from crmkit.compute import Ask, Question
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import Quantity
from crmkit.schema.values import Day, Value


class Mark(NamedTuple):
    """A day that comes back each year."""

    day: Day
    line: int


class Marks(NamedTuple):
    """A customer's days, the festivals of the policy, ends of contracts, and how lunar days are kept."""

    yearly: tuple[Mark, ...]
    ends: tuple[tuple[date, int], ...]
    leap_first: bool
    last_of_month: bool


def facts(customer: Customer, policy: Policy) -> Marks:
    """The days that the policy's milestones name, and the festivals on which customers are greeted."""
    rules = policy.milestones
    own = [mark for one in rules.milestones for mark in _named(customer, one.path)]
    festivals = [Mark(one.day, 0) for one in rules.festivals if one.greet]
    line = customer.line("contracts")
    ends = tuple((contract.end, line) for contract in customer.contracts if contract.end)
    return Marks((*own, *festivals), ends, rules.leap_first, rules.last_of_month)


def _named(customer: Customer, path: str) -> Iterator[Mark]:
    """The days at a path: a field, or a field of each group in a list, but not of people who left."""
    key, _, inner = path.partition(".")
    value = customer.profile.get(key)
    if value is None:
        return
    line = customer.line(key)
    if not inner:
        yield from _mark(value.data, line)
        return
    for item in value.data if isinstance(value.data, tuple) else ():
        group = item.data if isinstance(item, Value) and isinstance(item.data, Mapping) else {}
        if inner in group and "left" not in group:
            yield from _mark(group[inner].data, line)


def _mark(said: object, line: int) -> Iterator[Mark]:
    if isinstance(said, Day):
        yield Mark(said, line)
    elif isinstance(said, date):
        yield Mark(Day(False, said.year, said.month, said.day), line)


def next_on(day: Day, marks: Marks, *, as_of: date) -> date | None:
    """When the day is kept next, from the day of the view on; None outside the lunar table."""
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        kept = kept_in(day, year, marks)
        if kept is not None and kept >= as_of:
            return kept
    return None


def kept_in(day: Day, year: int, marks: Marks) -> date | None:
    """When it is kept in a year of its calendar; 29 February is kept on the 28th in a common year."""
    if day.lunar:
        return lunar.yearly(
            year, day.month, day.day,
            leap=day.leap, leap_first=marks.leap_first, last_of_month=marks.last_of_month,
        )  # fmt: skip
    for shown in (day.day, day.day - 1):
        try:
            return date(year, day.month, shown)
        except ValueError:
            continue
    return None


def per_customer(marks: Marks, ask: Ask) -> Quantity:
    """Days to the next of them; unknown without any."""
    coming = [
        (on, mark.line)
        for mark in marks.yearly
        if (on := next_on(mark.day, marks, as_of=ask.as_of)) is not None
    ]
    coming += [end for end in marks.ends if end[0] >= ask.as_of]
    first = min(coming, default=None)
    if first is None:
        return Quantity(None)
    place = (ask.place(first[1]),) if first[1] else ()
    return Quantity(Decimal((first[0] - ask.as_of).days), place)


QUESTION = Question("milestones", frozenset({"days_to_milestone"}), facts, per_customer)
