"""Free text holds no phone, identity or card number and no email, and findings never repeat one (J1)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.personal_data import CHECK

HEAD = """---
id: CRM-202405001
contacts:
  - {name: 李雷, phone: 13800138000, email: lilei@example.com}
---

"""
ENTRY = HEAD + "## 2024-05-15 14:30 电话 询价\n- amount: 13800138000\n- feedback: <>\n"


@pytest.mark.parametrize(
    ("text", "code", "length"),
    [
        ("手机13800138000，晚上联系", "CRM501", 11),
        ("+86 138-0013-8000", "CRM501", 17),
        ("8613800138000", "CRM501", 13),
        ("11010519491231002X", "CRM502", 18),
        ("11010519491231002x", "CRM502", 18),
        ("卡号6222 0212 3456 7890 0001", "", 0),
        ("4111 1111 1111 1111", "CRM503", 19),
        ("4111111111111111", "CRM503", 16),
        ("lilei@example.com", "CRM504", 17),
        ("邮箱li.lei+a@mail.example.com。", "CRM504", 25),
    ],
)
def test_what_is_personal_is_told_in_fields_and_text(told: Any, text: str, code: str, length: int) -> None:
    for record in (
        ENTRY.replace("<>", text),
        HEAD + f"关于客户 {text}\n",
        HEAD + f"## 2024-05-15 电话 {text}\n",
    ):
        found = told(CHECK, record)
        assert [one.code for one in found] == ([code] if code else []), record
        assert all(one.end - one.source.column == length for one in found)


def test_the_value_itself_is_never_repeated(told: Any) -> None:
    for secret in ("13800138000", "11010519491231002X", "4111111111111111", "lilei@example.com"):
        for finding in told(CHECK, ENTRY.replace("<>", secret)):
            assert secret not in str(finding.arguments)
            assert len(dict(finding.arguments)["shown"]) <= 6


@pytest.mark.parametrize(
    "text",
    [
        "订单号 20240515001234567、合同 HT-13800138000、12800138000、138001380001",
        "2024-05-15 14:30-15:00，金额 160000，总机 0571-88886666",
        "110105194912310021 校验位不对",
        "https://crm.example/13800138000",
        "抄送 zhang.wei@crm.example",
        "@李雷 看一下",
    ],
)
def test_other_numbers_and_our_own_addresses_are_fine(found: Any, text: str) -> None:
    assert found(CHECK, ENTRY.replace("<>", text)) == []


def test_the_place_is_the_value(found: Any) -> None:
    assert found(CHECK, f"{HEAD}## 2024-05-15 电话 询价\n他的手机是 13800138000,晚上联系。\n") == [
        "8:7 CRM501 phone-in-text"
    ]


def test_a_protected_field_of_an_entry_may_say_it(found: Any) -> None:
    assert (
        found(
            CHECK,
            f"{HEAD}## 2024-05-15 电话 询价\n- with: lilei@example.com\n- url: https://a.example/?m=a@b.cn\n",
        )
        == []
    )
