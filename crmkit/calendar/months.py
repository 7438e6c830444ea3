"""Count in months: windows, month ends clipped, whole months between two days."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

MONTHS_A_YEAR = 12


@lru_cache(maxsize=4096)
def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, clipped to the month's end; `date.min` when out of range."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    if years < date.min.year:
        return date.min
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, clipped to the month's end; `date.max` when out of range."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if years > date.max.year:
        return date.max
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def within(day: date, months: int, *, as_of: date) -> bool:
    """Whether a day lies in the window (as_of − months, as_of]."""
    return months_before(as_of, months) < day <= as_of


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another."""
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    return months if months_before(end, months) >= start else months - 1
