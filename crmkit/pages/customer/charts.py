"""Draw a customer's year as numbers: touches by week, amounts by month."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import lru_cache

from crmkit.compute.amounts import SALES
from crmkit.history import stood
from crmkit.model import Event
from crmkit.pages import Context, ago, money
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.view import Standing

WEEKS, DAYS_A_WEEK, MONTHS = 52, 7, 12
DARKEST = 4


def touches(events: list[Event], words: Reader, *, as_of: date) -> Context:
    """Contacts in each of the 52 weeks that end on the day of the view, oldest first."""
    contacts = [event for event in stood(events, as_of=as_of) if event.cls.contact]
    counts = Counter((as_of - event.date).days // DAYS_A_WEEK for event in contacts)
    starts, ticks = _weeks(as_of=as_of)
    marks, rows = [(0, "")] * WEEKS, []
    for back in sorted(back for back in counts if back < WEEKS):
        at, count = WEEKS - 1 - back, counts[back]
        said = words.count("%(num)s contact", "%(num)s contacts", count)
        label = words.tr("Week from %(day)s: %(said)s", day=starts[at], said=said)
        marks[at] = (min(count, DARKEST), label)
        rows.append([starts[at].isoformat(), str(count)])
    whole = sum(mark for back, mark in counts.items() if back < WEEKS)
    last = max((event.date for event in contacts), default=None)
    summary = words.count("%(num)s contact in 52 weeks", "%(num)s contacts in 52 weeks", whole)
    if last:
        summary += words.tr(", the last %(ago)s", ago=ago(last, words, as_of=as_of))
    return {
        "id": "touches", "title": words.tr("Touches"), "summary": summary, "marks": marks, "ticks": ticks,
        "data": words.tr("Data"), "columns": [words.tr("Week from"), words.tr("Contacts")], "rows": rows,
    }  # fmt: skip


@lru_cache(maxsize=4)
def _weeks(*, as_of: date) -> tuple[list[date], list[tuple[int, str]]]:
    """The first day of each week, and the weeks in which every other month begins with its name."""
    today = as_of.toordinal()
    starts = [
        date.fromordinal(max(today - DAYS_A_WEEK * back - DAYS_A_WEEK + 1, 1))  # no day is before the first
        for back in reversed(range(WEEKS))
    ]
    ticks = [
        (at, f"{start:%Y-%m}")
        for at, start in enumerate(starts)
        if at and start.month != starts[at - 1].month and start.month % 2
    ]
    return starts, ticks


def amounts(standing: Standing, policy: Policy, words: Reader, *, as_of: date) -> Context | None:
    """Orders less refunds in each of twelve calendar months, the present one last; None without any."""
    first = as_of.year * MONTHS + as_of.month - MONTHS
    sums = dict.fromkeys(range(first, first + MONTHS), Decimal(0))
    for sale in stood(standing.facts.of(SALES), as_of=as_of):
        month = sale.date.year * MONTHS + sale.date.month - 1
        if sale.amount is not None and month in sums:
            sums[month] += sale.amount
    if not any(sums.values()):
        return None
    most = max(sums.values())
    marks, rows = [], []
    for month, amount in sums.items():
        name, text = f"{month // MONTHS}-{month % MONTHS + 1:02}", money(amount, policy.book.currency)
        height = round(max(amount, Decimal(0)) * 100 / most) if most > 0 else 0
        marks.append({"height": height, "label": f"{name}: {text}", "name": f"{month % MONTHS + 1}"})
        if amount:
            rows.append([name, text])
    best = max(sums, key=lambda month: sums[month])
    summary = words.tr(
        "%(sum)s in 12 calendar months, most in %(month)s",
        sum=money(sum(sums.values(), Decimal(0)), policy.book.currency),
        month=f"{best // MONTHS}-{best % MONTHS + 1:02}",
    )
    return {
        "id": "amounts", "title": words.tr("Amount by month"), "summary": summary, "marks": marks,
        "data": words.tr("Data"), "columns": [words.tr("Month"), words.tr("Amount")], "rows": rows[::-1],
    }  # fmt: skip
