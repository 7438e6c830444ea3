"""A calendar quarter begins in January, April, July or October (D6)."""

from __future__ import annotations

from datetime import date

import pytest

from crmkit.calendar.period import quarter_of


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2024-01-01", "2024-01-01", "2024-03-31"),
        ("2024-03-31", "2024-01-01", "2024-03-31"),
        ("2024-04-01", "2024-04-01", "2024-06-30"),
        ("2024-09-30", "2024-07-01", "2024-09-30"),
        ("2024-12-31", "2024-10-01", "2024-12-31"),
    ],
)
def test_a_quarter_begins_on_the_first_of_its_first_month(day: str, first: str, last: str) -> None:
    quarter = quarter_of(date.fromisoformat(day))
    assert (quarter.first.isoformat(), quarter.end.isoformat()) == (first, last)


def test_the_quarter_in_which_the_calendar_begins_is_one_too() -> None:
    assert date(1, 2, 3) in quarter_of(date(1, 2, 3))
