"""A calendar quarter begins in January, April, July or October (D6)."""

from __future__ import annotations

from datetime import date

import pytest

from crmkit.calendar.months import quarter


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2024-01-01", "2024-01-01"),
        ("2024-03-31", "2024-01-01"),
        ("2024-04-01", "2024-04-01"),
        ("2024-09-30", "2024-07-01"),
        ("2024-12-31", "2024-10-01"),
        ("0001-02-03", "0001-01-01"),
    ],
)
def test_a_quarter_begins_on_the_first_of_its_first_month(day: str, first: str) -> None:
    assert quarter(date.fromisoformat(day)).isoformat() == first
