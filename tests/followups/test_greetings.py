"""Days to mark are asked for as early as the procedures say, and until somebody marks them (E4).

Counted by hand. Solar dates of lunar days are those of the printed calendar: Mid-Autumn is 2025-10-06 and
2026-09-25, Spring Festival 2026-02-17; 2025 has a leap sixth month, and its twelfth month 29 days.
"""

from __future__ import annotations

import dataclasses
import time
from datetime import date, timedelta

import by_hand
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.bucket import Bucket
from crmkit.calendar.span import Span
from crmkit.followups import DueItem
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy

LEI = "contacts:\n  - {{name: 李雷, birthday: {}}}\n"
WED = LEI.format("08-13")
"""13 August 2025 is a Wednesday: three days before is a Sunday, so it begins on Friday the 8th."""


def greetings(text: str, day: str, under: str | Policy = "standard") -> list[DueItem]:
    return [item for item in by_hand.items(text, day, under) if item.source == "greetings"]


def said(text: str, day: str, under: str | Policy = "standard") -> list[str]:
    """`Contact's birthday 李雷 2025-08-13 from 2025-08-08`."""
    return [f"{item.about.en} from {item.said}" for item in greetings(text, day, under)]


def first_day(text: str, on: str, under: str | Policy = "standard") -> str:
    """The first day of the two months before a day on which something is to be marked then."""
    end = date.fromisoformat(on)
    days = [(end - timedelta(days=back)).isoformat() for back in range(62, -1, -1)]
    return next(day for day in days if any(on in each for each in said(text, day, under)))


@pytest.mark.parametrize(
    ("more", "on", "begins"),
    [
        (WED, "2025-08-13", "2025-08-08"),
        (LEI.format("1990-08-15"), "2025-08-15", "2025-08-12"),
        (LEI.format("02-29"), "2025-02-28", "2025-02-25"),
        (LEI.format("02-29"), "2028-02-29", "2028-02-25"),
        (LEI.format("农历 闰06-15"), "2025-07-09", "2025-07-04"),
        (LEI.format("农历 闰06-15"), "2026-07-28", "2026-07-24"),
        (LEI.format("农历 12-30"), "2026-02-16", "2026-02-13"),
        (LEI.format("农历八月十五"), "2026-09-25", "2026-09-22"),
        ("anniversary: 1999-06-20\n", "2025-06-20", "2025-06-13"),
        ("first_cooperation: 2024-06-20\n", "2025-06-20", "2025-06-13"),
        ("", "2025-10-06", "2025-09-30"),
        ("", "2026-09-25", "2026-09-23"),
        ("", "2026-02-17", "2026-02-14"),
        ("peak_months: 10 月至 4 月\n", "2025-10-01", "2025-09-01"),
        ("peak_months: 1 月、2 月\n", "2026-01-01", "2025-12-02"),
        ("peak_months: 12 月、11 月、1 月\n", "2025-11-01", "2025-09-30"),
        ("peak_months: 5 月下旬（麦收）\n", "2025-05-21", "2025-04-21"),
    ],
)
def test_a_day_is_to_be_marked_so_long_before_it_and_never_from_a_rest_day(
    more: str, on: str, begins: str
) -> None:
    """Where the day so long before is a rest day, from the working day before that: it cannot wait."""
    text = by_hand.record("2025-01-06 电话", more, recorded="2024-01-02")
    assert first_day(text, on) == begins


def test_a_season_over_the_end_of_the_year_begins_once() -> None:
    """November to February: nothing in December, nothing in January."""
    text = by_hand.record("2025-01-06 电话", "peak_months: 11 月至 2 月\n")
    assert [day for day in ("2025-10-15", "2025-12-15", "2026-01-02") if said(text, day)] == ["2025-10-15"]


def test_it_is_borne_until_the_day_late_for_a_while_and_then_given_up() -> None:
    text = by_hand.record("", WED)
    (item,) = greetings(text, "2025-08-08")
    assert (item.said, item.last_day, item.letter) == ("2025-08-08", "2025-08-13", "birthday")
    assert item.channels == ("phone", "wechat", "card", "gift")
    states = [by_hand.lies(item, f"2025-08-{day}") for day in ("08", "13", "14")]
    assert states == [Bucket.TODAY, Bucket.TODAY, Bucket.OVERDUE]
    assert [day for day in range(7, 19) if said(text, f"2025-08-{day:02}")] == list(range(8, 17))


@pytest.mark.parametrize(
    "entry",
    [
        "2025-08-11 微信\n- purpose: 节日祝福",
        "2025-08-12 微信 生日快乐",
        "2025-08-13 电话 祝福\n- with: 李雷",
        "2025-08-08 贺卡",
        "2025-08-13 拜访\n- purpose: greeting",
    ],
)
def test_a_greeting_by_one_of_its_channels_or_in_person_marks_it(entry: str) -> None:
    assert said(by_hand.record(entry, WED), "2025-08-13") == []


@pytest.mark.parametrize(
    "entry",
    [
        "2025-08-12 电话 对账",
        "2025-08-12 微信 合同\n- summary: 过了生日再签",
        "2025-08-07 微信 生日快乐",
        "2025-08-12 微信 生日快乐\n- direction: in",
        "2025-08-12 电话 生日快乐\n- reached: no",
        "2025-08-12 邮件 生日快乐",
        "2025-08-12 微信 生日快乐\n- with: 韩梅梅",
        "2025-08-12 备注 生日快乐",
    ],
)
def test_what_is_no_greeting_of_ours_to_them_in_time_marks_nothing(entry: str) -> None:
    """Business, too early, theirs, nobody reached, by mail, to another, no contact."""
    more = WED + "  - {name: 韩梅梅, birthday: 12-01}\n"
    assert said(by_hand.record(entry, more), "2025-08-13") == [
        "Contact's birthday 李雷 2025-08-13 from 2025-08-08"
    ]


def test_of_two_birthdays_a_greeting_marks_the_one_it_names_else_the_first() -> None:
    more = WED + "  - {name: 韩梅梅, birthday: 08-14}\n"
    assert len(said(by_hand.record("", more), "2025-08-13")) == 2
    (left,) = said(by_hand.record("2025-08-12 微信 生日快乐", more), "2025-08-13")
    assert "韩梅梅" in left
    (left,) = said(by_hand.record("2025-08-12 微信 生日快乐\n- with: 韩梅梅", more), "2025-08-13")
    assert "李雷" in left
    assert said(by_hand.record("2025-08-12 微信 生日快乐\n- with: 韩梅梅、李雷", more), "2025-08-13") == []


def test_a_season_is_marked_by_any_talk() -> None:
    more = "peak_months: 9 月至 11 月\n"
    assert said(by_hand.record("2025-08-12 电话 备货", more), "2025-08-20") == []
    assert said(by_hand.record("2025-07-30 电话 备货", more), "2025-08-20") != []
    assert said(by_hand.record("2025-08-12 邮件 报价", more), "2025-08-20") != []


QUIET = "contacts:\n  - {name: 李雷, birthday: 08-13, do_not_contact: 是}\n  - {name: 韩梅梅}\n"
LEFT = "contacts:\n  - {name: 李雷, birthday: 08-13, left: 2025-06-30}\n"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (QUIET, "active"),
        (LEFT, "active"),
        ("do_not_contact: 是\n" + WED, "active"),
        (WED, "lost"),
        (WED, "dormant"),
    ],
)
def test_who_asked_for_quiet_has_left_or_is_not_looked_after_is_greeted_on_no_day(
    more: str, status: str
) -> None:
    text = by_hand.record("", more, status=status)
    assert said(text, "2025-08-12") == []
    assert all("李雷" not in each for each in said(text, "2025-10-05"))


def test_a_festival_is_for_those_served_and_says_so_in_words() -> None:
    text = by_hand.record("", "")
    (item,) = greetings(text, "2025-10-05")
    assert item.about == ("中秋节 2025-10-06", "Mid-Autumn Festival 2025-10-06")
    assert (item.key, item.letter) == ("greet-mid_autumn-2025-10-06", "festival")
    assert greetings(by_hand.record("", "", status="lead"), "2025-10-05") == []


@pytest.mark.parametrize("day", ["2025-02-12", "2026-01-01", "2024-10-01"])
def test_a_festival_that_nobody_is_greeted_on_asks_for_nothing(day: str) -> None:
    assert said(by_hand.record("2025-01-30 微信 春节快乐"), day) == []


def test_a_greeting_put_off_or_left_out_waits_or_is_gone() -> None:
    skip = "2025-08-11 免跟进\n- item: greet-birthday-2025-08-13\n- reason: 在国外"
    assert said(by_hand.record(skip, WED), "2025-08-12") == []
    wait = "2025-08-11 延后\n- item: greet-birthday-2025-08-13\n- until: 2025-08-14\n- reason: 出差"
    assert said(by_hand.record(wait, WED), "2025-08-12") == [
        "Contact's birthday 李雷 2025-08-13 from 2025-08-14"
    ]


def test_a_full_month_is_said_beside_the_greeting_and_does_not_move_it() -> None:
    """Two contacts of our own a month for tier C: the day cannot wait, so it is said with another contact."""
    log = "2025-08-04 电话\n2025-08-05 电话"
    (item,) = greetings(by_hand.record(log, WED), "2025-08-11")
    assert (item.said, item.notes) == ("2025-08-08", ("before_rest", "no_room"))


def having(**changes: object) -> Policy:
    policy = by_hand.pack("standard")
    return policy.having(dataclasses.replace(policy.get(MilestonePolicy), **changes))  # type: ignore[arg-type]


def test_every_number_of_a_greeting_is_the_packs() -> None:
    rules = by_hand.pack("standard").get(MilestonePolicy)
    leap = by_hand.record("", LEI.format("农历 闰06-15"))
    assert first_day(leap, "2025-08-08", having(leap_first=False)) == "2025-08-05"
    short = by_hand.record("", LEI.format("农历 12-30"))
    skips = having(last_of_month=False)
    assert [said(short, day, skips) for day in ("2026-02-13", "2027-02-03")] == [[], []]
    assert first_day(short, "2030-02-02", skips) == "2030-01-30"
    (birthday, *others) = rules.milestones
    week = birthday._replace(greeting=birthday.greeting._replace(before=Span(1, "week"), channels=("visit",)))
    (item,) = greetings(by_hand.record("", WED), "2025-08-06", having(milestones=(week, *others)))
    assert (item.said, item.channels) == ("2025-08-06", ("visit",))
    solar = having(milestones=(birthday._replace(lunar=False), *others))
    assert said(by_hand.record("", LEI.format("农历 闰06-15")), "2025-07-08", solar) == []
    assert said(by_hand.record("", WED), "2025-08-14", having(lapses=None)) == []
    fest = having(festival=rules.festival._replace(before=Span(5, "day"), letter="card"))
    assert first_day(by_hand.record("", ""), "2026-09-25", fest) == "2026-09-20"


@given(first=st.integers(1, 12), count=st.integers(1, 11), year=st.integers(2024, 2026))
def test_a_season_is_near_once_a_year_whenever_it_begins_and_ends(first: int, count: int, year: int) -> None:
    """Thirty days before its first month, and on no other day of the year, but for a rest before them."""
    last = (first + count - 2) % 12 + 1
    text = by_hand.record("", f"peak_months: {first} 月至 {last} 月\n")
    begin = date(year, first, 1)
    seasons = [
        item for day in (begin, begin - timedelta(days=30)) for item in greetings(text, day.isoformat())
    ]
    assert {item.last_day for item in seasons if "peak" in item.key} == {begin.isoformat()}
    idle = [begin + timedelta(days=days) for days in (4, 60, 150, 300)]
    assert not [item for day in idle for item in greetings(text, day.isoformat()) if "peak" in item.key]


def test_thousands_of_birthdays_and_greetings_stay_linear() -> None:
    """A hostile record: each greeting looks at no more birthdays than a customer can have (P8)."""
    people = "".join(f"  - {{name: 人{at}, birthday: 08-13}}\n" for at in range(1500))
    log = "\n".join("2025-08-12 微信 生日快乐" for _ in range(1000))
    began = time.process_time()
    found = said(by_hand.record(log, f"contacts:\n{people}"), "2025-08-13")
    assert len(found) == 500
    assert time.process_time() - began < 10
