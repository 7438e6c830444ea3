"""Every order and refund can be counted, and only once (A8, B2)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.orders import CHECK

HEAD = "---\ncontracts:\n  - {id: HT-2024-018, start: 2024-05-20}\n---\n\n"


def test_orders_in_known_currencies_are_fine(found: Any) -> None:
    entries = (
        "## 2024-05-20 订单 首期\n- amount: 16万\n- contract: HT-2024-018\n\n## 2024-05-21 order Second\n"
    )
    assert found(CHECK, HEAD + entries + "- amount: 1200.50\n- currency: USD\n") == []


def test_a_currency_without_a_rate(told: Any) -> None:
    (glued,) = told(CHECK, f"{HEAD}## 2024-05-20 订单 首期\n- amount: GBP 1,200\n")
    assert (glued.code, glued.source[1:]) == ("CRM441", (7, 11))
    assert dict(glued.arguments) == {"currency": "GBP", "known": "CNY, USD, EUR, HKD, JPY"}
    (apart,) = told(CHECK, f"{HEAD}## 2024-05-20 退款\n- amount: 12\n- 币种: XYZ\n")
    assert (apart.code, apart.source[1:]) == ("CRM441", (8, 7))


def test_a_contract_that_is_not_there(told: Any) -> None:
    (finding,) = told(CHECK, f"{HEAD}## 2024-05-20 订单\n- amount: 1\n- 合同编号: HT-2024-081\n")
    assert (finding.code, finding.source[1:]) == ("CRM442", (8, 9))
    assert dict(finding.arguments)["near"] == "HT-2024-018"


def test_a_contract_known_from_its_own_entry(found: Any) -> None:
    entries = "## 2024-05-19 签约\n- contract: HT-9\n\n## 2024-05-20 订单\n- amount: 1\n- contract: HT-9\n"
    assert found(CHECK, HEAD + entries) == []


def test_negative_amounts_say_refund(found: Any) -> None:
    for kind in ("订单", "退款"):
        assert found(CHECK, f"{HEAD}## 2024-05-20 {kind}\n- amount: -1200\n") == [
            "7:11 CRM443 negative-amount"
        ]


def test_the_same_order_twice(told: Any) -> None:
    order = "## 2024-05-20 订单 首期\n- amount: 160000\n\n"
    (finding,) = told(CHECK, HEAD + order + order)
    assert (finding.code, finding.source[1:], dict(finding.arguments)["first"]) == ("CRM444", (9, 1), "6")
    assert told(CHECK, HEAD + order + order.replace("160000\n", "160000\n- order: DD-2\n")) == ()
    assert told(CHECK, HEAD + "## 2024-05-20 电话 询价\n\n" * 2) == ()


def test_a_voided_order_is_not_looked_at(found: Any) -> None:
    void = "\n## 2024-05-22 作废\n- voids: 2024-05-20 订单\n- reason: 记错客户\n"
    assert found(CHECK, f"{HEAD}## 2024-05-20 订单\n- amount: GBP 12\n{void}") == []
