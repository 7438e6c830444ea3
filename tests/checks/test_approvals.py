"""A yes of who may not give it, a reason that nobody lists, what is late (C4, F1, B5)."""

from __future__ import annotations

import json
from typing import Any

import pytest

PATH = "records/CRM-202503001.md"
HEAD = """\
---
id: CRM-202503001
name: 杭州云杉科技有限公司
type: business
status: {status}
owner: zhang.wei
arrived: {{date: {arrived}}}
recorded: {{by: zhao.lei, date: {recorded}}}
---
{log}"""
OURS = ("CRM454", "CRM560", "CRM561", "CRM562", "CRM563", "CRM564", "CRM565", "CRM566")


def found(crm: Any, log: str, status: str = "active", **head: str) -> list[tuple[str, int]]:
    head = {"arrived": "2025-03-03", "recorded": "2025-03-03"} | head
    entries = "".join(
        line + "\n" if line.startswith("-") else f"\n## {line}\n" for line in log.split("\n") if line
    )
    crm.write(PATH, HEAD.format(status=status, log=entries, **head))
    told = json.loads(crm("check", "--json", as_of="2025-12-31").out)["findings"]
    return [(each["code"], each["line"]) for each in told if each["code"] in OURS]


MOVE = "2025-03-04 状态\n- from: pending\n- to: active"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("- approved_by: chen.gang", []),
        ("- approved_by: wang.min", []),
        ("- by: chen.gang", []),
        ("- by: zhao.lei\n- approved_by: chen.gang", []),
        ("- by: zhao.lei", [("CRM563", 14)]),
        ("- approved_by: zhao.lei", [("CRM563", 14)]),
        ("- by: chen.gang\n- approved_by: zhao.lei", [("CRM563", 15)]),
        ("- approved_by: li.na", [("CRM563", 14)]),
        ("", [("CRM564", 13)]),
    ],
)
def test_a_move_is_approved_by_who_may(crm: Any, who: str, said: list[tuple[str, int]]) -> None:
    assert found(crm, f"{MOVE}\n{who}") == said


def test_a_move_that_nobody_need_approve_asks_for_nobody(crm: Any) -> None:
    assert found(crm, "2025-03-04 状态\n- from: lead\n- to: pending\n- by: zhao.lei", "pending") == [
        ("CRM561", 11)
    ]


def test_the_move_before_says_where_a_move_begins(crm: Any) -> None:
    log = "2025-03-03 状态\n- to: pending\n2025-03-04 状态\n- to: active\n- by: zhao.lei"
    assert ("CRM563", 16) in found(crm, log)


def test_who_has_left_or_was_not_there_yet_approves_nothing(crm: Any) -> None:
    people = crm.read("sop/people.md")
    for day in ("    since: 2025-03-05\n", "    since: 2021-05-10\n    until: 2025-03-03\n"):
        crm.write("sop/people.md", people.replace("    since: 2021-05-10\n", day))
        assert found(crm, f"{MOVE}\n- approved_by: chen.gang") == [("CRM563", 14)]


def test_a_voided_move_needs_nobody(crm: Any) -> None:
    log = f"{MOVE}\n- by: zhao.lei\n2025-03-05 作废\n- voids: 2025-03-04 状态\n- reason: 记错"
    assert ("CRM563", 14) not in found(crm, log)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("2025-03-04 交接\n- from: zhang.wei\n- to: liu.yang\n- approved_by: li.na", []),
        ("2025-03-04 交接\n- from: zhang.wei\n- to: liu.yang\n- approved_by: chen.gang", []),
        ("2025-03-04 交接\n- from: zhang.wei\n- to: liu.yang\n- approved_by: zhao.lei", ["CRM563"]),
        ("2025-03-04 分级复核\n- to: B\n- approved_by: zhao.lei", ["CRM563"]),
        ("2025-03-04 潜力\n- from: 10%\n- to: 20%\n- approved_by: sun.jing", ["CRM563"]),
        ("2025-03-04 变更\n- field: 标杆客户\n- to: 是\n- approved_by: li.na", ["CRM563"]),
        ("2025-03-04 变更\n- field: 网站\n- to: https://a.example\n- approved_by: zhao.lei", []),
        ("2025-03-04 审核\n- field: owner\n- result: 合格\n- approved_by: zhao.lei", ["CRM563"]),
    ],
)
def test_a_change_is_approved_by_who_may(crm: Any, entry: str, said: list[str]) -> None:
    assert [code for code, _ in found(crm, entry) if code == "CRM563"] == said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- result: 待补\n- missing: 地止\n- approved_by: chen.gang", ["CRM454"]),
        ("- field: 客户经里\n- result: 合格\n- approved_by: li.na", ["CRM563", "CRM566"]),
        ("- field: 客户经里\n- result: 合格\n- approved_by: chen.gang", ["CRM566"]),
        ("- result: 合格\n- approved_by: zhao.lei", ["CRM563"]),
        ("- result: 合格\n- by: zhao.lei", ["CRM563"]),
        ("- result: 合格\n- by: chen.gang", []),
    ],
)
def test_an_approval_says_what_it_is_about_and_is_of_who_may(crm: Any, entry: str, said: list[str]) -> None:
    assert sorted(code for code, _ in found(crm, f"2025-03-04 审核\n{entry}")) == said


@pytest.mark.parametrize(
    ("origin", "target", "reason", "said"),
    [
        ("active", "dormant", "合同未续签", []),
        ("active", "dormant", "合同未续签：明年再看", []),
        ("active", "dormant", "Contract not renewed, no budget", []),
        ("active", "dormant", "not_renewed", []),
        ("active", "dormant", "合同未续鉴", ["CRM565"]),
        ("active", "dormant", "后来就没消息了", ["CRM565"]),
        ("active", "lost", "竞争对手替代", []),
        ("dormant", "pending", "有新需求：扩产", []),
        ("lost", "pending", "合同未续签", ["CRM565"]),  # why they went, and not why they are back
        ("active", "nurturing", "年内没计划", []),  # nothing is listed for it
        ("lead", "pending", "资料齐了", []),  # needs none
    ],
)
def test_a_reason_is_one_of_those_listed(
    crm: Any, origin: str, target: str, reason: str, said: list[str]
) -> None:
    log = f"2025-03-04 状态\n- from: {origin}\n- to: {target}\n- reason: {reason}\n- by: chen.gang"
    assert [code for code, _ in found(crm, log, target) if code == "CRM565"] == said


def test_the_nearest_reason_is_offered(crm: Any) -> None:
    found(crm, "2025-03-04 状态\n- from: active\n- to: dormant\n- reason: 竞争对手代替：低价", "dormant")
    assert "是不是“竞争对手替代”" in crm("check", as_of="2025-12-31", lang="zh").out


@pytest.mark.parametrize(
    ("arrived", "recorded", "late"),
    [
        ("2025-03-03", "2025-03-04", False),
        ("2025-03-03", "2025-03-05", True),
        ("2025-03-03, time: 09:20", "2025-03-13", True),
        ("2025-09-26, time: 18:30", "2025-09-29", False),  # after closing; Sunday 28 September is worked
        ("2025-09-26, time: 17:30", "2025-09-29", True),
        ("2025-09-30, time: 17:30", "2025-10-09", False),  # National Day
    ],
)
def test_a_lead_is_on_record_within_one_working_day(
    crm: Any, arrived: str, recorded: str, late: bool
) -> None:
    log = "2026-01-01 备注"
    assert found(crm, log, arrived=arrived, recorded=recorded) == ([("CRM560", 8)] if late else [])


def test_a_pack_without_the_limit_calls_no_lead_late(crm: Any) -> None:
    text = crm.read("sop/cadence.md")
    crm.write("sop/cadence.md", text.replace("{what: lead, within: 1 workday", "{what: lead, within: 9 days"))
    assert found(crm, "2026-01-01 备注", recorded="2025-03-10") == []


@pytest.mark.parametrize(
    ("decided", "said"), [("2025-03-05", []), ("2025-03-06", ["CRM562"]), ("", ["CRM561"])]
)
def test_an_approval_takes_one_working_day(crm: Any, decided: str, said: list[str]) -> None:
    log = "2025-03-04 10:00 状态\n- to: pending"
    log += f"\n{decided} 状态\n- from: pending\n- to: active\n- by: chen.gang" if decided else ""
    assert [code for code, _ in found(crm, log, "active" if decided else "pending")] == said
