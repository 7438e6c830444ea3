"""What is due by the minute, by hand: holidays, moved workdays, clocks put back, midnight (C2, E3)."""

from __future__ import annotations

import dataclasses

import by_hand
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.span import parse
from crmkit.calendar.working import Calendar
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups import DueItem, due_for
from crmkit.followups.hours import through_the_day, turns
from crmkit.load import load_record
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.quality import Quality
from crmkit.view import facts_of, view


def filled(within: str, zone: str = "") -> Policy:
    """The standard pack with another limit for gaps, in another zone."""
    policy = by_hand.pack("standard")
    quality = dataclasses.replace(policy.get(Quality), fill_within=parse(within))
    calendar = policy.get(Calendar)
    return policy.having(quality).having(dataclasses.replace(calendar, timezone=zone or calendar.timezone))


def gap(when: str, within: str, as_of: str = "2026-01-01", zone: str = "") -> DueItem:
    found = by_hand.items(by_hand.record(f"{when} 抽查\n- missing: 地址"), as_of, filled(within, zone))
    return next(item for item in found if item.source == "gaps")


@pytest.mark.parametrize(
    ("when", "within", "due"),
    [
        ("2025-09-25 14:30", "24 hours", "2025-09-26 14:30"),
        ("2025-09-25 00:00", "24 hours", "2025-09-26 00:00"),
        ("2025-09-25 23:59", "90 minutes", "2025-09-26 01:29"),
        ("2025-09-25", "24 hours", "2025-09-26"),  # without a time it may have been said in the evening
        ("2025-09-30 16:00", "24 hours", "2025-10-01 16:00"),  # natural hours run through National Day
        ("2025-09-30 16:00", "4 workhours", "2025-10-09 11:00"),  # 2 h before the holiday, 2 h after it
        ("2025-09-27 10:00", "4 workhours", "2025-09-28 14:30"),  # a Sunday moved to a working day
        ("2025-09-30 10:00", "1 workday", "2025-10-09 18:00"),  # through closing time
        ("2025-09-30", "1 workday", "2025-10-09"),
        ("2025-09-26 10:00", "2 days", "2025-09-28"),  # a count of days knows no minute
        ("2025-09-29 10:00", "2 days", "2025-10-09"),  # and what falls on a holiday waits, as other days do
        ("2025-09-26 10:00", "0 days", "2025-09-26"),
    ],
)
def test_a_gap_is_due_by_the_clock_of_its_limit(when: str, within: str, due: str) -> None:
    assert gap(when, within).said == due


def test_an_hour_that_comes_twice_is_counted_twice() -> None:
    """New York puts its clocks back on 2 November 2025 at 2:00; on 9 March an hour is left out."""
    assert gap("2025-11-01 14:30", "24 hours", zone="America/New_York").said == "2025-11-02 13:30"
    assert gap("2025-03-08 14:30", "24 hours", zone="America/New_York").said == "2025-03-09 15:30"
    assert gap("2025-11-01 14:30", "24 hours", zone="America/New_York").due.minute == "2025-11-02T13:30-05:00"


@pytest.mark.parametrize(
    ("as_of", "bucket"),
    [
        ("2025-09-25 14:30", "tomorrow"), ("2025-09-26 00:00", "today"), ("2025-09-26 14:30", "today"),
        ("2025-09-26 14:31", "overdue"), ("2025-09-26", "overdue"), ("2025-09-25", "tomorrow"),
    ],
)  # fmt: skip
def test_it_is_late_from_the_minute_after_and_a_day_means_its_end(as_of: str, bucket: str) -> None:
    item = gap("2025-09-25 14:30", "24 hours", as_of)
    assert by_hand.lies(item, as_of, filled("24 hours")) == bucket


def test_what_is_said_later_in_the_day_has_not_happened_by_the_minute_and_has_by_days() -> None:
    text = by_hand.record("2025-09-25 14:30 抽查\n- missing: 地址")
    sources = [
        [item.source for item in by_hand.items(text, day, filled(within))]
        for within in ("24 hours", "2 days")
        for day in ("2025-09-25 14:29", "2025-09-25 14:30")
    ]
    assert ["gaps" in each for each in sources] == [False, True, True, True]


def test_a_step_within_hours_ends_with_the_call_of_its_minute() -> None:
    text = by_hand.record("2025-09-25 14:30 订单\n- amount: 100\n2025-09-25 16:00 电话 欢迎")
    steps = {
        day: {item.key: item.said for item in by_hand.items(text, day) if item.source == "steps"}
        for day in ("2025-09-25 14:00", "2025-09-25 15:59", "2025-09-25 16:00")
    }
    assert "first_call" not in steps["2025-09-25 14:00"]
    assert steps["2025-09-25 15:59"]["first_call"] == "2025-09-26 14:30"
    assert "first_call" not in steps["2025-09-25 16:00"]


def test_an_instant_goes_before_the_end_of_its_day_whatever_ranks_first() -> None:
    log = "2025-09-25 14:30 抽查\n- missing: 地址\n2025-09-25 15:00 电话\n- next: 2025-09-26 微信 报价"
    found = [item.source for item in by_hand.items(by_hand.record(log), "2025-09-25")]
    assert found.index("gaps") < found.index("promises")


def test_a_snooze_moves_an_instant_to_a_whole_day() -> None:
    log = (
        "2025-09-25 14:30 抽查\n- missing: 地址\n"
        "2025-09-26 09:00 延后\n- item: fill-2025-09-25\n- until: 2025-09-28\n- reason: 出差"
    )
    (item,) = (item for item in by_hand.items(by_hand.record(log), "2025-09-26") if item.source == "gaps")
    assert (item.said, item.due.at, item.notes) == ("2025-09-28", None, ("snoozed",))


def test_grace_in_hours_begins_when_the_promised_day_ends() -> None:
    policy = by_hand.pack("standard")
    promises = policy.get(Cadence).promises._replace(grace=parse("8 hours"))
    patient = policy.having(policy.get(Cadence)._replace(promises=promises))
    text = by_hand.record("2025-03-03 电话\n- next: 2025-03-10 微信 发报价")
    buckets = []
    for day in ("2025-03-10", "2025-03-11", "2025-03-12"):
        item = next(one for one in by_hand.items(text, day, patient) if one.source == "promises")
        buckets.append(by_hand.lies(item, day, patient))
    assert buckets == ["today", "today", "overdue"]


CLOCK = st.one_of(st.just(""), st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)))
ENTRY = st.tuples(
    CLOCK, st.sampled_from(["抽查\n- missing: 地址", "抽查\n- result: 合格", "订单\n- amount: 1", "电话 聊"])
)


@given(st.lists(ENTRY, max_size=6), CLOCK.filter(bool))
def test_what_is_kept_for_a_day_says_of_each_minute_what_a_view_of_it_says(
    entries: list[tuple[str, str]], minute: str
) -> None:
    policy = by_hand.pack("standard")
    text = by_hand.record("\n".join(f"2025-09-25 {time} {said}".replace("  ", " ") for time, said in entries))
    loaded = load_record("records/CRM-202405001.md", text.encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    whole = view([facts], policy, moment=by_hand.moment("2025-09-25"))
    now = view([facts], policy, moment=by_hand.moment(f"2025-09-25 {minute}"))
    parts = through_the_day(whole.standings[facts.id], whole, due_for)
    (kept,) = (items for stretch, items in parts if stretch.holds(now.moment))
    assert kept == due_for(now.standings[facts.id], now)


def test_a_hostile_day_of_a_thousand_minutes_is_not_looked_at_a_thousand_times() -> None:
    policy = by_hand.pack("standard")
    log = "\n".join(f"2025-09-25 {hour:02}:{minute:02} 电话 聊" for hour in range(24) for minute in range(60))
    loaded = load_record("records/CRM-202405001.md", by_hand.record(log).encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    whole = view([facts], policy, moment=by_hand.moment("2025-09-25"))
    assert len(turns(whole.standings[facts.id], whole)) == MOST_SHOWN
