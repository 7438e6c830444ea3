"""When is the next day to mark: birthdays, anniversaries, festivals, ends of contracts (D7, E4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from crmkit.calendar import lunar
from crmkit.compute import Ask, Extract, Facts, Measure, Question, beginnings
from crmkit.history import Start
from crmkit.language import Label
from crmkit.model import Customer, Group, groups
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.files.relationship import FIRST_COOPERATION
from crmkit.rules import MetricType, Quantity, plain
from crmkit.schema.values import Day, Months

CONTACTS = "contacts"
END = Label("合同到期", "Contract ends")


class Mark(NamedTuple):
    """A day that comes back each year: of which milestone or festival, its key, and whose where it says.

    A festival stands on no `line` of the record: 0. `label` is what the policy calls it. It is known
    from the day `since` to the eve of `until`, and kept on no day from which its person has `left`. Of a
    season it is the day on which it begins.
    """

    day: Day
    line: int
    key: str = ""
    who: str = ""
    label: Label = Label("", "")
    since: date = date.min
    until: date = date.max
    left: date = date.max


class Marks(NamedTuple):
    """A customer's days, the festivals of the policy, ends of contracts, and how lunar days are kept.

    `festivals_near`: whether a day that everybody keeps brings a customer nearer to a milestone.
    """

    yearly: tuple[Mark, ...]
    ends: tuple[tuple[date, int], ...]
    leap_first: bool
    last_of_month: bool
    festivals_near: bool = False


def read(customer: Customer, policy: Policy) -> Marks:
    """The days that the policy's milestones name, and the festivals on which customers are greeted."""
    rules = policy.get(MilestonePolicy)
    own = [
        kept._replace(key=one.key, label=_label(*one.label))
        for one in rules.milestones
        for kept in _named(customer, one.path, policy)
        if one.lunar or not kept.day.lunar
    ]
    festivals = [_festival(one.day, one.key, _label(*one.label)) for one in rules.festivals if one.greet]
    line = customer.line("contracts")
    ends = tuple((contract.end, line) for contract in customer.contracts if contract.end)
    return Marks((*own, *festivals), ends, rules.leap_first, rules.last_of_month, rules.festivals_near)


# What the policy says is held once for all customers, which is also sooner to hand from process to process.
_label = cache(Label)


@cache
def _festival(day: Day, key: str, label: Label) -> Mark:
    return Mark(day, 0, key, "", label)


def _named(customer: Customer, path: str, policy: Policy) -> Iterator[Mark]:
    """Days at a path: a field's, or one of each item of a list, of contacts those who want to hear of us."""
    key, _, inner = path.partition(".")
    value = customer.profile.get(key)
    if value is None:
        if path == FIRST_COOPERATION:
            yield from _first_times(beginnings(customer, policy))
        return
    line = customer.line(key)
    if not inner:
        yield from (Mark(day, line) for day in _yearly(value.data))
        return
    if key == CONTACTS:
        for one in customer.contacts:
            if not one.do_not_contact:
                for day in _inside(one.said, inner):
                    yield Mark(day, line, who=one.name, left=one.left or date.max)
        return
    for group in groups(customer.profile, key):
        for day in _inside(group, inner):
            name = group["name"].data if "name" in group else ""
            yield Mark(day, line, who=name if isinstance(name, str) else "")


def _inside(group: Group, key: str) -> tuple[Day, ...]:
    said = group.get(key)
    return _yearly(said.data) if said is not None else ()


def _first_times(sources: tuple[tuple[Start, ...], ...]) -> Iterator[Mark]:
    """The first day that the best source knows, and after it was voided the next."""
    since = date.min
    for start in sources[0] if sources else ():
        until = start.voided_on or date.max
        if until > max(since, start.date):
            day = Day(False, start.date.year, start.date.month, start.date.day)
            since = max(since, start.date)
            yield Mark(day, start.line, since=since, until=until)
            since = until


def _yearly(said: object) -> tuple[Day, ...]:
    """The days of each year that a value names: a day itself, of months the first of each season."""
    if isinstance(said, date):
        return (Day(False, said.year, said.month, said.day),)
    if isinstance(said, Months):
        return tuple(Day(False, None, season.month, season.day) for season in said.seasons)
    return (said,) if isinstance(said, Day) else ()


def coming(marks: Marks, *, as_of: date) -> list[tuple[date, Mark | None]]:
    """The next time of each day and each end of a contract (None) from the day of the view on, in order."""
    found: list[tuple[date, Mark | None]] = [
        (on, mark)
        for mark in marks.yearly
        if mark.since <= as_of < mark.until
        and (on := next_on(mark.day, marks, as_of=as_of)) is not None
        and on < mark.left
    ]
    found += [(end, None) for end, _ in marks.ends if end >= as_of]
    return sorted(found, key=lambda each: each[0])


def nearest(marks: Marks, *, as_of: date) -> tuple[date, Mark | None] | None:
    """The next day that counts as near: a festival, which is everybody's, only where the policy says so."""
    near = (each for each in coming(marks, as_of=as_of) if marks.festivals_near or _own(each[1]))
    return next(near, None)


def _own(mark: Mark | None) -> bool:
    return mark is None or mark.line > 0


def next_on(day: Day, marks: Marks, *, as_of: date) -> date | None:
    """When the day is kept next, from the day of the view on; None outside the lunar table."""
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        if day.year is not None and year <= day.year:
            continue  # the day itself is no anniversary
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


MARKS: Extract[Marks] = Extract("milestones", read)


def days_to_next(facts: Facts, ask: Ask) -> Quantity:
    """Days to the next that is near to this customer, and which it is; unknown without any."""
    return nearest_day(facts.of(MARKS), facts, as_of=ask.as_of)


def nearest_day(marks: Marks, facts: Facts, *, as_of: date) -> Quantity:
    """The same of some of the customer's days."""
    first = nearest(marks, as_of=as_of)
    if first is None:
        return Quantity(None)
    on, mark = first
    label = mark.label if mark is not None else END
    who = f"{mark.who} " if mark is not None and mark.who else ""
    line = mark.line if mark is not None else next(line for end, line in marks.ends if end == on)
    place = (facts.source(line),) if line else ()
    return Quantity(Decimal((on - as_of).days), place, Label(*(f"{name} {who}{on}" for name in label)))


METRICS = (plain("days_to_milestone", MetricType.COUNT, "距下一节点天数", "days to the next milestone"),)
QUESTION = Question(MARKS, (Measure(METRICS, days_to_next),))
