"""Answer a manager's question as a table: one file a report, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from crmkit.language import Label
from crmkit.policy import Policy
from crmkit.resources import discover
from crmkit.rules import Reason, say_all
from crmkit.table import Table, Word, worded
from crmkit.view import Standing, View


@dataclass(frozen=True, slots=True)
class Report:
    """A file in this folder: its name on the command line, its question in zh and en, and what answers it.

    `table(view)` is pure; amounts are decimal strings in the book's currency, days are ISO dates, percents
    are in points. What is not known is None.
    """

    name: str
    zh: str
    en: str
    table: Callable[[View], Table]


def evidence(reasons: Iterable[Reason], policy: Policy) -> Word:
    """What a tier or a segment rests on, in both languages."""
    found = tuple(reasons)
    return worded(lambda lang: say_all(found, lang, policy.book.currency))


def amount_cell(standing: Standing, name: str) -> str | Word | None:
    """One customer's amount, such as `amount_12m`: a decimal string, with what it lacks; None for unknown."""
    value, _, without = standing.quantity(name)
    return _lacking(f"{value:.2f}", without) if isinstance(value, Decimal) else None


def sum_cell(standings: Iterable[Standing], name: str) -> str | Word:
    """The sum of an amount over customers; people are told where not all of it could be counted."""
    total, lacking = Decimal(0), False
    for standing in standings:
        value, _, without = standing.quantity(name)
        lacking |= value is None or without is not None
        total += value if isinstance(value, Decimal) else Decimal(0)
    return _lacking(f"{total:.2f}", Label("有未能计入的", "some not counted") if lacking else None)


def _lacking(amount: str, without: Label | None) -> str | Word:
    """An amount and what it lacks: programs get the number, people both."""
    return Word(amount, f"{amount}（{without.zh}）", f"{amount} ({without.en})") if without else amount


@cache
def reports() -> dict[str, Report]:
    """Every report by name."""
    return {report.name: report for report in discover("crmkit.reports", "REPORT", Report)}
