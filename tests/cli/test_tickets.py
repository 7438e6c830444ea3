"""`crmkit ticket`: from the opening to the return visit, and what cannot be (G1–G3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RECORD = """---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: active
owner: zhang.wei
contacts:
  - {name: 李雷, role: 决策人, phone: 0571-88880000}
---
"""
NUMBER = "TK-202509001"


@pytest.fixture
def ticket(crm: Any) -> Callable[..., Any]:
    """`ticket("2025-09-26 18:10", "answer", NUMBER, ...)` writes as of the day, by 周婷."""
    crm.write("records/CRM-202405001.md", RECORD)

    def run(at: str, verb: str, *args: str) -> Any:
        return crm("ticket", verb, *args, "--by", "周婷", "--on", at, as_of=at[:10])

    done = run("2025-09-26 17:30", "open", "星辰", "投诉", "报警不准", "--intake", "热线", "--with", "李雷")
    assert done.code == 0, done.err
    return run


def row(crm: Any, day: str) -> dict[str, Any]:
    import json

    (found,) = json.loads(crm("ticket", "list", "--json", "--all", as_of=day).out)["rows"]
    return dict(found)


def test_a_ticket_gets_the_next_number_of_its_month(ticket: Any, crm: Any) -> None:
    done = ticket("2025-09-27 09:00", "open", "星辰", "咨询", "怎么打印")
    assert "+- ticket: TK-202509002\n" in done.out
    done = ticket("2025-10-01 09:00", "open", "星辰", "咨询", "怎么打印")
    assert "+- ticket: TK-202510001\n" in done.out


def test_a_complaint_runs_from_its_opening_to_the_return_visit(ticket: Any, crm: Any) -> None:
    steps: list[tuple[str, ...]] = [
        ("2025-09-26 18:10", "answer", NUMBER, "电话", "先安抚"),
        ("2025-09-27 10:00", "pause", "星辰", "--reason", "等样机"),
        ("2025-09-27 17:00", "update", NUMBER, "微信", "提醒寄样机"),
    ]
    for step in steps:
        assert ticket(*step).code == 0, step
    said = ("--field", f"ticket={NUMBER}", "--by", "周婷", "--on", "2025-09-28 09:00")
    crm("log", "星辰", "来电", "寄了", *said, as_of="2025-09-28")
    steps = [
        ("2025-09-28 11:00", "solve", NUMBER, "拜访", "--cause", "系统故障", "--remedy", "退换货"),
        ("2025-09-28 12:00", "accept", NUMBER, "--with", "李雷"),
        ("2025-09-29 09:00", "close", NUMBER, "--result", "换好了"),
    ]
    for step in steps:
        assert ticket(*step).code == 0, step
    assert row(crm, "2025-09-30")["next"] == "return_visit"
    assert ticket("2025-10-01 10:00", "visit", NUMBER, "电话", "--score", "8/10").code == 0
    assert row(crm, "2025-10-01")["state"] == "closed"
    shown = " ".join(crm("ticket", "show", NUMBER, as_of="2025-10-01").out.split())
    assert "Solution 2025-09-28 16:30 in time" in shown  # 24 hours, and 23 of the pause
    assert "late" not in shown


@pytest.mark.parametrize(
    ("at", "verb", "args", "why"),
    [
        ("2025-09-26 18:00", "pause", (NUMBER, "--reason", "x"), "is not answered yet"),
        ("2025-09-26 18:00", "accept", (NUMBER, "--with", "李雷"), "has no solution yet"),
        ("2025-09-26 18:00", "solve", (NUMBER, "电话", "--remedy", "退换货"), "lacks Root cause"),
        ("2025-09-26 18:00", "solve", (NUMBER, "电话", "--cause", "x", "--remedy", "x"), "is none of"),
        ("2025-09-26 18:00", "close", (NUMBER,), "lacks"),
        ("2025-09-26 18:00", "visit", (NUMBER, "电话", "--score", "8"), "is not done yet"),
        ("2025-09-26 18:00", "answer", (NUMBER, "订单"), "is no contact"),
        ("2025-09-26 18:00", "answer", ("TK-202509009", "电话"), "no customer was called"),
        ("2025-09-27 17:31", "extend", (NUMBER, "--until", "2025-09-30", "--reason", "x", "--told", "y"),
         "a longer time is told before it"),
        ("2025-09-27 17:00", "extend",
         (NUMBER, "--until", "2025-09-27 12:00", "--reason", "x", "--told", "y"),
         "name a later day"),
        ("2025-09-26 18:00", "open", ("星辰", "电话", "x"), "is no type of ticket"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_writes_nothing(
    ticket: Any, crm: Any, at: str, verb: str, args: tuple[str, ...], why: str
) -> None:
    before = crm.read("records/CRM-202405001.md")
    done = ticket(at, verb, *args)
    assert (done.code, why in done.err) == (2, True), done.err
    assert crm.read("records/CRM-202405001.md") == before


def test_a_number_in_two_records_moves_neither(ticket: Any, crm: Any) -> None:
    other = crm.read("records/CRM-202405001.md").replace("CRM-202405001", "CRM-202405002")
    crm.write("records/CRM-202405002.md", other.replace("星辰", "云杉"))
    done = ticket("2025-09-26 18:00", "answer", NUMBER, "电话")
    assert done.code == 2
    assert "records/CRM-202405001.md, records/CRM-202405002.md" in done.err


def test_a_ticket_is_due_for_who_does_it_and_late_for_the_manager(ticket: Any, crm: Any) -> None:
    said = crm("due", "星辰", as_of="2025-09-26").out
    assert "TK-202509001 Complaint: First answer" in said
    assert "TK-202509001 Complaint: Solution" in said
    assert "Escalated: TK-202509001 Complaint: First answer" in said


@pytest.mark.parametrize("whom", [(), ("星辰",)], ids=["all", "one"])
def test_a_ticket_is_due_from_its_minute_on_and_told_from_that_of_the_rung(
    whom: tuple[str, ...], ticket: Any, crm: Any
) -> None:
    """Opened at 17:30, an answer is owed by 18:30; 80 % of the hour are over at 18:18."""
    said = {
        at: crm("due", *whom, as_of=f"2025-09-26 {at}").out for at in ("17:29", "17:30", "18:17", "18:18")
    }
    assert [NUMBER in text for text in said.values()] == [False, True, True, True]
    assert ["Escalated" in text for text in said.values()] == [False, False, False, True]


def test_a_ticket_is_listed_as_of_a_minute(ticket: Any, crm: Any) -> None:
    assert [row(crm, f"2025-09-26 {at}")["left"] for at in ("17:30", "18:00")] == ["1 h left", "30 min left"]


def test_a_ticket_is_neither_skipped_nor_put_off(ticket: Any, crm: Any) -> None:
    item = f"{NUMBER}:answer"
    for verb in (("skip",), ("snooze", "--until", "2025-10-09")):
        done = crm(*verb, "星辰", item, "--reason", "x", "--by", "周婷", as_of="2025-09-26")
        assert done.code != 0
        assert "crmkit ticket extend" in done.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_said(ticket: Any, crm: Any, lang: str, snapshot: Callable[..., None]) -> None:
    ticket("2025-09-26 18:10", "answer", NUMBER, "电话", "先安抚")
    ticket("2025-09-27 10:00", "pause", NUMBER, "--reason", "等样机")
    said = ["show", NUMBER], ["list"], ["close", NUMBER, "--by", "周婷"], ["--help"], ["shwo"]
    out = []
    for args in said:
        done = crm("ticket", *args, as_of="2025-09-27", lang=lang)
        out.append(f"$ crmkit ticket {' '.join(args)}\n{done.out}{done.err}[{done.code}]\n")
    snapshot("\n".join(out))


CHINESE = """---
编号: CRM-202405001
名称: 杭州星辰科技有限公司
客户类型: 企业
状态: 已激活
负责人: zhang.wei
联系人:
  - {姓名: 李雷, 决策角色: 决策人}
---

## 2025-09-26 17:30 投诉 报警不准
- 工单号: TK-202509001

## 2025-09-26 18:00 电话 先安抚
- 工单号: TK-202509001
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_command_chooses_is_said_in_the_words_of_the_record(lang: str, crm: Any) -> None:
    """Whoever runs it: 处理环节: 等客户, not waiting, among Chinese words."""
    crm.write("records/CRM-202405001.md", CHINESE)
    said = ("--by", "周婷", "--on", "2025-09-26 19:00", "--dry-run")
    paused = crm("ticket", "pause", NUMBER, "--reason", "等样机", *said, as_of="2025-09-26", lang=lang)
    assert "+- 处理环节: 等客户\n" in paused.out, paused.out + paused.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_yes_is_said_in_the_words_of_the_record(lang: str, crm: Any) -> None:
    solved = CHINESE + "\n## 2025-09-26 18:30 拜访 方案\n- 工单号: TK-202509001\n- 处理环节: 解决方案\n"
    crm.write("records/CRM-202405001.md", solved)
    said = ("--with", "李雷", "--by", "周婷", "--on", "2025-09-26 19:00", "--dry-run")
    done = crm("ticket", "accept", NUMBER, *said, as_of="2025-09-26", lang=lang)
    assert "+- 客户认可: 是\n" in done.out, done.out + done.err
    assert "+- 处理环节: 客户确认\n" in done.out
