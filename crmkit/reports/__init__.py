"""Answer a manager's question as a table: one file a report, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from crmkit.policy import Policy
from crmkit.resources import discover
from crmkit.rules import Reason, say_all
from crmkit.table import Table, Word, worded
from crmkit.view import View


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


@cache
def reports() -> dict[str, Report]:
    """Every report by name."""
    return {report.name: report for report in discover("crmkit.reports", "REPORT", Report)}
