"""Count in months: windows, month ends clipped, whole months between two days."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3


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


@lru_cache(maxsize=4096)
def left_on(day: date, months: int) -> date:
    """The first day whose window of so many months no longer holds a day; `date.max` when out of range.

    `months_before(x, months) >= day` from this day on, and on no earlier one.
    """
    left = months_after(day, months)
    clipped = left != date.max and months_before(left, months) < day
    return left + timedelta(days=1) if clipped else left


class Window(NamedTuple):
    """The days behind `begin`, up to `end` and with it."""

    begin: date
    end: date


def window(day: date, months: int, *, back: int = 0) -> Window:
    """So many months up to a day, or the months that ended `back` months before it.

    Both ends are counted from the day itself, so that two windows that are compared touch: an end that was
    clipped to its month is never clipped again.
    """
    return Window(months_before(day, back + months), months_before(day, back))


def within(day: date, months: int, *, as_of: date) -> bool:
    """Whether a day lies in the window (as_of − months, as_of]."""
    return months_before(as_of, months) < day <= as_of


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another."""
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    return months if months_before(end, months) >= start else months - 1
