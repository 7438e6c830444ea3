"""An entry may promise several things; each has its day, its place and its key, and takes a contact (E6)."""

from __future__ import annotations

from typing import Any

import by_hand
import pytest

Due = Any
MADE = "2025-03-03 电话\n"


def promised(text: str, day: str) -> list[tuple[str, str, tuple[str, ...], str]]:
    found = by_hand.items(by_hand.record(text), day)
    return [
        (item.key, item.day.isoformat(), item.channels, item.about.zh)
        for item in found
        if item.source == "promises"
    ]


BOTH = [
    ("promise-2025-03-12", "2025-03-12", ("phone",), "报价"),
    ("promise-2025-03-13", "2025-03-13", ("visit",), "看样"),
]


@pytest.mark.parametrize(
    "steps",
    [
        "- next: 2025-03-12 电话 报价\n- next: 2025-03-13 拜访 看样",
        "- next: 2025-03-12 电话 报价\n- 下一步: 2025-03-13 拜访 看样",
        "- next: 2025-03-12 电话 报价；2025-03-13 拜访 看样",
        "- next: 2025-03-13 拜访 看样\n- next: 2025-03-12 9:30 电话：报价",
    ],
)
def test_two_lines_or_a_semicolon_are_two_promises(steps: str) -> None:
    assert promised(MADE + steps, "2025-03-04") == BOTH


def test_one_contact_answers_one_of_the_two() -> None:
    text = MADE + "- next: 2025-03-12 电话 报价\n- next: 2025-03-13 拜访 看样\n2025-03-12 拜访"
    assert promised(text, "2025-03-14") == BOTH[1:]
    assert promised(text + "\n2025-03-13 拜访", "2025-03-14") == []


def test_a_message_answers_no_call_that_was_promised_for_an_hour() -> None:
    text = "2025-03-03 9:15 电话\n- next: 2025-03-12 9:30 电话 报价\n2025-03-12 微信 先发个消息"
    assert promised(text, "2025-03-13") == BOTH[:1]


def test_two_promises_of_one_day_have_two_keys_and_are_skipped_one_by_one() -> None:
    two = MADE + "- next: 2025-03-12 电话 报价\n- next: 2025-03-12 拜访 看样"
    assert [key for key, *_ in promised(two, "2025-03-04")] == ["promise-2025-03-12", "promise-2025-03-12-2"]
    skip = "\n2025-03-05 跳过\n- item: promise-2025-03-12-2\n- reason: 不用了"
    assert [about for *_, about in promised(two + skip, "2025-03-06")] == ["报价"]


def test_each_promise_names_its_own_line_and_the_entry_from_which_it_counts() -> None:
    text = by_hand.record(MADE + "- by: zhang.wei\n- next: 2025-03-12 电话 报价；2025-03-13 拜访 看样")
    lines = text.split("\n")
    line = next(n for n, said in enumerate(lines, 1) if said.startswith("- next"))
    entry = next(n for n, said in enumerate(lines, 1) if said.startswith("## "))
    found = [item for item in by_hand.items(text, "2025-03-04") if item.source == "promises"]
    assert [(item.rule.line, item.rule.column) for item in found] == [(line, 9), (line, 26)]
    assert [item.reset_by.line for item in found if item.reset_by] == [entry, entry]


def test_a_new_day_agreed_in_one_of_several_steps_answers_the_old_promise() -> None:
    text = (
        "2025-03-03 电话\n- next: 2025-03-12 拜访 看样\n"
        "2025-03-11 微信 改天\n- next: 2025-03-13 微信 发资料\n- next: 2025-03-19 拜访 看样"
    )
    assert [day for _, day, *_ in promised(text, "2025-03-12")] == ["2025-03-13", "2025-03-19"]
