"""Findings on tickets: entries of none, entries that do not count, loops left open (G1–G3)."""

from __future__ import annotations

from datetime import date

import pytest
from by_hand import pack, record

from crmkit.calendar.deadline import end_of
from crmkit.checks import tickets
from crmkit.load import load_record
from crmkit.view import facts_of, view

OPENED = "2025-09-26 17:30 投诉 报警不准\n- 工单号: TK-202509001\n- 对方联系人: 李雷"
UPDATE = "2025-09-27 10:00 工单进展 说一声\n- 工单号: TK-202509001"
CAUSE = "2025-09-27 10:00 拜访 方案\n- 工单号: TK-202509001\n- 根本原因: 系统故障\n- 补救措施: 补偿"
YES = "2025-09-27 11:00 工单进展 同意\n- 工单号: TK-202509001\n- 客户认可: 是"
DONE = "2025-09-27 17:00 工单进展 办结\n- 工单号: TK-202509001\n- 处理环节: 完成"


def told(log: str, day: str, under: str = "service") -> list[str]:
    policy = pack(under)
    loaded = load_record("records/CRM-202405001.md", record(log).encode(), policy)
    assert loaded.customer is not None
    seen = view(
        [facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(date.fromisoformat(day))
    )
    return [
        " ".join([one.code, *(text for key, text in one.arguments if key in ("near", "why", "missing_zh"))])
        for one in tickets.each(seen)
    ]


@pytest.mark.parametrize(
    ("log", "day", "expected"),
    [
        (f"{OPENED}\n{UPDATE}", "2025-09-28", []),
        (f"{OPENED}\n{UPDATE.replace('09001', '09010')}", "2025-09-28", ["CRM482 TK-202509001"]),
        ("2025-09-27 10:00 电话 说一声\n- 工单号: TK-1", "2025-09-28", ["CRM482 "]),
        ("2025-09-27 10:00 工单进展 说一声", "2025-09-28", ["CRM485"]),
        (f"{OPENED}\n2025-09-27 10:00 工单进展 说一声", "2025-09-28", []),
        (f"{OPENED}\n{UPDATE}\n- 处理环节: 等客户", "2025-09-28", ["CRM484 reason"]),
        (f"{OPENED}\n{UPDATE}\n- 处理环节: 客户确认", "2025-09-28", ["CRM484 silence"]),
        (f"{OPENED}\n{UPDATE}\n- 期限: 2025-10-09", "2025-09-28", ["CRM484 lacking"]),
        (f"{OPENED}\n{UPDATE}\n- 期限: 2025-10-09", "2025-09-26", []),
        (f"{OPENED}\n{DONE}", "2025-09-28", ["CRM483 原因分析、补救、客户确认"]),
        (f"{OPENED}\n{CAUSE}\n{YES}\n{DONE}", "2025-09-30", []),
        (f"{OPENED}\n{CAUSE}\n{YES}\n{DONE}", "2025-10-01", ["CRM483 回访、反馈评分"]),
    ],
)
def test_what_is_wrong_with_a_ticket_is_told(log: str, day: str, expected: list[str]) -> None:
    """The return visit is owed for three days after the 27th, through the 30th."""
    assert told(log, day) == expected


def test_a_longer_time_that_is_told_too_late_is_told_as_such() -> None:
    fields = "- 工单号: TK-202509001\n- 期限: 2025-10-09\n- 事先告知: 好\n- 原因: 等货"
    late = f"2025-09-28 10:00 电话 等货\n{fields}"
    assert told(f"{OPENED}\n{late}", "2025-09-29", "toolkit") == ["CRM484 late"]
    assert told(f"{OPENED}\n{late}", "2025-09-29", "service") == []
