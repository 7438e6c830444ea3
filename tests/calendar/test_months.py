"""Windows of months hold a day until its first day outside, month ends clipped (D1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.months import left_on, window, within

DAY = timedelta(days=1)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 40))
def test_a_day_leaves_a_window_once_and_for_all(day: date, months: int) -> None:
    left = left_on(day, months)
    assert within(day, months, as_of=left - DAY)
    assert not within(day, months, as_of=left)
    assert not within(day, months, as_of=left + DAY)


@pytest.mark.parametrize(
    ("day", "months", "left"),
    [
        ("2024-05-20", 3, "2024-08-20"),
        ("2023-08-31", 6, "2024-03-01"),
        ("2024-08-31", 6, "2025-03-01"),
        ("2024-02-29", 12, "2025-03-01"),
        ("2024-02-28", 6, "2024-08-28"),
        ("9999-12-01", 1, "9999-12-31"),
    ],
)
def test_at_the_end_of_a_month_a_window_lets_go_on_the_first_of_the_next(
    day: str, months: int, left: str
) -> None:
    """A day that the shorter month lacks is in the window through that month's end."""
    assert str(left_on(date.fromisoformat(day), months)) == left


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 40))
def test_windows_that_are_compared_touch_and_do_not_overlap(day: date, months: int) -> None:
    """Together they are the window of twice the months, the day itself being in the later one (D1)."""
    now, base = window(day, months), window(day, months, back=months)
    assert now.end == day
    assert base.end == now.begin
    assert base.begin == window(day, 2 * months).begin


@pytest.mark.parametrize("months", [1, 2, 3, 6, 12])
def test_on_every_day_of_three_years_a_day_is_in_one_of_the_two_windows_or_in_none(months: int) -> None:
    first, last = date(2023, 1, 1), date(2025, 12, 31)
    for number in range((last - first).days + 1):
        as_of = first + timedelta(days=number)
        now, base, both = window(as_of, months), window(as_of, months, back=months), window(as_of, 2 * months)
        assert (now.end - now.begin) + (base.end - base.begin) == both.end - both.begin


def test_an_end_that_was_clipped_is_not_clipped_again() -> None:
    """Six months before 31 May is 30 November, not three months before 29 February."""
    assert window(date(2024, 5, 31), 3) == (date(2024, 2, 29), date(2024, 5, 31))
    assert window(date(2024, 5, 31), 3, back=3) == (date(2023, 11, 30), date(2024, 2, 29))
    assert window(date(2025, 8, 31), 6, back=6) == (date(2024, 8, 31), date(2025, 2, 28))
