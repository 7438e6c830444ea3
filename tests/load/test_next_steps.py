"""What an entry promises next, however it is written, loses neither day, channel nor goal (E6)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import by_hand
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.load.next_steps import as_dated, spelled

MONDAY = date(2026, 3, 2)
VOCABULARY = by_hand.pack("standard").vocabulary

READ = """
2026-03-12 电话 报价                    | 2026-03-12 phone 报价
2026-03-12                              | 2026-03-12
2026-03-12 看样 一起去                  | 2026-03-12 看样 一起去
2026-03-12 9:30 电话 报价               | 2026-03-12 phone 报价
2026-03-12 14：30 电话 报价             | 2026-03-12 phone 报价
2026-03-12 09:30-10:30 电话 报价        | 2026-03-12 phone 报价
2026-03-12 09:30 - 10:30 电话 报价      | 2026-03-12 phone 报价
2026-03-12 下午3点 电话 报价            | 2026-03-12 phone 报价
2026-03-12 上午 电话 报价               | 2026-03-12 phone 报价
2026-03-12 9点半电话报价                | 2026-03-12 phone 报价
2026-03-12 at 3pm phone the quote       | 2026-03-12 phone the quote
2026-03-12T09:30 电话 报价              | 2026-03-12 phone 报价
2026-03-12　电话　报价                  | 2026-03-12 phone 报价
2026-03-12 电话：报价                   | 2026-03-12 phone 报价
2026-03-12：电话，报价                  | 2026-03-12 phone 报价
2026-03-12电话跟进预算                  | 2026-03-12 phone 跟进预算
2026-03-12 电话跟进预算                 | 2026-03-12 phone 跟进预算
2026-03-12（周四）电话 报价             | 2026-03-12 phone 报价
2026-03-12前电话报价                    | 2026-03-12 phone 报价
2026-03-12 电话费核对                   | 2026-03-12 电话费核对
2026-03-12 早会上谈                     | 2026-03-12 早会上谈
2026-03-12 3点意见                      | 2026-03-12 3点意见
2026-03-12 电话 报价；2026-03-13 拜访 看样 | 2026-03-12 phone 报价 + 2026-03-13 visit 看样
2026-03-12 电话 报价;2026-03-13 拜访看样 | 2026-03-12 phone 报价 + 2026-03-13 visit 看样
2026-03-12 电话 报价，2026-03-13 拜访 看样 | 2026-03-12 phone 报价 + 2026-03-13 visit 看样
2026-03-12 电话 报价, 2026-03-13 拜访 看样 | 2026-03-12 phone 报价 + 2026-03-13 visit 看样
2026-03-12 电话 报价 2026-03-13 拜访 看样 | 2026-03-12 phone 报价 + 2026-03-13 visit 看样
2026-03-12 电话 报价；2026-03-13 看样    | 2026-03-12 phone 报价 + 2026-03-13 看样
2026-03-12 电话 报价；                   | 2026-03-12 phone 报价
2026-03-12 电话 报价；周五前回复         | 2026-03-12 phone 报价；周五前回复
2026-03-12 电话 报价；2026-03-20 前回复  | 2026-03-12 phone 报价；2026-03-20 前回复 ?
2026-03-12 电话 确认 2026-03-20 的会     | 2026-03-12 phone 确认 2026-03-20 的会 ?
2026-03-12~2026-03-14 活动 展会          | 2026-03-12 event ~2026-03-14 展会 ?
2026-03-12 电话 问清 2026 年预算         | 2026-03-12 phone 问清 2026 年预算
2026/3/12 电话 报价                      | (2026-03-12) phone 报价
2026-3-12 电话 报价                      | (2026-03-12) phone 报价
3月12日电话报价                          | (2026-03-12) phone 报价
２０２６-０３-１２ 电话 报价              | (2026-03-12) phone 报价
明天 电话 报价                           | (2026-03-03) phone 报价
明晚8点 电话 报价                        | (2026-03-03) phone 报价
下周三拜访                               | (2026-03-11) visit
tomorrow phone the quote                 | (2026-03-03) phone the quote
2026-03-12 电话 报价；3月20日 拜访 看样  | 2026-03-12 phone 报价 + (2026-03-20) visit 看样
2026-03-12 电话 报价；明天拜访           | 2026-03-12 phone 报价 + (2026-03-03) visit
2026-03-12 电话 报价；下周拜访           | 2026-03-12 phone 报价 + (stretch) visit
下周再说                                 | (stretch) 再说
跟进预算                                 | (unread) 跟进预算
2026-02-30 电话                          | (missing) phone
5/1/26 电话                              | (ambiguous) phone
2026-03-12（周三）电话                   | (ambiguous) phone
无                                       |
None                                     |
"""


def said(text: str) -> str:
    return " + ".join(
        " ".join(
            part
            for part in (
                str(one.day) if one.dated else f"({one.day})",
                one.kind,
                one.goal,
                "?" if one.doubt >= 0 else "",
            )
            if part
        )
        for one in spelled(text, VOCABULARY, MONDAY)
    )  # fmt: skip


@pytest.mark.parametrize("row", READ.strip().split("\n"))
def test_day_channel_and_goal_of_each_step_are_kept(row: str) -> None:
    """In brackets: no date of the format. With a question mark: another date stands in the goal."""
    text, wanted = (part.strip() for part in row.split("|"))
    assert said(text) == wanted


@pytest.mark.parametrize("pack", ["abcd", "lifecycle", "toolkit", "partnership", "service"])
def test_every_pack_reads_the_follow_up_of_a_form(pack: str) -> None:
    (step,) = spelled("2024-06-05电话跟进预算评估结果", by_hand.pack(pack).vocabulary, MONDAY)
    assert (step.day, step.dated, step.kind, step.goal) == (
        date(2024, 6, 5),
        True,
        "phone",
        "跟进预算评估结果",
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("明天 电话 报价", ["2026-03-03 电话 报价"]),
        ("下周三下午3点拜访看样", ["2026-03-11 15:00 拜访看样"]),
        ("周五 3点 电话", ["2026-03-06 3点 电话"]),
        ("+3d 电话：报价", ["2026-03-05 电话：报价"]),
        ("next wed phone quote", ["2026-03-11 phone quote"]),
        ("3月12日 电话 报价；3月13日 拜访 看样", ["2026-03-12 电话 报价", "2026-03-13 拜访 看样"]),
        ("2026-03-12 9:30 电话  报价", ["2026-03-12 9:30 电话  报价"]),
    ],
)
def test_what_is_typed_is_written_with_its_date(typed: str, written: list[str]) -> None:
    assert [as_dated(typed, step) for step in spelled(typed, VOCABULARY, MONDAY)] == written


WORDS = st.sampled_from(
    ["2026-03-12", "2026/3/13", "明天", "下周三", "周五", "5号", "9:30", "下午3点", "电话", "拜访", "报价",
     "看样", "；", "，", " ", "　", "：", "无", "前", "~", "2026-02-30", "phone", "at ", "3pm"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=9).map("".join))
def test_no_word_of_a_line_is_lost_and_what_is_written_reads_back_alike(text: str) -> None:
    steps = spelled(text, VOCABULARY, MONDAY)
    assert [step.start for step in steps] == sorted(step.start for step in steps)
    for one, behind in pairwise(steps):
        assert text[one.end : behind.start].strip(" 　；，") == ""
    for step in steps:
        if isinstance(step.day, date):
            again = spelled(as_dated(text, step), VOCABULARY, date(1999, 1, 1))[0]
            assert (again.day, again.kind, again.dated) == (step.day, step.kind, True)
