"""A past day shows who was there, why not better, and any figure that is asked for (D6, L3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmkit.calendar.deadline import end_of
from crmkit.load import load_policy, load_record
from crmkit.view import Standing, facts_of, view

SOP = {f"sop/{p.name}": p.read_bytes() for p in (Path(__file__).parents[2] / "sop").glob("*.md")}
RECORD = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: signed
owner: zhang.wei
potential: 15%
recorded: {by: zhang.wei, date: 2024-05-06}
---

## 2024-05-20 订单 首期
- amount: 30万

## 2024-09-20 订单 二期
- amount: 40万
"""


def standing(*, as_of: date, text: str = RECORD) -> Standing | None:
    policy, _ = load_policy(SOP)
    assert policy is not None
    loaded = load_record("records/CRM-202405001.md", text.encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    return view([facts], policy, moment=end_of(as_of)).standings.get("CRM-202405001")


def test_nobody_is_a_customer_before_the_record_begins() -> None:
    assert standing(as_of=date(2024, 5, 5)) is None
    assert standing(as_of=date(2024, 5, 6)) is not None


def test_a_record_without_any_day_is_always_there() -> None:
    text = "---\nid: CRM-202405001\nname: 甲\ntype: business\nstatus: lead\n---\n"
    assert standing(as_of=date(1999, 1, 1), text=text) is not None


def test_the_tier_says_why_the_one_above_does_not_hold() -> None:
    """700,000 is enough for A, a potential of 15 % is not."""
    found = standing(as_of=date(2024, 11, 30))
    assert found is not None
    assert (found.tiering.key, found.tiering.above) == ("B", "A")
    assert [(reason.metric, reason.held) for reason in found.tiering.missed] == [("potential", False)]


def test_any_metric_can_be_asked_for() -> None:
    found = standing(as_of=date(2024, 12, 31))
    assert found is not None
    assert "amount_6m" not in found.metrics
    assert found.number("amount_6m") == Decimal(400_000)
    assert found.number("orders_24m") == 2
    assert found.number("days_to_milestone") == 140  # a year after the first order; New Year is everybody's


def test_a_name_that_is_no_metric_is_misuse() -> None:
    found = standing(as_of=date(2024, 12, 31))
    assert found is not None
    with pytest.raises(KeyError):
        found.number("turnover")
    with pytest.raises(KeyError):
        found.number("open_tickets")
    with pytest.raises(KeyError):
        found.number("amount_6m_top")
