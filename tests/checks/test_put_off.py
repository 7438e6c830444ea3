"""What is put off names its day and an item that there is, else it stays due and is told (E1)."""

from __future__ import annotations

from typing import Any

import by_hand
import pytest

from crmkit.checks.put_off import CHECK

HEAD = "---\nname: 甲\n---\n\n## 2024-05-15 电话\n- next: 2024-06-05 电话 报价\n\n## 2024-05-20 "


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("延后\n- item: promise-2024-06-05\n- until: 2024-06-10", []),
        ("延后\n- item: promise-2024-06-05", ["8:1 CRM475 put-off-without-day"]),
        ("跳过\n- item: promise-2024-06-05", []),
        ("跳过\n- item: c_call", []),
        ("跳过\n- item: fill-2024-05-01", []),
        ("跳过\n- item: promise-2024-06-06", ["9:9 CRM476 put-off-item-unknown"]),
        ("跳过\n- 事项: C 类季度电话", []),
        ("跳过\n- item: tier c quarterly CALL", []),
        ("跳过\n- 事项: C 类季度电", ["9:7 CRM476 put-off-item-unknown"]),
    ],
)
def test_each_names_its_day_and_a_known_item(entry: str, wanted: list[str], found: Any) -> None:
    assert found(CHECK, HEAD + entry + "\n") == wanted


@pytest.mark.parametrize(
    ("item", "near"),
    [
        ("C 类季度电", "c_call"), ("Tier C quarterly", "c_call"), ("c_cal", "c_call"),
        ("报价", "promise-2024-06-05"), ("2024-06-05", "promise-2024-06-05"),
        ("promise-2024-06-06", "promise-2024-06-05"), ("完全不同", ""),
    ],
)  # fmt: skip
def test_the_key_that_was_meant_is_offered(item: str, near: str, told: Any) -> None:
    (finding,) = told(CHECK, f"{HEAD}跳过\n- item: {item}\n")
    assert dict(finding.arguments)["near"] == near


def test_a_postponement_without_a_day_leaves_nothing_out() -> None:
    made = "2025-03-03 电话\n- next: 2025-03-12 电话 报价\n2025-03-05 {}\n- item: promise-2025-03-12"
    for kind, left in (("延后", ["promise-2025-03-12"]), ("跳过", [])):
        items = by_hand.items(by_hand.record(made.format(kind)), "2025-03-20")
        assert [item.key for item in items if item.source == "promises"] == left
