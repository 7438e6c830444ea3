"""A view is as of a moment in the book's zone, and its day is that of the moment there (C1, L3)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import by_hand
import pytest

from crmkit.calendar.deadline import Deadline, end_of
from crmkit.view import view


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2025, 9, 26, 17, 30), "2025-09-26T17:30:00+08:00"),
        (datetime(2025, 9, 26, 17, 30, tzinfo=UTC), "2025-09-27T01:30:00+08:00"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_book(moment: datetime, told: str) -> None:
    seen = view((), by_hand.pack("standard"), moment=moment)
    assert seen.moment.isoformat() == told
    assert seen.as_of.isoformat() == told[:10]


def test_a_day_is_seen_from_its_last_moment() -> None:
    seen = view((), by_hand.pack("standard"), moment=end_of(date(2025, 9, 26)))
    assert seen.as_of == date(2025, 9, 26)
    assert not Deadline(date(2025, 9, 26)).passed(seen.moment)
    late = Deadline(date(2025, 9, 26), seen.moment.replace(minute=58))
    assert late.passed(seen.moment)
