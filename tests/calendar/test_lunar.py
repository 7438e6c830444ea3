"""The lunar table says what the library says that made it, for every day of two centuries (A5, E4, E11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crmkit.calendar.lunar import LunarDay, known, leap_month, month_length, to_lunar, to_solar, yearly
from crmkit.calendar.lunar_years import FIRST_YEAR, LUNAR_YEARS

LAST_YEAR = FIRST_YEAR + len(LUNAR_YEARS) - 1


def test_the_table_is_what_the_library_says() -> None:
    """tests/calendar/make_lunar_years.py writes the same lines again."""
    library = pytest.importorskip("lunar_python")
    for year, (month, day, leap, lengths) in enumerate(LUNAR_YEARS, FIRST_YEAR):
        solar = library.Lunar.fromYmd(year, 1, 1).getSolar()
        assert (solar.getYear(), solar.getMonth(), solar.getDay()) == (year, month, day)
        months = [m for m in library.LunarYear.fromYear(year).getMonths() if m.getYear() == year]
        assert [m.getDayCount() - 29 for m in months] == [int(long) for long in lengths]
        assert next((-m.getMonth() for m in months if m.getMonth() < 0), 0) == leap


def test_every_eleventh_day_is_the_librarys() -> None:
    """Eleven meets every weekday, month and day number in time; each day would take minutes."""
    library = pytest.importorskip("lunar_python")
    day = date(FIRST_YEAR, 2, 1)
    while day.year <= LAST_YEAR:
        theirs = library.Solar.fromYmd(day.year, day.month, day.day).getLunar()
        month = theirs.getMonth()
        ours = to_lunar(day)
        assert ours == LunarDay(theirs.getYear(), abs(month), theirs.getDay(), month < 0), day
        assert to_solar(ours) == day
        day += timedelta(days=11)


def test_every_day_goes_there_and_back() -> None:
    day, end = date(1900, 1, 31), date(2101, 1, 28)
    while day <= end:
        lunar = to_lunar(day)
        assert lunar is not None
        assert to_solar(lunar) == day
        day += timedelta(days=1)


def test_days_that_everybody_knows() -> None:
    """Spring Festival and Mid-Autumn of 2025 and 2026, and the leap sixth month of 2025."""
    assert to_solar(LunarDay(2025, 1, 1)) == date(2025, 1, 29)
    assert to_solar(LunarDay(2026, 1, 1)) == date(2026, 2, 17)
    assert to_solar(LunarDay(2025, 8, 15)) == date(2025, 10, 6)
    assert to_solar(LunarDay(2026, 8, 15)) == date(2026, 9, 25)
    assert leap_month(2025) == 6
    assert to_solar(LunarDay(2025, 6, 1, leap=True)) == date(2025, 7, 25)
    assert to_solar(LunarDay(1978, 8, 1)) == date(1978, 9, 3)  # where lunardate is a day off


@pytest.mark.parametrize(
    "lunar",
    [
        LunarDay(2026, 6, 1, leap=True),  # no leap month that year
        LunarDay(2025, 12, 30),  # 29 days
        LunarDay(2025, 13, 1),
        LunarDay(2025, 1, 0),
        LunarDay(1899, 1, 1),
        LunarDay(2101, 1, 1),
    ],
)
def test_what_is_no_lunar_day_has_no_date(lunar: LunarDay) -> None:
    assert to_solar(lunar) is None


def test_outside_the_table_nothing_is_guessed() -> None:
    assert not known(1899)
    assert to_lunar(date(1900, 1, 30)) is None
    assert to_lunar(date(2101, 12, 31)) is None
    assert to_lunar(date.min) is None
    assert month_length(2101, 1) == 0


def test_a_birthday_in_a_leap_month_and_on_the_thirtieth() -> None:
    """闰六月初一 in 2025 is kept on 六月初一 or in the leap month, as policy says; 腊月三十 on the 29th."""
    first = {"leap_first": True, "last_of_month": True}
    assert yearly(2025, 6, 1, leap=True, **first) == date(2025, 6, 25)
    assert yearly(2025, 6, 1, leap=True, leap_first=False, last_of_month=True) == date(2025, 7, 25)
    assert yearly(2026, 6, 1, leap=True, leap_first=False, last_of_month=True) == date(2026, 7, 14)
    assert yearly(2025, 12, 30, leap=False, **first) == date(2026, 2, 16)
    assert yearly(2025, 12, 30, leap=False, leap_first=True, last_of_month=False) is None
