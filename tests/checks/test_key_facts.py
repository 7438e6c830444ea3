"""A change of a key fact carries its reason, and the profile says what the last one left (C7, A9)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.key_facts import CHECK

HANDED = "---\nowner: {owner}\n---\n\n## 2024-05-20 交接 区域调整\n- from: zhang.wei\n- to: 李娜\n"


def test_a_change_with_its_reason_is_fine(found: Any) -> None:
    assert found(CHECK, HANDED.format(owner="li.na") + "- reason: 区域调整\n") == []


def test_a_change_of_a_key_fact_without_a_reason(told: Any) -> None:
    (finding,) = told(CHECK, HANDED.format(owner="li.na"))
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM430", (5, 15), "warning")
    assert dict(finding.arguments) == {"field": "owner", "field_zh": "客户经理", "field_en": "Owner"}


def test_a_field_within_a_group_and_one_that_is_no_key_fact(found: Any) -> None:
    change = "---\nname: 甲\n---\n\n## 2024-05-20 变更 换号\n- field: {field}\n- to: 新\n"
    assert found(CHECK, change.format(field="contacts.电话")) == ["5:15 CRM430 change-without-reason"]
    assert found(CHECK, change.format(field="地区")) == []
    assert found(CHECK, change.format(field="不认识的字段")) == []


def test_the_profile_against_the_last_change(told: Any) -> None:
    (finding,) = told(CHECK, HANDED.format(owner="zhang.wei") + "- reason: 区域调整\n")
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM431", (2, 8), "error")
    assert dict(finding.arguments)["to"] == "李娜"


def test_the_same_percentage_in_another_spelling_is_the_same(found: Any) -> None:
    record = "---\npotential: 35%\n---\n\n## 2024-05-20 潜力 评估\n- to: {to}\n- reason: 年度计划\n"
    assert found(CHECK, record.format(to="35 %")) == found(CHECK, record.format(to="35%")) == []
    assert found(CHECK, record.format(to="40%")) == ["2:12 CRM431 value-differs"]


def test_of_a_tier_its_value_is_compared(found: Any) -> None:
    record = """---
tier: {value: A, reason: 标杆, until: 2024-12-31}
---

## 2024-05-20 定级
- to: B
- reason: 复核
"""
    assert found(CHECK, record) == ["2:15 CRM431 value-differs"]


def test_a_change_that_does_not_say_to_what(found: Any) -> None:
    assert found(CHECK, "---\nowner: li.na\n---\n\n## 2024-05-20 交接\n- reason: 区域调整\n") == [
        "5:15 CRM432 change-without-value"
    ]


def test_a_voided_change_does_not_count(found: Any) -> None:
    void = "\n## 2024-05-21 作废 误记\n- voids: 2024-05-20 交接\n- reason: 没有交接\n"
    assert found(CHECK, HANDED.format(owner="zhang.wei") + void) == []
