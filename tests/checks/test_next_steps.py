"""Next steps of which nobody could be reminded, or on a wrong day, are told with what to write (E6)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks import next_steps

HEAD = "---\nid: CRM-202405001\nname: 杭州星辰\ntype: business\nstatus: active\nowner: zhang.wei\n---\n"


def record(*steps: str, entry: str = "2024-05-15 电话", more: str = "") -> str:
    lines = "".join(f"- next: {step}\n" for step in steps)
    return f"{HEAD}\n## {entry}\n{lines}{more}"


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("2024-06-05 电话 跟进", []),
        ("无", []),
        ("下月初再联系", ["10:9 CRM453 next-step-without-day"]),
        ("跟进预算", ["10:9 CRM453 next-step-without-day"]),
        ("明天 电话", ["10:9 CRM455 next-step-day-no-date"]),
        ("2024/6/5 电话", ["10:9 CRM455 next-step-day-no-date"]),
        ("5/6/24 电话", ["10:9 CRM455 next-step-day-no-date"]),
        ("2024-02-30 电话", ["10:9 CRM455 next-step-day-no-date"]),
        ("2024-06-05 电话 报价；6月7日 拜访", ["10:26 CRM455 next-step-day-no-date"]),
        ("2024-06-05 电话 报价，2024-06-07 看样", ["10:26 CRM456 next-step-with-two-dates"]),
        ("2023-06-05 电话", ["10:9 CRM457 next-step-before-its-entry"]),
        ("2024-05-14 电话", ["10:9 CRM457 next-step-before-its-entry"]),
        ("2024-05-15 电话", []),
        ("2026-05-15 电话", []),
        ("2026-05-16 电话", ["10:9 CRM458 next-step-far-off"]),
        ("2062-06-05 电话", ["10:9 CRM458 next-step-far-off"]),
    ],
)
def test_a_step_says_a_day_that_can_be_true(step: str, wanted: list[str], found: Any) -> None:
    """The farthest day is that of the procedures: two years."""
    assert found(next_steps.CHECK, record(step)) == wanted


def test_each_line_of_an_entry_is_told_at_its_own_place(found: Any) -> None:
    assert found(next_steps.CHECK, record("2024-06-05 电话", "明天 电话", "2062-06-05 拜访")) == [
        "11:9 CRM455 next-step-day-no-date",
        "12:9 CRM458 next-step-far-off",
    ]


def test_what_is_void_is_told_no_more(found: Any) -> None:
    void = "\n## 2024-05-16 作废\n- voids: 2024-05-15 电话\n- reason: 写错\n"
    assert found(next_steps.CHECK, record("明天 电话", more=void)) == []


@pytest.mark.parametrize(
    ("step", "meant", "fixed"),
    [
        ("2024/6/5 电话 报价", "2024-06-05", "2024-06-05 电话 报价"),
        ("6月5日电话报价", "2024-06-05", "2024-06-05 电话报价"),
        ("明天 9:30 电话", "2024-05-16", "2024-05-16 9:30 电话"),
        ("下周三", "2024-05-22", "2024-05-22"),
        ("2024年6月5日（周三）拜访", "2024-06-05", "2024-06-05 拜访"),
        ("3月1日 电话", "2025-03-01", ""),
        ("周三 电话", "2024-05-15", ""),
        ("6.5版本演示", "2024-06-05", ""),
        ("5/6/24 电话", "", ""),
    ],
)
def test_the_date_that_was_meant_is_offered_and_written_only_when_it_is_sure(
    step: str, meant: str, fixed: str, told: Any
) -> None:
    """Seen from the entry's own day, a Wednesday; another year, or that same weekday, is not sure."""
    (finding,) = told(next_steps.CHECK, record(step))
    assert finding.code == "CRM455"
    assert dict(finding.arguments)["suggestion"] == meant
    text = record(step)
    for splice in finding.fix:
        text = text[: splice.start] + splice.text + text[splice.end :]
    assert text == record(fixed or step)
    assert bool(finding.fix) is bool(fixed)


def test_a_date_behind_other_words_is_offered_at_the_beginning(told: Any) -> None:
    (finding,) = told(next_steps.CHECK, record("电话 2024-06-05 报价"))
    assert finding.code == "CRM453"
    assert dict(finding.arguments)["suggestion"] == "2024-06-05 电话 报价"
