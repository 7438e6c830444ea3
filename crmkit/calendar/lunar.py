"""Turn lunar dates into solar ones and back, by a table; years outside it are never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from crmkit.calendar.lunar_years import FIRST_YEAR, LUNAR_YEARS

SHORT_MONTH = 29
MONTHS = 12


class LunarDay(NamedTuple):
    """A day of the lunar calendar; `leap` is true in a leap month, which follows the month of its number."""

    year: int
    month: int
    day: int
    leap: bool = False


def leap_month(year: int) -> int | None:
    """The month that a leap month follows in a lunar year, 0 for none; None outside the table."""
    return _row(year)[2] if known(year) else None


def known(year: int) -> bool:
    """Whether the table holds a lunar year."""
    return FIRST_YEAR <= year < FIRST_YEAR + len(LUNAR_YEARS)


def month_length(year: int, month: int, *, leap: bool = False) -> int:
    """The days of a lunar month; 0 when the year has no such month or is outside the table."""
    place = _place(year, month, leap)
    return 0 if place is None else SHORT_MONTH + int(_row(year)[3][place])


def to_solar(lunar: LunarDay) -> date | None:
    """The solar date of a lunar day; None when there is no such day or its year is outside the table."""
    place = _place(lunar.year, lunar.month, lunar.leap)
    if place is None or not 1 <= lunar.day <= month_length(lunar.year, lunar.month, leap=lunar.leap):
        return None
    before = sum(SHORT_MONTH + int(long) for long in _row(lunar.year)[3][:place])
    return _new_year(lunar.year) + timedelta(days=before + lunar.day - 1)


def to_lunar(day: date) -> LunarDay | None:
    """The lunar day of a solar date; None outside the table."""
    year = day.year
    if not known(year) or day < _new_year(year):
        year -= 1
    if not known(year):
        return None
    left = (day - _new_year(year)).days
    leap = _row(year)[2]
    for place, long in enumerate(_row(year)[3]):
        length = SHORT_MONTH + int(long)
        if left < length:
            shifted = bool(leap) and place >= leap
            return LunarDay(year, place + (not shifted), left + 1, bool(leap) and place == leap)
        left -= length
    return None


@lru_cache(maxsize=8192)
def yearly(
    year: int, month: int, day: int, *, leap: bool, leap_first: bool, last_of_month: bool
) -> date | None:
    """The solar date on which a lunar day is kept in a lunar year, or None when it is not kept or not known.

    A day of a leap month is kept in the ordinary month (`leap_first`), else in the leap month where the
    year has one. The 30th of a month of 29 days is kept on its last day where `last_of_month` says so.
    """
    in_leap = leap and not leap_first and leap_month(year) == month
    length = month_length(year, month, leap=in_leap)
    if not length or (day > length and not last_of_month):
        return None
    return to_solar(LunarDay(year, month, min(day, length), in_leap))


def _row(year: int) -> tuple[int, int, int, str]:
    return LUNAR_YEARS[year - FIRST_YEAR]


def _new_year(year: int) -> date:
    month, day, _, _ = _row(year)
    return date(year, month, day)


def _place(year: int, month: int, leap: bool) -> int | None:
    """Where a month stands among those of its year."""
    if not known(year) or not 1 <= month <= MONTHS:
        return None
    leap_after = _row(year)[2]
    if leap:
        return month if month == leap_after else None
    return month if leap_after and month > leap_after else month - 1
