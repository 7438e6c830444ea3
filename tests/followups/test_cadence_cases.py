"""Every cadence and onboarding number of `standard` and `abcd`, computed by hand (E2, E3, E11, must show).

A case is the log of a customer of the tier, the day it is looked at, and when the track is due. Holidays:
2025 Spring Festival 28 Jan to 4 Feb (26 Jan, 8 Feb worked), National Day 1 to 8 Oct (28 Sep, 11 Oct worked);
2026 Spring Festival 15 to 23 Feb (14 and 28 Feb worked), National Day 1 to 7 Oct (20 Sep, 10 Oct worked).
"""

from __future__ import annotations

import by_hand
import pytest

BOTH = ("standard", "abcd")


def planned(text: str, day: str, pack: str) -> dict[str, str]:
    """Due days by key, but for days to mark."""
    found = by_hand.items(text, day, pack)
    return {item.key: item.day.isoformat() for item in found if item.source != "greetings"}


CASES = """
A a_weekly     2025-01-20 电话 | 2025-01-21 | 2025-01-27 | the last working day before the holiday
A a_weekly     2025-01-22 电话 | 2025-01-23 | 2025-02-05 | 29 Jan is a holiday
A a_weekly     2025-01-19 微信 | 2025-01-20 | 2025-01-26 | a Sunday that is worked
A a_weekly     2025-02-01 微信 | 2025-02-02 | 2025-02-08 | a Saturday that is worked
A a_weekly     2025-09-24 电话 | 2025-09-25 | 2025-10-09 | 1 Oct is a holiday
A a_weekly     2025-10-04 电话 | 2025-10-05 | 2025-10-11 | a Saturday that is worked
A a_weekly     2026-02-07 微信 | 2026-02-08 | 2026-02-14 | a Saturday that is worked
A a_weekly     2026-02-10 电话 | 2026-02-11 | 2026-02-24 | 17 Feb is a holiday
A a_weekly     2026-09-24 电话 | 2026-09-25 | 2026-10-08 | 1 Oct is a holiday
A a_weekly     2026-10-03 电话 | 2026-10-04 | 2026-10-10 | a Saturday that is worked
A a_weekly     2024-02-22 电话 | 2024-02-23 | 2024-02-29 | leap day
A a_weekly     2025-03-01 电话 | 2025-03-02 | 2025-03-10 | 8 Mar is a Saturday
A a_visit      2024-11-30 拜访 | 2024-12-02 | 2025-02-28 | the month's end is clipped
A a_visit      2023-11-30 拜访 | 2023-12-01 | 2024-02-29 | leap day
A a_visit      2025-07-03 拜访 | 2025-07-04 | 2025-10-09 | 3 Oct is a holiday
A a_visit      2024-10-29 拜访 | 2024-10-30 | 2025-02-05 | 29 Jan is a holiday
A a_visit      2025-11-17 拜访 | 2025-11-18 | 2026-02-24 | 17 Feb is a holiday
A a_visit      2026-07-06 拜访 | 2026-07-07 | 2026-10-08 | 6 Oct is a holiday
B b_biweekly   2025-01-16 微信 | 2025-01-17 | 2025-02-05 | 30 Jan is a holiday
B b_biweekly   2025-09-22 电话 | 2025-09-23 | 2025-10-09 | 6 Oct is a holiday
B b_biweekly   2026-02-02 微信 | 2026-02-03 | 2026-02-24 | 16 Feb is a holiday
B b_biweekly   2026-09-21 微信 | 2026-09-22 | 2026-10-08 | 5 Oct is a holiday
B b_biweekly   2024-02-15 微信 | 2024-02-16 | 2024-02-29 | leap day
B b_biweekly   2025-12-22 电话 | 2025-12-23 | 2026-01-05 | over the year's end
B b_newsletter 2025-01-31 简报 | 2025-02-01 | 2025-02-28 | the month's end is clipped
B b_newsletter 2024-01-31 简报 | 2024-02-01 | 2024-02-29 | leap day
B b_newsletter 2025-09-01 简报 | 2025-09-02 | 2025-10-09 | 1 Oct is a holiday
B b_newsletter 2026-01-15 简报 | 2026-01-16 | 2026-02-24 | 15 Feb is a holiday
B b_newsletter 2025-08-31 简报 | 2025-09-01 | 2025-09-30 | the month's end is clipped
C c_monthly    2025-12-31 短信 | 2026-01-01 | 2026-02-02 | 31 Jan is a Saturday
C c_monthly    2024-12-29 邮件 | 2024-12-30 | 2025-02-05 | 29 Jan is a holiday
C c_monthly    2025-01-28 短信 | 2025-01-29 | 2025-02-28 | an ordinary month
C c_monthly    2024-01-30 短信 | 2024-01-31 | 2024-02-29 | leap day
C c_call       2024-11-30 电话 | 2024-12-02 | 2025-02-28 | the month's end is clipped
C c_call       2025-07-06 电话 | 2025-07-07 | 2025-10-09 | 6 Oct is a holiday
C c_call       2026-07-01 电话 | 2026-07-02 | 2026-10-08 | 1 Oct is a holiday
C c_call       2025-11-20 电话 | 2025-11-21 | 2026-02-24 | 20 Feb is a holiday
"""


def rows(table: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for line in table.strip().split("\n"):
        left, day, due, why = (part.strip() for part in line.split("|"))
        tier, key, entry = left.split(maxsplit=2)
        found.append((tier, key, entry, day, due, why))
    return found


@pytest.mark.parametrize("pack", BOTH)
@pytest.mark.parametrize(("tier", "key", "entry", "day", "due", "why"), rows(CASES))
def test_a_track_counts_from_the_last_contact_that_fits(
    pack: str, tier: str, key: str, entry: str, day: str, due: str, why: str
) -> None:
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    assert planned(by_hand.record(entry, hand), day, pack)[key] == due, why


STANDARD = """
B needs_survey 2025-07-03 电话 | 2025-07-04 | 2025-10-09 | 3 Oct is a holiday
B needs_survey 2024-11-30 视频 | 2024-12-02 | 2025-02-28 | the month's end is clipped
B needs_survey 2025-11-18 拜访 | 2025-11-19 | 2026-02-24 | 18 Feb is a holiday
"""


@pytest.mark.parametrize(("tier", "key", "entry", "day", "due", "why"), rows(STANDARD))
def test_a_survey_of_needs_is_one_only_when_it_says_so(
    tier: str, key: str, entry: str, day: str, due: str, why: str
) -> None:
    """`standard` alone: S2. A call about anything else is no survey."""
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    log = f"{entry}\n- purpose: needs_survey"
    assert planned(by_hand.record(log, hand), day, "standard")[key] == due, why
    later = f"{log}\n{day} 电话 报价\n- purpose: proposal"
    assert planned(by_hand.record(later, hand), day, "standard")[key] == due


@pytest.mark.parametrize(
    ("entry", "day", "due"),
    [
        ("2025-09-08 微信", "2025-09-09", "2025-10-09"),
        ("2026-01-20 电话", "2026-01-21", "2026-02-24"),
        ("2024-01-31 邮件", "2024-02-01", "2024-02-29"),
    ],
)
def test_nurturing_is_monthly(entry: str, day: str, due: str) -> None:
    """`standard`, S1: whatever the tier, a customer that rests in nurturing has this track and no other."""
    assert planned(by_hand.record(entry, status="nurturing"), day, "standard") == {"nurturing": due}


RECOVERY = """
2025-03-03 电话 | 2025-03-04 | 2025-03-06 | a Monday: three days later
2025-03-03 电话 2025-03-06 电话 | 2025-03-07 | 2025-03-10 | twice this week, so next Monday
2025-03-03 电话 2025-03-06 拜访 2025-03-10 电话 | 2025-03-11 | 2025-03-13 | and so on
2025-03-03 电话 2025-03-04 电话 | 2025-03-05 | 2025-03-10 | Friday's week has its two
2025-01-23 电话 | 2025-01-24 | 2025-01-26 | a Sunday that is worked
2025-01-23 电话 2025-01-26 电话 | 2025-01-27 | 2025-02-05 | 29 Jan is a holiday
2025-09-28 电话 | 2025-09-29 | 2025-10-09 | 1 Oct is a holiday
2026-02-13 电话 | 2026-02-14 | 2026-02-24 | 16 Feb is a holiday
2026-09-28 电话 | 2026-09-29 | 2026-10-08 | 1 Oct is a holiday
2024-02-26 电话 | 2024-02-27 | 2024-02-29 | leap day
"""


def recovery_rows() -> list[tuple[str, str, str, str]]:
    found = []
    for line in RECOVERY.strip().split("\n"):
        log, day, due, why = (part.strip() for part in line.split("|"))
        words = log.split()
        pairs = [f"{a} {b}" for a, b in zip(words[::2], words[1::2], strict=True)]
        found.append(("\n".join([pairs[0] + " 抱怨\n- attitude: 2", *pairs[1:]]), day, due, why))
    return found


@pytest.mark.parametrize("pack", BOTH)
@pytest.mark.parametrize(("log", "day", "due", "why"), recovery_rows())
def test_recovery_is_twice_a_week(pack: str, log: str, day: str, due: str, why: str) -> None:
    """The first contact's attitude of 2 makes the customer D on that day; weeks are Monday to Sunday."""
    assert planned(by_hand.record(log), day, pack) == {"d_recovery": due}, why


@pytest.mark.parametrize("pack", BOTH)
def test_recovery_ends_after_a_month_with_a_decision(pack: str) -> None:
    """D since 3 March: the last contact is due by 3 April; then it is decided: back, extend, or lost."""
    text = by_hand.record("2025-03-03 电话 抱怨\n- attitude: 2\n2025-03-31 电话")
    (last,) = by_hand.items(text, "2025-04-03", pack)
    assert (last.key, last.source, last.day.isoformat()) == ("d_recovery", "cadence", "2025-04-03")
    (after,) = by_hand.items(text, "2025-04-07", pack)
    assert (after.source, after.day.isoformat(), by_hand.lies(after, "2025-04-07", pack)) == (
        "decisions",
        "2025-04-03",
        "overdue",
    )


@pytest.mark.parametrize("pack", BOTH)
def test_a_decision_names_what_decides_it_waits_and_is_ended_by_no_contact(pack: str) -> None:
    """No call decides. It can be put off from its day on; calls put off before are another matter."""
    text = by_hand.record(
        "2025-03-03 电话 抱怨\n- attitude: 2\n2025-03-31 延后\n- item: d_recovery\n- until: 2025-05-06"
    )
    (item,) = by_hand.items(f"{text}\n## 2025-04-07 电话\n\n", "2025-04-07", pack)
    assert (item.source, item.day.isoformat()) == ("decisions", "2025-04-03")
    assert (item.channels, item.fulfilled_by.channels) == ((), ())
    assert item.fulfilled_by.fields == ("tier", "status")
    assert item.about.en == "Tier D recovery: time to decide"
    assert item.about.zh == "D 类挽回期满，待处理"
    wait = f"{text}\n## 2025-04-07 延后\n- item: d_recovery\n- until: 2025-04-10\n"
    (item,) = by_hand.items(wait, "2025-04-08", pack)
    assert (item.day.isoformat(), item.notes) == ("2025-04-10", ("snoozed",))
    lost = f"{text}\n## 2025-04-08 状态\n- from: 活跃\n- to: 流失\n- reason: 竞争对手替代\n"
    assert by_hand.items(lost, "2025-04-08", pack) == ()


@pytest.mark.parametrize("pack", BOTH)
def test_an_entry_extends_recovery_as_the_profile_does(pack: str) -> None:
    """D6: the lead writes `定级` with a later end; calls go on until then, and the decision waits."""
    longer = "- from: D\n- to: D\n- reason: 还在谈\n- until: 2025-05-08\n- approved_by: li.na"
    text = by_hand.record(
        f"2025-03-03 电话 抱怨\n- attitude: 2\n2025-03-31 电话\n2025-04-07 定级 延长\n{longer}"
    )
    (call,) = by_hand.items(text, "2025-04-08", pack)
    assert (call.source, call.day.isoformat()) == ("cadence", "2025-04-03")
    (decision,) = by_hand.items(text, "2025-05-09", pack)
    assert (decision.source, decision.day.isoformat()) == ("decisions", "2025-05-08")


STEPS = """
2025-01-27 | 2025-01-28 | 2025-01-28 2025-01-28 2025-02-05 2025-02-26 | day 7 is a holiday
2025-09-24 | 2025-09-25 | 2025-09-25 2025-09-25 2025-10-09 2025-10-24 | day 7 is 1 Oct
2024-01-30 | 2024-01-31 | 2024-01-31 2024-01-31 2024-02-06 2024-02-29 | day 30 is leap day
2025-12-31 | 2026-01-01 | 2026-01-01 2026-01-01 2026-01-07 2026-01-30 | over the year's end
2026-02-13 | 2026-02-14 | 2026-02-14 2026-02-14 2026-02-24 2026-03-16 | day 30 is a Sunday
2026-09-30 | 2026-10-01 | 2026-10-01 2026-10-01 2026-10-08 2026-10-30 | 24 hours end on a holiday
2025-01-01 | 2025-01-02 | 2025-01-02 2025-01-02 2025-01-08 2025-02-05 | day 30 is 31 Jan
"""
KEYS = ("thank_you", "first_call", "guide", "first_month")


@pytest.mark.parametrize("pack", BOTH)
@pytest.mark.parametrize("line", STEPS.strip().split("\n"))
def test_onboarding_counts_from_the_first_cooperation(pack: str, line: str) -> None:
    order, day, dues, why = (part.strip() for part in line.split("|"))
    found = planned(by_hand.record(f"{order} 订单 首单\n- amount: 1万"), day, pack)
    assert [found[key] for key in KEYS] == dues.split(), why
    stated = planned(by_hand.record("", f"first_cooperation: {order}\n"), day, pack)
    assert [stated[key] for key in KEYS] == dues.split()


@pytest.mark.parametrize("pack", ["standard", "service"])
@pytest.mark.parametrize(
    ("signed", "day", "week", "month"),
    [
        ("2025-01-31", "2025-02-01", "2025-02-07", "2025-02-28"),
        ("2024-01-31", "2024-02-01", "2024-02-07", "2024-02-29"),
        ("2025-09-24", "2025-09-25", "2025-10-01", "2025-10-24"),  # a week is a limit, not moved
        ("2026-01-15", "2026-01-16", "2026-01-22", "2026-02-24"),
        ("2025-09-01", "2025-09-02", "2025-09-08", "2025-10-09"),
    ],
)
def test_visits_after_signing(pack: str, signed: str, day: str, week: str, month: str) -> None:
    """S4: within a week, and at one month, which waits for a working day."""
    found = planned(by_hand.record("", f"signed: {signed}\n"), day, pack)
    assert (found["signed_week"], found["signed_month"]) == (week, month)


@pytest.mark.parametrize(
    ("pack", "tier", "log", "key", "due", "limit"),
    [
        ("lifecycle", "high_value", "2025-01-20 电话", "high_weekly", "2025-01-27", None),
        ("lifecycle", "promising", "2025-01-13 电话", "promising_biweekly", "2025-01-27", None),
        ("lifecycle", "ordinary", "2025-01-06 电话", "ordinary_monthly", "2025-02-06", None),
        ("toolkit", "core", "2025-01-06 拜访", "core_monthly", "2025-02-06", None),
        ("partnership", "key", "2025-01-06 拜访", "key_weekly", "2025-01-13", "2025-02-06"),
        ("partnership", "important", "2025-01-06 拜访", "important_monthly", "2025-02-06", "2025-04-06"),
        ("partnership", "general", "2025-01-06 电话", "general_quarterly", "2025-04-07", "2025-07-06"),
        ("service", "vip", "2025-01-06 电话\n- purpose: 回访", "vip_monthly", "2025-02-06", None),
        ("service", "ordinary", "2025-01-06 电话\n- purpose: 回访", "ordinary_quarterly", "2025-04-07", None),
        ("service", "promising", "2025-01-06 电话", "promising_bimonthly", "2025-03-06", None),
    ],
)
def test_the_other_packs_have_their_own_numbers(
    pack: str, tier: str, log: str, key: str, due: str, limit: str | None
) -> None:
    """No number is Python's: another pack, another cadence; `partnership` has a target and a limit."""
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2027-12-31}}\n"
    found = {item.key: item for item in by_hand.items(by_hand.record(log, hand), "2025-01-21", pack)}
    assert found[key].day.isoformat() == due
    assert (found[key].last_day or None) == limit
