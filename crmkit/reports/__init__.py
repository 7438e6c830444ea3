"""Answer a manager's question as a table: one file a report, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from crmkit.calendar.deadline import end_of
from crmkit.calendar.period import Period
from crmkit.diagnostics import Source
from crmkit.figure import Figure, amount, lacking
from crmkit.followups.logged import Evidence
from crmkit.language import Label, Word, joined, labelled
from crmkit.policy import Policy
from crmkit.policy.labels import word
from crmkit.resources import discover
from crmkit.rules import Reason, say_all
from crmkit.table import Cell, Column, Table
from crmkit.view import Standing, View, view

ID, NAME = Column("id", Label("编号", "Number")), Column("name", Label("名称", "Name"))
TIER, OWNER = Column("tier", Label("等级", "Tier")), Column("owner", Label("客户经理", "Owner"))
PERIOD = Column("period", Label("周期", "Period"))
LAST_TOUCH = Column("last_touch", Label("最近互动", "Last touch"))


class During(NamedTuple):
    """What a report answers of a period: its question then, and the table of a view of a day in it."""

    question: Label
    table: Callable[[View, Period], Table]


@dataclass(frozen=True, slots=True)
class Report:
    """A file in this folder: its name on the command line, its question, and what answers it.

    What answers is pure; amounts are in the book's currency, days ISO dates, percents in points. What is not
    known is None. A report that takes a period says what it answers `during` one; one that asks the history
    of the book, since when its entries stand there, says how they are `judged` by that evidence.
    """

    name: str
    question: Label
    answer: Callable[[View], Table]
    during: During | None = None
    judged: Callable[[View, Evidence], Table] | None = None

    def table(self, view: View, period: Period | None = None) -> Table:
        """The answer as of the view's day, or of a period as of its last day where that is earlier.

        A period of a report that takes none, or that begins behind the view's day, is misuse: ValueError.
        """
        if period is None:
            return self.answer(view)
        if self.during is None or view.as_of <= period.start:
            raise ValueError(f"{self.name}: no answer of {period.written} as of {view.as_of}")
        return self.during.table(earlier(view, period.end), period)

    def title(self, period: Period | None = None) -> Label:
        """The question, of a period the one then with the period in front."""
        if period is None or self.during is None:
            return self.question
        return joined((period.label, self.during.question), Label("：", ": "))


def earlier(seen: View, day: date) -> View:
    """The view as of a day, or itself where that lies ahead."""
    if day >= seen.as_of:
        return seen
    return view((standing.facts for standing in seen.standings.values()), seen.policy, moment=end_of(day))


def customer(standing: Standing, policy: Policy) -> dict[str, Any]:
    """What a row says of a customer in the columns that reports share."""
    return {
        ID.key: standing.facts.id,
        NAME.key: standing.facts.name,
        TIER.key: word(policy, "tier.value", standing.tiering.key),
        OWNER.key: word(policy, "owner", standing.owner.value),
        LAST_TOUCH.key: written(standing.last_touch),
    }


def written(day: date | None) -> str | None:
    """A day as an ISO date, None when there is none."""
    return day.isoformat() if day else None


def records(standings: Iterable[Standing]) -> list[Source]:
    """Where the records of these customers stand."""
    return [Source(standing.facts.path) for standing in standings]


def evidence(reasons: Iterable[Reason], policy: Policy) -> Cell:
    """What a tier or a segment rests on, in words, with its lines."""
    found = tuple(reasons)
    places = dict.fromkeys(source for reason in found for source in reason.sources)
    return Cell(labelled(lambda lang: say_all(found, lang, policy.book.currency)), tuple(places))


def amount_cell(standing: Standing, name: str) -> str | Word | None:
    """One customer's amount, such as `amount_12m`: a decimal string, with what it lacks; None for unknown."""
    value, _, lacks = standing.quantity(name)
    if not isinstance(value, Decimal):
        return None
    written = f"{value:.2f}"
    return Word(written, lacking(written, lacks)) if lacks else written


def summed(standings: Iterable[Standing], name: str, policy: Policy) -> Figure:
    """The sum of an amount over customers, with its lines; it lacks what could not be counted."""
    total, lacks = Decimal(0), False
    lines: list[Source] = []
    for standing in standings:
        value, places, without = standing.quantity(name)
        lacks |= value is None or without is not None
        total += value if isinstance(value, Decimal) else Decimal(0)
        lines += places
    return amount(total, policy.book.currency, lines, lacks=SOME_LACK if lacks else None)


SOME_LACK = Label("有未能计入的", "some not counted")


@cache
def reports() -> dict[str, Report]:
    """Every report by name."""
    return {report.name: report for report in discover("crmkit.reports", "REPORT", Report)}
