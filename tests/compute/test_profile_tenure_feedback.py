"""What the profile, the terms and the answers of a customer say (A9, C2, H1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmkit.rules import Quantity

Value = Callable[..., object]


@pytest.mark.parametrize("name", ["benchmark", "strategic", "influence", "single_need"])
def test_a_mark_holds_only_when_it_is_written(value: Value, name: str) -> None:
    assert value(name, on="2024-06-30") is False
    assert value(name, on="2024-06-30", profile=f"{name}: 是\n") is True
    assert value(name, on="2024-06-30", profile=f"{name}: 否\n") is False


def test_a_number_or_a_choice_that_is_not_written_is_unknown(value: Value) -> None:
    assert value("need_fit", on="2024-06-30") is None
    assert value("urgency", on="2024-06-30") is None
    assert value("need_fit", on="2024-06-30", profile="need_fit: 8\n") == "8"
    assert value("urgency", on="2024-06-30", profile="urgency: 高\n") == "high"
    assert value("type", on="2024-06-30") == "business"


NEEDS = """needs:
  - {text: 采购系统, state: 已解决}
  - {text: 报表, state: 未明确}
  - {text: 培训, state: 跟进中}
"""


def test_the_last_need_that_is_not_solved_tells_the_state(value: Value, ask: Callable[..., Quantity]) -> None:
    assert value("open_needs", on="2024-06-30", profile=NEEDS) == "2"
    assert value("need_state", on="2024-06-30", profile=NEEDS) == "in_progress"
    solved = "needs:\n  - {text: 采购系统, state: 已解决}\n"
    assert value("need_state", on="2024-06-30", profile=solved) == "solved"
    assert value("need_state", on="2024-06-30") is None
    assert [place.line for place in ask("open_needs", on="2024-06-30", profile=NEEDS).sources] == [7]


def test_products_in_use_are_counted(value: Value) -> None:
    assert value("product_count", on="2024-06-30", profile="products: [设备云, 巡检]\n") == "2"
    assert value("product_count", on="2024-06-30") == "0"


def test_completeness_is_the_share_of_required_fields_that_say_something(value: Value) -> None:
    """`standard` asks more of an active customer than these five; each one written adds its part (C2)."""
    bare = float(value("completeness", on="2024-06-30"))  # type: ignore[arg-type]
    one_more = float(value("completeness", on="2024-06-30", profile="industry: I65\n"))  # type: ignore[arg-type]
    empty = float(value("completeness", on="2024-06-30", profile="industry:\n"))  # type: ignore[arg-type]
    assert 0 < bare < one_more < 100
    assert empty == bare


HISTORY = "\n## 2023-12-31 订单\n- amount: 1\n\n## 2024-05-10 订单\n- amount: 1\n"


def test_n_months_of_history_have_passed_when_the_first_order_has_left_the_window_of_n_months(
    value: Value,
) -> None:
    """Six months before 2024-06-30 is 2023-12-30, so that the order of 2023-12-31 is still within."""
    assert value("history_months", HISTORY, on="2024-06-30") == "5"
    assert value("orders_6m", HISTORY, on="2024-06-30") == "2"
    assert value("history_months", HISTORY, on="2024-07-01") == "6"
    assert value("orders_6m", HISTORY, on="2024-07-01") == "1"
    assert value("history_months", HISTORY, on="2023-12-30") is None
    assert value("history_months", "", on="2024-06-30") is None


def test_cooperation_is_since_the_day_the_profile_names_else_since_the_first_order(value: Value) -> None:
    profile = "first_cooperation: 2023-06-30\nsigned: 2023-08-01\n"
    assert value("cooperation_months", HISTORY, on="2024-06-30", profile=profile) == "12"
    assert value("cooperation_months", HISTORY, on="2024-07-01") == "6"
    assert value("cooperation_months", HISTORY, on="2023-01-01", profile=profile) is None


def test_signing_begins_no_cooperation_where_the_policy_does_not_count_it(value: Value) -> None:
    """The standard pack counts from the first cooperation, else the first order (S0)."""
    assert value("cooperation_months", on="2024-06-30", profile="signed: 2023-08-01\n") is None
    assert value("cooperation_months", HISTORY, on="2024-07-01", profile="signed: 2023-08-01\n") == "6"


def test_cooperation_leads_to_its_line(ask: Callable[..., Quantity]) -> None:
    quantity = ask("cooperation_months", on="2024-06-30", profile="first_cooperation: 2023-08-01\n")
    assert [place.line for place in quantity.sources] == [7]


CONTRACTS = """contracts:
  - {id: A, start: 2023-06-01, end: 2024-05-31}
  - {id: B, start: 2024-01-01, end: 2024-12-31}
  - {id: C, start: 2024-01-01, end: 2024-07-10}
"""


def test_the_next_end_of_a_contract_counts_not_one_that_is_past(value: Value) -> None:
    assert value("days_to_contract_end", on="2024-06-30", profile=CONTRACTS) == "10"
    assert value("days_to_contract_end", on="2024-07-10", profile=CONTRACTS) == "0"
    assert value("days_to_contract_end", on="2025-01-01", profile=CONTRACTS) is None


SCORES = """
## 2024-03-30 电话 旧
- attitude: 2
## 2024-05-10 电话 新
- attitude: 8
## 2024-04-10 拜访 早些
- attitude: 5
## 2024-06-01 满意度
- csat: 4
- nps: 9
## 2024-07-01 电话 以后
- attitude: 1
"""


def test_feedback_is_the_latest_score_within_the_window_wherever_it_stands(
    ask: Callable[..., Quantity],
) -> None:
    """(2024-03-30, 2024-06-30]: the 8 of May, although April's stands below it; July has not been (D1)."""
    quantity = ask("feedback_3m", SCORES, on="2024-06-30")
    assert (str(quantity.value), [place.line for place in quantity.sources]) == ("8", [11])
    assert str(ask("feedback_3m", SCORES, on="2024-06-29").value) == "8"
    assert str(ask("feedback_3m", SCORES, on="2024-04-09").value) == "2"
    assert ask("feedback_3m", SCORES, on="2024-03-29").value is None


def test_of_two_scores_on_one_day_the_lower_in_the_file_is_the_later(value: Value) -> None:
    log = "\n## 2024-05-10 电话\n- attitude: 8\n\n## 2024-05-10 电话\n- attitude: 3\n"
    assert value("feedback_3m", log, on="2024-06-30") == "3"


def test_scales_are_never_mixed(value: Value) -> None:
    assert value("satisfaction_3m", SCORES, on="2024-06-30") == "4"
    assert value("nps_3m", SCORES, on="2024-06-30") == "9"
    assert value("nps_3m", "\n## 2024-05-10 电话\n- attitude: 8\n", on="2024-06-30") is None


def test_a_voided_score_is_none(value: Value) -> None:
    log = "\n## 2024-05-10 电话\n- attitude: 2\n\n## 2024-05-12 作废\n- voids: 2024-05-10 电话\n"
    assert value("feedback_3m", log, on="2024-05-11") == "2"
    assert value("feedback_3m", log, on="2024-05-12") is None
