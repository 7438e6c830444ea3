"""Every check takes every record: none raises, and one that cannot be read is not told twice (P4, C1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.checks import checks
from crmkit.load import load_record

LINES = [
    "tier: A",
    "tier: {until: 2020-01-01}",
    "contacts: [李雷, {name: }]",
    "birthday: 2999-01-01",
    "id: [x]",
    "contracts:\n  - {start: 2024-05-20, end: 农历}",
    "status: 活跃",
    "owner: nobody",
    "potential: 很高",
    "---",
    "- to: ",
    "## 2024-05-20 状态 x",
    "## 2034-05-20 25:00-24:00 订单",
    "- amount: GBP -1",
    "- from: 活跃",
    "- to: 活跃",
    "- with: 、,、",
    "- contract: 不存在",
    "- field: contacts[0].电话",
    "- by: 张伟",
    "## 2024-05-20 作废",
    "- voids: 2024-05-20 状态",
    "",
]


@pytest.mark.parametrize(
    "text", ["", "没有开头", "---\n- 列表\n---\n", "---\nname: [\n---\n", "---\nname: 甲\n"]
)
def test_a_record_that_cannot_be_read_is_told_by_its_shape_alone(found: Any, text: str) -> None:
    assert [each for check in checks() for each in found(check, text)] == []


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_no_record_makes_a_check_raise(policy: Any, lines: list[str]) -> None:
    loaded = load_record("records/x.md", "\n".join(["---", *lines]).encode(), policy)
    for check in checks():
        for step in filter(None, (check.record, check.now)):
            for finding in step(loaded, policy, date(2024, 6, 30)):
                assert finding.source.line >= 1
                assert finding.source.column >= 1
