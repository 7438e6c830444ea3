"""Every order and refund can be counted, and only once (A8, B2)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.currencies import CHECK as CURRENCIES
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
    order = "## 2024-05-19 订单\n- amount: 12\n\n"
    (apart,) = told(CHECK, f"{HEAD}{order}## 2024-05-20 退款\n- amount: 12\n- 币种: XYZ\n")
    assert (apart.code, apart.source[1:]) == ("CRM441", (11, 7))


def test_a_contract_that_is_not_there(told: Any) -> None:
    (finding,) = told(CHECK, f"{HEAD}## 2024-05-20 订单\n- amount: 1\n- 合同编号: HT-2024-081\n")
    assert (finding.code, finding.source[1:]) == ("CRM442", (8, 9))
    assert dict(finding.arguments)["near"] == "HT-2024-018"


def test_a_contract_known_from_its_own_entry(found: Any) -> None:
    entries = "## 2024-05-19 签约\n- contract: HT-9\n\n## 2024-05-20 订单\n- amount: 1\n- contract: HT-9\n"
    assert found(CHECK, HEAD + entries) == []


def test_negative_amounts_say_refund(found: Any) -> None:
    for kind in ("订单", "退款"):
        order = "## 2024-05-19 订单\n- amount: 12\n\n"
        assert found(CHECK, f"{HEAD}{order}## 2024-05-20 {kind}\n- amount: -1200\n") == [
            "10:11 CRM443 negative-amount"
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


def test_a_margin_that_counts_nowhere_is_told_too(found: Any) -> None:
    order = f"{HEAD}## 2024-05-20 订单\n- amount: 12\n- margin: GBP 3\n"
    assert found(CHECK, order) == ["8:11 CRM441 currency-without-rate"]


def test_a_margin_below_zero_is_a_loss_and_no_mistake(found: Any) -> None:
    assert found(CHECK, f"{HEAD}## 2024-05-20 订单\n- amount: 12\n- margin: -3\n") == []


@pytest.mark.parametrize(
    ("amount", "currency", "says"),
    [
        ("USD 10000", "EUR", ("USD", "EUR")),
        ("1万美元", "RMB", ("USD", "CNY")),
        ("￥5", "US$", ("CNY", "USD")),
    ],
)
def test_two_currencies_for_one_amount(told: Any, amount: str, currency: str, says: tuple[str, str]) -> None:
    """In every kind of entry, and in what the profile lists."""
    for kind in ("订单", "退款", "签约", "商机"):
        (finding,) = told(
            CURRENCIES, f"{HEAD}## 2024-05-20 {kind}\n- amount: {amount}\n- currency: {currency}\n"
        )
        assert (finding.code, finding.source[1:]) == ("CRM445", (8, 13))
        said = dict(finding.arguments)
        assert (said["field"], said["amount"], said["currency"]) == ("amount", *says)
    for key in ("contracts", "opportunities"):
        group = f"---\n{key}:\n  - id: A\n    amount: {amount}\n    currency: {currency}\n---\n"
        (finding,) = told(CURRENCIES, group)
        assert (finding.code, finding.source[1:]) == ("CRM445", (5, 15))


def test_one_currency_said_twice_is_fine(found: Any) -> None:
    fine = f"{HEAD}## 2024-05-20 订单\n- amount: 1万美元\n- currency: usd\n"
    fine += "\n## 2024-05-21 订单\n- amount: 5\n- currency: 美金\n"
    assert found(CURRENCIES, fine) == []
    assert found(CHECK, fine) == []


def test_a_refund_before_any_order(found: Any) -> None:
    refund = "## 2024-05-20 退款\n- amount: 5\n\n"
    assert found(CHECK, HEAD + refund) == ["6:1 CRM447 refund-without-order"]
    assert found(CHECK, f"{HEAD}{refund}## 2024-05-21 订单\n- amount: 9\n") == [
        "6:1 CRM447 refund-without-order"
    ]
    assert found(CHECK, f"{HEAD}{refund}## 2024-05-20 订单\n- amount: 9\n") == []


def test_an_order_of_nothing_is_an_order(found: Any) -> None:
    """A sample, a replacement: it happened, and adds nothing."""
    assert found(CHECK, f"{HEAD}## 2024-05-20 订单 样品\n- amount: 0\n") == []
