"""Windows of months hold a day until its first day outside, month ends clipped (D1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.months import left_on, within

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
