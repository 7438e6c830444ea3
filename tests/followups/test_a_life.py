"""One customer's life, every due day computed by hand (must show; E1, E2, E3, E6, E8).

Tier moves, promises moved, calls of theirs, tries that reached nobody, month ends, leap day, holidays and the
cap meet in it.

Holidays: 1 Jan; 2024 4-6 Apr (7 Apr worked), 10 Jun; of 2023 only weekends are known.
"""

from __future__ import annotations

import by_hand
import pytest

LIFE = """
2023-11-30 15:30 电话 交付回访
2023-11-30 10:00 订单 首单
- amount: 5万
2023-11-30 09:00 电话 确认下单
2023-12-01 邮件 感谢信
2023-12-06 微信 使用指南
2024-01-02 拜访 首月回访
2024-01-31 短信 关怀
- automatic: 是
2024-02-20 来电 客户问样品
- next: 2024-02-29 拜访 看样
2024-02-27 16:00 来电 改期
- next: 2024-03-08 拜访 看样
2024-03-08 09:30 拜访 扑空
2024-03-11 电话 无人接听
2024-03-12 拜访 看样
2024-03-29 订单 大单
- amount: 10万
2024-04-15 微信 发方案
2024-04-30 简报 四月
2024-05-06 电话 问需求
- purpose: 需求调研
2024-05-31 电话 抱怨
- attitude: 2
2024-06-03 电话 占线
2024-06-05 电话 道歉
2024-06-28 电话 再谈
"""

# The day of the view | an item | when it is due, and what moved it | why
DAYS = """
2023-11-30 | thank_you    | 2023-12-01          | 24 hours after the order of ten o'clock
2023-11-30 | first_call   |                     | the call of 15:30; that of nine was before the order
2023-11-30 | guide        | 2023-12-07          | day 7, a Thursday
2023-11-30 | first_month  | 2024-01-02 rest_day | day 30 is Saturday 30 December, Monday is New Year
2023-11-30 | c_call       | 2024-02-29          | three months after the 30th end on leap day
2023-11-30 | c_monthly    | 2024-01-02 rest_day | a month after the first order; nothing was sent
2024-01-03 | guide        |                     | the message of 6 December, within its lead of 3 days
2024-01-03 | first_month  |                     | the visit of 2 January
2024-01-03 | c_call       | 2024-04-02          | that visit is more than a call
2024-01-03 | c_monthly    | 2024-01-08 rest_day capped | due 1 Jan; no room until Saturday 6 Jan
2024-02-01 | c_monthly    | 2024-02-29          | a month after 31 January is leap day
2024-02-21 | c_call       | 2024-05-20          | they called on the 20th, which is a talk
2024-02-21 | c_monthly    | 2024-02-29          | their call is none of our two
2024-02-21 | promise-2024-02-29 | 2024-02-29    | promised
2024-02-28 | promise-2024-02-29 |               | both sides moved it to 8 March
2024-02-28 | promise-2024-03-08 | 2024-03-08    | the new day
2024-02-28 | c_call       | 2024-05-27          | they called again
2024-03-11 | promise-2024-03-08 | 2024-03-08    | nobody was there, and nobody answered
2024-03-11 | c_call       | 2024-05-27          | a try is no talk
2024-03-11 | c_monthly    | 2024-04-08 capped   | two tries since 11 February; room a month after the first
2024-03-13 | promise-2024-03-08 |               | the visit of the 12th
2024-03-13 | c_call       | 2024-06-12          | it is more than a call
2024-03-13 | c_monthly    | 2024-04-11 capped   | three since 13 February; room a month after the second
2024-03-28 | b_biweekly   |                     | 50,000 in twelve months: still C
2024-03-29 | c_call       |                     | 150,000: B
2024-03-29 | b_biweekly   | 2024-03-29          | the visit's fortnight is over, B begins today
2024-03-29 | b_newsletter | 2024-03-29          | never sent, and B begins today
2024-03-29 | needs_survey | 2024-03-29          | never asked, and B begins today
2024-04-16 | b_biweekly   | 2024-04-29          | two weeks after the message
2024-04-16 | b_newsletter | 2024-03-29          | a message is no newsletter
2024-04-16 | needs_survey | 2024-03-29          | nor a survey
2024-05-07 | b_biweekly   | 2024-05-20          | two weeks after the call
2024-05-07 | b_newsletter | 2024-05-30          | a month after 30 April
2024-05-07 | needs_survey | 2024-08-06          | three months after the call that asked
2024-06-01 | b_biweekly   |                     | an attitude of 2: D since 31 May
2024-06-01 | d_recovery   | 2024-06-03          | three days after the call of that Friday
2024-06-04 | d_recovery   | 2024-06-03          | the line was busy: a day late
2024-06-06 | d_recovery   | 2024-06-11 rest_day | three days after the 5th is Saturday; Monday is a holiday
2024-06-30 | d_recovery   | 2024-07-01          | three days after Friday; a month from 31 May ends today
2024-07-01 | d_recovery   | 2024-07-01          | to be decided since Sunday 30 June, which moves to Monday
"""


def rows() -> list[tuple[str, ...]]:
    return [tuple(part.strip() for part in line.split("|")) for line in DAYS.strip().split("\n")]


def due(day: str) -> dict[str, str]:
    found = by_hand.items(by_hand.record(LIFE, recorded="2023-11-06"), day)
    return dict(by_hand.short(item).partition(" ")[::2] for item in found)


@pytest.mark.parametrize(("day", "key", "when", "why"), rows())
def test_every_day_is_as_computed_by_hand(day: str, key: str, when: str, why: str) -> None:
    assert due(day).get(key, "") == when, why


def test_the_table_names_everything_that_is_due_on_its_days() -> None:
    """What a day's rows leave out was due as in the rows before, and is not what the day is about."""
    told = {(day, key) for day, key, *_ in rows()}
    later = {day for day, *_ in rows() if day >= "2024-03-29"}
    assert {(day, key) for day in later for key in due(day)} <= told


def test_the_last_day_decides_and_calls_no_more() -> None:
    text = by_hand.record(LIFE, recorded="2023-11-06")
    assert [item.source for item in by_hand.items(text, "2024-06-30")] == ["cadence"]
    assert [item.source for item in by_hand.items(text, "2024-07-01")] == ["decisions"]


def test_the_order_of_the_file_changes_no_day() -> None:
    """The same entries, the newest first."""
    entries = [f"2{entry}" for entry in LIFE.strip().removeprefix("2").split("\n2")]
    back = by_hand.record("\n".join(reversed(entries)), recorded="2023-11-06")
    for day in sorted({day for day, *_ in rows()}):
        found = {by_hand.short(item) for item in by_hand.items(back, day)}
        assert found == {f"{key} {when}" for key, when in due(day).items()}, day
