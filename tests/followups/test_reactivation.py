"""Who was dormant or lost and comes back runs the new-customer path again (E10)."""

from __future__ import annotations

from typing import Any

import by_hand
import pytest

from crmkit import resources
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.reactivation import Reactivation

ORDER = "2024-01-08 订单 首单\n- amount: 1万\n2024-01-09 邮件 感谢信\n"
GONE = "2024-09-02 状态 停用\n- from: 活跃\n- to: {gone}\n- reason: 合同未续签\n"
BACK = (
    "2025-03-03 状态 重新激活\n- from: {gone}\n- to: 待审核\n- reason: 新项目\n"
    "2025-03-05 状态 审核通过\n- from: 待审核\n- to: 活跃\n"
)


def onboarding(log: str, day: str, under: Any = "standard", more: str = "") -> dict[str, str]:
    """Steps and their days."""
    found = by_hand.items(by_hand.record(log, more), day, under)
    return {item.key: item.day.isoformat() for item in found if item.source == "steps"}


@pytest.mark.parametrize("gone", ["休眠", "流失"])
def test_onboarding_counts_again_from_the_day_of_return(gone: str) -> None:
    """Active again on Wednesday 5 March: 24 hours, day 7, and day 30, a holiday, so the 7th of April."""
    log = ORDER + (GONE + BACK).format(gone=gone)
    assert onboarding(log, "2025-03-05") == {
        "thank_you": "2025-03-06", "first_call": "2025-03-06",
        "guide": "2025-03-12", "first_month": "2025-04-07",
    }  # fmt: skip
    item = next(i for i in by_hand.items(by_hand.record(log), "2025-03-05") if i.key == "guide")
    assert item.reset_by is not None
    line = by_hand.record(log).split("\n")[item.reset_by.line - 1]
    assert line == "## 2025-03-05 状态 审核通过"


def test_contacts_from_before_the_return_fulfil_nothing_of_it() -> None:
    log = ORDER + (GONE + BACK).format(gone="休眠")
    assert "thank_you" not in onboarding(f"{log}2025-03-06 邮件 欢迎回来", "2025-03-06")
    assert "thank_you" in onboarding(f"2025-03-04 邮件 听说要回来\n{log}", "2025-03-06")


def test_what_was_left_out_or_put_off_before_the_return_is_asked_for_again() -> None:
    """The first time round they wanted no letter; a snooze of then moves no day of now."""
    put = (
        "2024-01-09 跳过\n- item: thank_you\n- reason: 客户不要\n"
        "2024-01-10 延后\n- item: guide\n- until: 2025-06-02\n- reason: 等上线\n"
    )
    found = onboarding(ORDER + put + (GONE + BACK).format(gone="休眠"), "2025-03-05")
    assert found["thank_you"] == "2025-03-06"
    assert found["guide"] == "2025-03-12"


def test_recovery_of_who_came_back_lasts_its_month_from_the_return() -> None:
    """Tier D since long before: nobody called while they were gone, so none decides on the first day."""
    log = (
        ORDER
        + "2024-12-30 电话 抱怨\n- attitude: 2\n"
        + (GONE + BACK).format(gone="休眠").replace("2024-09-02", "2025-01-02")
    )
    (item,) = (
        i for i in by_hand.items(by_hand.record(log), "2025-03-06", "standard") if i.key == "d_recovery"
    )
    assert (item.source, item.day.isoformat()) == ("cadence", "2025-03-10")


def test_nothing_counts_again_before_they_are_served_again() -> None:
    """Between the request and its approval, and while they are gone, there is no onboarding at all."""
    log = ORDER + (GONE + BACK).format(gone="流失")
    assert onboarding(log, "2025-03-04") == {}
    assert onboarding(log, "2024-10-01") == {}


def test_who_only_rested_in_nurturing_begins_nothing_anew() -> None:
    moves = (
        "2024-09-02 状态 培育\n- from: 活跃\n- to: 培育\n- reason: 暂无需求\n"
        "2025-03-05 状态 有需求\n- from: 培育\n- to: 活跃\n"
    )
    assert onboarding(ORDER + moves, "2025-03-06") == {}


def test_a_return_that_was_voided_is_none() -> None:
    log = ORDER + (GONE + BACK).format(gone="休眠")
    void = "2025-03-06 作废\n- voids: 2025-03-05 状态\n- reason: 记错客户"
    assert onboarding(log + void, "2025-03-06") == {}


def test_who_never_bought_begins_with_the_first_order() -> None:
    """A lead that was lost and comes back has no first cooperation to be thanked for."""
    log = (GONE + BACK).format(gone="流失")
    assert onboarding(log, "2025-03-06") == {}
    bought = f"{log}2025-03-20 订单 首单\n- amount: 1万"
    assert onboarding(bought, "2025-03-20")["thank_you"] == "2025-03-21"


@pytest.mark.parametrize("pack", ["standard", "service"])
def test_after_a_return_a_new_signing_counts_and_the_old_one_no_more(pack: str) -> None:
    log = "2024-01-08 签约\n" + (GONE + BACK).format(gone="流失")
    assert not {"signed_week", "signed_month"} & set(onboarding(log, "2025-03-06", pack))
    again = onboarding(f"{log}2025-03-10 签约 新合同", "2025-03-10", pack)
    assert (again["signed_week"], again["signed_month"]) == ("2025-03-17", "2025-04-10")


def test_a_signing_on_the_day_of_return_is_a_new_one() -> None:
    log = "2024-01-08 签约\n" + (GONE + BACK).format(gone="流失")
    again = onboarding(f"{log}2025-03-05 签约 新合同", "2025-03-05")
    assert (again["signed_week"], again["signed_month"]) == ("2025-03-12", "2025-04-07")


def test_of_several_orders_onboarding_counts_from_the_first() -> None:
    """Also where they stand the other way round, and from the next one once the first was an error."""
    first, second = "2025-03-05 订单 首单\n- amount: 1万\n", "2025-03-10 订单 加单\n- amount: 1万\n"
    assert onboarding(first + second, "2025-03-10")["guide"] == "2025-03-12"
    assert onboarding(second + first, "2025-03-10")["guide"] == "2025-03-12"
    void = "2025-03-11 作废\n- voids: 2025-03-05 订单\n- reason: 记错客户\n"
    assert onboarding(first + second + void, "2025-03-11")["guide"] == "2025-03-17"


def test_a_policy_that_names_no_status_begins_nothing_anew() -> None:
    policy = by_hand.pack("standard")
    none = policy.having(policy.get(Cadence)._replace(reactivation=Reactivation()))
    assert onboarding(ORDER + (GONE + BACK).format(gone="休眠"), "2025-03-06", none) == {}


@pytest.mark.parametrize("pack", resources.packs())
def test_the_way_back_goes_through_review_and_the_way_out_needs_a_reason(pack: str) -> None:
    """S1: reactivation is checked like a new customer; nobody leaves without a word why."""
    rules = by_hand.pack(pack).statuses
    for gone in ("dormant", "lost"):
        assert rules.move(gone, "pending") is not None
        assert not {"active", "opportunity", "signed"} & set(rules.onward(gone))
        ways = [move for move in rules.moves if move.target == gone]
        assert ways
        assert all(move.reason for move in ways)


def test_a_first_order_on_the_day_of_return_is_what_onboarding_counts_from() -> None:
    """The order says its hour: a call of that morning is none behind it."""
    log = (GONE + BACK).format(gone="流失") + "2025-03-05 14:00 订单 首单\n- amount: 1万\n"
    text = by_hand.record(f"{log}2025-03-05 09:00 电话 欢迎回来")
    call = next(item for item in by_hand.items(text, "2025-03-05") if item.key == "first_call")
    assert call.reset_by is not None
    assert text.split("\n")[call.reset_by.line - 1] == "## 2025-03-05 14:00 订单 首单"
