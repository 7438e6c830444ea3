"""One greeting to many customers is told at each of them; a personal one never (E4, E8)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crmkit.calendar.span import Span
from crmkit.checks.mass_greeting import CHECK
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy

PEOPLE = ("李雷", "韩梅梅", "欧阳静", "Anna Berg", "王芳", "赵敏", "孙立")
NAMES = ("星辰科技", "云杉印染", "海沃机电", "Berg Marine", "嘉岳汽车", "越彩", "同和")
LINE, END = 7, date(2025, 12, 31)
Counts = Callable[..., list[int]]


def record(at: int, entry: str, day: str = "2025-09-30") -> tuple[str, str]:
    """The record of the customer `at`, whose greeting stands on line 7; `{who}` and `{name}` are theirs."""
    said = entry.format(who=PEOPLE[at], name=NAMES[at], family=PEOPLE[at][0])
    number = f"CRM-20240500{at + 1}"
    head = f"---\nid: {number}\nname: {NAMES[at]}\ncontacts: [{{name: {PEOPLE[at]}}}]\n---\n"
    return f"records/{number}.md", f"{head}\n## {day} {said}\n"


@pytest.fixture
def counts(told: Any) -> Counts:
    """How many each finding says; one a record, each at its greeting."""

    def run(*entries: str, under: Policy | None = None, days: tuple[str, ...] = ()) -> list[int]:
        records = dict(record(at, each, *days[at : at + 1]) for at, each in enumerate(entries))
        found = told(CHECK, records, on=END, under=under)
        assert {each.source.line for each in found} <= {LINE}
        assert len({each.source.path for each in found}) == len(found)
        return [int(dict(each.arguments)["count"]) for each in found]

    return run


SAME = "微信 中秋快乐，祝阖家团圆、万事如意"


def test_seven_equal_greetings_are_told_at_each_of_them(counts: Counts) -> None:
    assert counts(*[SAME] * 7) == [7] * 7
    assert counts(*[SAME] * 5) == [5] * 5
    assert counts(*[SAME] * 4) == []


@pytest.mark.parametrize(
    "entry",
    [
        "微信 中秋快乐\n- purpose: 节日祝福\n\n{who}您好，值此中秋佳节之际，祝您和家人身体健康、万事如意！",
        "短信 {family}总，中秋快乐，祝{name}生意兴隆，事事顺心",
        "微信 给{who}的中秋祝福\n\n{family}经理：中秋佳节将至，祝您阖家欢乐、身体健康！",
        "邮件 Season\n- purpose: greeting\n\nDear {who}, our best wishes to you and all at {name}.",
        "贺卡 中秋\n- summary: {who}，祝中秋快乐，阖家幸福安康",
        "短信 中秋快乐\n- automatic: 是",
    ],
)
def test_names_make_no_greeting_personal(counts: Counts, entry: str) -> None:
    """In the text, the heading or the summary; by name, by surname and title, by the customer's name."""
    assert counts(*[entry] * 7) == [7] * 7


def test_texts_that_differ_in_a_few_words_are_one(counts: Counts) -> None:
    text = "{who}，又到中秋，感谢您一年来的信任与支持，祝您和家人团圆安康、诸事顺遂"
    ends = ("！", "。", "～", "，周末愉快", "！！", "呀", "")
    assert counts(*[f"微信 中秋\n- purpose: 节日祝福\n\n{text}{end}" for end in ends]) == [7] * 7


PERSONAL = (
    "二期看板上线这阵子辛苦了，验收报告我周四送去",
    "新机台的温控曲线稳住了，值班的师傅们该歇两天",
    "上回您说的月饼模具，我在苏州找到一家老店",
    "Your crew won the regatta, what a finish after that storm",
    "质检那边反馈零返工，年底的量您放心排",
    "孩子高考顺利，等您从青岛回来一起喝茶",
    "院庆那篇稿子我读了三遍，写得真好",
)


def test_a_greeting_that_says_something_of_each_is_personal(counts: Counts) -> None:
    texts = [f"微信 中秋祝福\n- purpose: 节日祝福\n\n中秋快乐！{each}。" for each in PERSONAL]
    assert counts(*texts) == []


def test_one_customer_told_many_times_and_many_told_on_many_days_are_no_mass(
    counts: Counts, told: Any
) -> None:
    days = tuple(f"2025-09-{day:02}" for day in range(20, 27))
    assert counts(*[SAME] * 7, days=days) == []
    path, text = record(0, SAME)
    again = text + "\n" + "\n".join(f"## 2025-09-30 {SAME}\n" for _ in range(6))
    assert told(CHECK, {path: again}, on=END) == ()


@pytest.mark.parametrize(
    "entry",
    [
        "微信 交付时间\n\n本周五发货，请安排接收，谢谢配合。",
        "电话 中秋前对账",
        f"{SAME}\n- direction: in",
        "微信 中秋祝福\n- reached: no",
    ],
)
def test_what_is_no_greeting_of_ours_is_not_compared(counts: Counts, entry: str) -> None:
    assert counts(*[entry] * 7) == []


def test_what_was_voided_or_lies_ahead_is_not_counted(counts: Counts) -> None:
    void = f"{SAME}\n\n## 2025-10-01 作废\n- voids: 2025-09-30 微信\n- reason: 记错"
    assert counts(*[SAME] * 4, *[void] * 3) == []
    assert counts(*[SAME] * 7, days=("2026-01-02",) * 7) == []


def test_how_many_how_like_and_within_what_time_is_the_packs(counts: Counts, policy: Policy) -> None:
    rules = policy.get(MilestonePolicy)
    mass = rules.personal.mass
    assert mass is not None

    def having(**changes: object) -> Policy:
        personal = rules.personal._replace(mass=mass._replace(**changes))  # type: ignore[arg-type]
        return policy.having(dataclasses.replace(rules, personal=personal))

    assert counts(*[SAME] * 4, under=having(same_text=3)) == [4] * 4
    days = tuple(f"2025-09-{day:02}" for day in range(20, 27))
    assert counts(*[SAME] * 7, days=days, under=having(within=Span(5, "day"))) == [5] * 7
    texts = [f"微信 中秋\n\n中秋快乐，祝您身体健康{'、万事如意' * at}" for at in range(5)]
    assert counts(*texts, under=having(alike=Decimal(100))) == []
    assert counts(*texts, under=having(alike=Decimal(30))) == [5] * 5
    none = policy.having(dataclasses.replace(rules, personal=rules.personal._replace(mass=None)))
    assert counts(*[SAME] * 7, under=none) == []
