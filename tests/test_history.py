"""What stood as of a day is what a reader with a pencil finds in the log (L3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.history import Change, Past, Start, by_field, changes, first_of, last_of, past, stood

FIRST = date(2024, 6, 1)
DAY = timedelta(days=1)

days = st.integers(0, 9).map(lambda n: FIRST + n * DAY)
voids = st.none() | days
starts = st.lists(st.builds(Start, days, st.integers(1, 9), voids), max_size=8)
values = st.none() | st.sampled_from("abc")
entries = st.builds(Change, days, st.just("status"), values, values, st.just(1), voided_on=voids)
logs = st.lists(entries, max_size=8).map(lambda found: sorted(found, key=lambda one: one.date))


class Record(NamedTuple):
    """A record with these changes whose status is `now` today."""

    changed: Mapping[str, Sequence[Change]]

    def present(self, field: str) -> str:
        return {"status": "now"}[field]


def by_hand(log: list[Change], day: date) -> tuple[object, bool]:
    """Cross out what is void by then; the last before tells by its end, else the first after by its start."""
    before = [one for one in log if one.date <= day and not (one.voided_on and one.voided_on <= day)]
    after = [one for one in log if one.date > day and not one.voided_on]
    if before and before[-1].new is not None:
        return before[-1].new, False
    if after:
        return after[0].old, after[0].old is None
    return "now", True


@given(log=logs, day=days)
def test_a_field_was_what_the_log_says_it_was(log: list[Change], day: date) -> None:
    was = past(Record(by_field(log)), "status", as_of=day)
    assert (was.value, was.assumed) == by_hand(log, day)


@given(log=logs, day=days)
def test_changes_of_a_day_are_those_that_happened_and_stand(log: list[Change], day: date) -> None:
    told = Record(by_field([*log, Change(FIRST, "owner", "x", "y", 1)]))
    stand = [one for one in log if one.date <= day and (one.voided_on is None or one.voided_on > day)]
    assert list(changes(told, "status", as_of=day)) == stand
    assert last_of(log, as_of=day) == (stand[-1] if stand else None)


@given(sources=st.lists(starts, max_size=3), day=days)
def test_the_first_day_is_of_the_best_source_that_knows_one(sources: list[list[Start]], day: date) -> None:
    known = [found for source in sources if (found := list(stood(source, as_of=day)))]
    assert first_of(sources, as_of=day) == (known[0][0] if known else None)


def test_an_entry_counts_on_its_own_day_and_no_longer_on_that_of_its_void() -> None:
    one = Start(FIRST, 1, FIRST + DAY)
    assert [bool(list(stood([one], as_of=FIRST + n * DAY))) for n in (-1, 0, 1)] == [False, True, False]


def test_a_field_whose_past_nobody_keeps_is_misuse() -> None:
    assert past(Record({}), "status", as_of=FIRST) == Past("now", True, None, True)
    with pytest.raises(KeyError):
        past(Record({}), "stauts", as_of=FIRST)
