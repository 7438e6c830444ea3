"""Nobody is late for a tier that came later, whoever or whatever made it so (E1, E2, D6)."""

from __future__ import annotations

import dataclasses

import pytest
from by_hand import items, pack, record

from crmkit.diagnostics import Source
from crmkit.policy import Policy
from crmkit.rules import parse

BIG = "2025-06-10 订单 首单\n- amount: 5万\n2025-12-22 电话 季度电话\n2026-03-10 订单 大单\n- amount: 10万"


def days(text: str, day: str, under: str | Policy = "standard") -> dict[str, str]:
    """Due days by key, but for days to mark."""
    found = items(text, day, under)
    return {item.key: item.day.isoformat() for item in found if item.source != "greetings"}


def test_an_order_that_lifts_the_tier_makes_nothing_late() -> None:
    """C until 9 March; on 10 March, 150,000 in twelve months: B, whose tracks begin that day."""
    assert days(record(BIG), "2026-03-09") == {"c_monthly": "2025-07-10", "c_call": "2026-03-23"}
    found = days(record(BIG), "2026-03-10")
    assert found == dict.fromkeys(("b_biweekly", "b_newsletter", "needs_survey"), "2026-03-10")
    assert days(record(BIG), "2026-03-20") == found, "a day later it is a day late"


def test_a_recorded_tier_counts_as_one_that_rules_found() -> None:
    entry = "2026-03-10 定级\n- from: C\n- to: B\n- reason: 大单\n- until: 2026-12-31\n- approved_by: li.na"
    told = f"{BIG}\n{entry}"
    assert days(record(told), "2026-03-20") == days(record(BIG), "2026-03-20")


def test_a_tier_that_somebody_wrote_down_later_counts_from_that_day() -> None:
    """The order made it B on 10 March; the entry of the 18th says that it was C until then."""
    told = f"{BIG}\n2026-03-18 定级\n- from: C\n- to: B\n- reason: 季度复核\n- until: 2026-12-31"
    assert days(record(told), "2026-03-20")["b_biweekly"] == "2026-03-18"


def test_an_order_that_leaves_its_twelve_months_makes_nothing_late() -> None:
    """120,000 of 10 March 2025 count through 9 March 2026; then it is C."""
    text = record("2025-03-10 订单 年单\n- amount: 12万\n2025-11-03 电话")
    assert "b_biweekly" in days(text, "2026-03-09")
    assert days(text, "2026-03-10") == {"c_monthly": "2026-03-10", "c_call": "2026-03-10"}


def test_a_refund_that_lowers_the_tier_makes_nothing_late() -> None:
    text = record("2025-06-10 订单 大单\n- amount: 12万\n2026-03-10 退款 退货\n- amount: 5万")
    assert days(text, "2026-03-10") == {"c_monthly": "2026-03-10", "c_call": "2026-03-10"}


def test_a_voided_order_gives_the_tier_back_on_the_day_it_was_voided() -> None:
    text = record(f"{BIG}\n2026-03-17 作废 录错\n- voids: 2026-03-10 订单\n- reason: 录错")
    assert days(text, "2026-03-16")["b_biweekly"] == "2026-03-10"
    assert days(text, "2026-03-17") == {"c_monthly": "2026-03-17", "c_call": "2026-03-23"}


def test_a_tier_by_hand_that_ran_out_makes_nothing_late() -> None:
    """A by hand through 10 March; from the 11th on what rules find."""
    text = record("2025-12-22 电话", "tier: {value: A, reason: 标杆候选, until: 2026-03-10}\n")
    assert days(text, "2026-03-11") == {"c_monthly": "2026-03-11", "c_call": "2026-03-23"}


@pytest.mark.parametrize("field", ["urgency: high\n", "stage: cooling\n"])
def test_a_tier_that_came_on_a_rest_day_waits_for_work(field: str) -> None:
    """7 March 2026 is a Saturday."""
    text = record("2025-06-10 订单 首单\n- amount: 5万\n2026-03-07 订单 大单\n- amount: 10万", field)
    assert days(text, "2026-03-08")["b_biweekly"] == "2026-03-09"


def test_what_is_for_no_tier_does_not_wait_for_one() -> None:
    """Whoever rests is called monthly, whatever an order makes of the tier."""
    text = record("2025-06-10 微信\n2026-03-10 订单 大单\n- amount: 60万", status="nurturing")
    assert days(text, "2026-03-20") == {"nurturing": "2025-07-10"}


def test_where_rules_compare_customers_what_is_late_stays_late() -> None:
    """Past days have no ranks: without an entry nobody knows when the tier began, and nothing is let go."""
    policy = pack("standard")
    when, findings = parse("amount_12m_top <= 100%", Source("t"), policy.choices)
    assert not findings
    tiers = tuple(t._replace(when=when) if t.key == "A" else t for t in policy.tiers.tiers)
    ranked = dataclasses.replace(policy, tiers=dataclasses.replace(policy.tiers, tiers=tiers))
    text = record("2025-06-10 订单\n- amount: 5万\n2026-02-02 电话")
    assert days(text, "2026-02-20", ranked)["a_weekly"] == "2026-02-09"
