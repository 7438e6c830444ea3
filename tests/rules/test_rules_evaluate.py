"""Conditions are decided in three values, and the reasons are the comparisons that decided (D1, D6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crmkit.diagnostics import Source
from crmkit.rules import Condition, Quantity, Value, Verdict, boundaries, evaluate, parse, say, say_all

ORDER = Source("records/CRM-202405001.md", 40, 1)
OPERATORS = (">=", "<=", ">", "<", "=", "!=")


def tree(text: str) -> Condition:
    condition, findings = parse(text, Source("sop/tiers.md"), {})
    assert findings == ()
    assert condition is not None
    return condition


def decide(text: str, **values: Value | int) -> Verdict:
    quantities = {
        name: Quantity(value if isinstance(value, Decimal | bool | str | None) else Decimal(value), (ORDER,))
        for name, value in values.items()
    }
    return evaluate(tree(text), quantities)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_and_or_not_follow_kleene(
    left: bool | None, right: bool | None, both: bool | None, either: bool | None
) -> None:
    assert decide("benchmark and strategic", benchmark=left, strategic=right).value is both
    assert decide("benchmark or strategic", benchmark=left, strategic=right).value is either
    denied = None if left is None else not left
    assert decide("not benchmark", benchmark=left).value is denied


TIER_A = "(amount_12m >= 50万 or benchmark) and potential >= 30%"
ALL = ["amount_12m", "benchmark", "potential"]


@pytest.mark.parametrize(
    ("amount", "benchmark", "potential", "expected"),
    [
        (500_000, False, 30, True),
        (499_999, False, 30, False),
        (499_999, True, 30, True),
        (500_000, False, 29, False),
        (500_000, False, None, None),  # "A for now and a finding" is the policy's `unknown: hold`
        (0, False, None, False),
        (None, None, 29, False),
        (None, True, 30, True),
        (None, False, 30, None),
    ],
)
def test_tier_a_of_d1(
    amount: int | None, benchmark: bool | None, potential: int | None, expected: bool | None
) -> None:
    assert decide(TIER_A, amount_12m=amount, benchmark=benchmark, potential=potential).value is expected


@pytest.mark.parametrize(
    ("values", "decided_by"),
    [
        ({"amount_12m": 620_000, "benchmark": False, "potential": 35}, ["amount_12m", "potential"]),
        ({"amount_12m": 620_000, "benchmark": True, "potential": 35}, ALL),
        ({"amount_12m": 620_000, "benchmark": False, "potential": 20}, ["potential"]),
        ({"amount_12m": 5, "benchmark": False, "potential": 20}, ALL),
        ({"amount_12m": 620_000}, ["potential"]),
        ({"benchmark": False}, ["amount_12m", "potential"]),
    ],
)
def test_only_the_comparisons_that_decided_are_reasons(
    values: dict[str, Value | int], decided_by: list[str]
) -> None:
    assert [r.metric for r in decide(TIER_A, **values).reasons] == decided_by


def test_a_reason_carries_value_limit_outcome_and_lines() -> None:
    (reason,) = decide("not amount_12m >= 50万", amount_12m=620_000).reasons
    assert reason[:6] == ("amount_12m", ">=", Decimal(500_000), Decimal(620_000), True, (ORDER,))


def test_a_comparison_that_decided_twice_is_one_reason() -> None:
    assert len(decide("benchmark and (benchmark or strategic)", benchmark=True, strategic=False).reasons) == 1


@pytest.mark.parametrize("value", ["much", True, Decimal("NaN"), Decimal("sNaN"), None])
def test_a_value_that_cannot_be_compared_is_unknown(value: Value) -> None:
    verdict = decide("amount_12m >= 5", amount_12m=value)
    assert verdict.value is None
    assert say_all(verdict.reasons, "en") == "12-month amount unknown"


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("status = active", "active", True),
        ("status = active", "lost", False),
        ("status != active", "lost", True),
        ("status in (active, lost)", "lost", True),
        ("status not in (active, lost)", "lost", False),
        ("status not in (active, lost)", "lead", True),
        ("status not in (active, lost)", None, None),
    ],
)
def test_a_choice_is_equal_or_in_a_list(text: str, status: str | None, expected: bool | None) -> None:
    assert decide(text, status=status).value is expected


def test_every_boundary_is_swept_on_both_sides() -> None:
    """D1: at each limit of each sign, one step below, on it and one step above."""
    step = Decimal("0.01")
    for sign in OPERATORS:
        condition = tree(f"amount_12m {sign} 10万 or potential {sign} 30%")
        for name, limit in boundaries(condition):
            assert isinstance(limit, Decimal)
            other = "potential" if name == "amount_12m" else "amount_12m"
            silent = tree(f"{name} {sign} {limit}{'%' if name == 'potential' else ''}")
            outcomes = [
                evaluate(silent, {name: Quantity(limit + move), other: Quantity(None)}).value
                for move in (-step, Decimal(0), step)
            ]
            assert outcomes == {
                ">=": [False, True, True], "<=": [True, True, False], ">": [False, False, True],
                "<": [True, False, False], "=": [False, True, False], "!=": [True, False, True],
            }[sign]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values", "en", "zh"),
    [
        ("amount_12m >= 50万", {"amount_12m": 620_000},
         "12-month amount 620,000 ≥ 500,000", "近 12 个月金额 620,000 ≥ 500,000"),
        ("amount_12m >= 50万", {"amount_12m": 420_000},
         "12-month amount 420,000 < 500,000", "近 12 个月金额 420,000 < 500,000"),
        ("potential >= 30%", {"potential": 35}, "potential 35% ≥ 30%", "潜力 35% ≥ 30%"),
        ("amount_3m_change <= -50%", {"amount_3m_change": Decimal("-62.504")},
         "3-month amount change −62.5% ≤ −50%", "近 3 个月金额比前 3 个月减少 62.5%（界线：减少 50%）"),
        ("potential >= 30%", {"potential": Decimal("29.999")},
         "potential 29.999% < 30%", "潜力 29.999% < 30%"),
        ("potential >= 29.998%", {"potential": Decimal("29.996")},
         "potential 29.996% < 29.998%", "潜力 29.996% < 29.998%"),
        ("amount_12m < 5", {"amount_12m": Decimal("Infinity")},
         "12-month amount Infinity ≥ 5", "近 12 个月金额 Infinity ≥ 5"),
        ("potential >= 30%", {}, "potential unknown", "潜力未知"),
        ("benchmark", {"benchmark": True}, "benchmark customer: yes", "标杆客户：是"),
        ("not benchmark", {"benchmark": False}, "benchmark customer: no", "标杆客户：否"),
        ("status = active", {"status": "active"}, "status: active", "状态：active"),
        ("status = active", {"status": "lost"}, "status: lost, not active", "状态：lost，不是active"),
        ("tier in (A, B)", {"tier": "A"}, "tier: A, one of A, B", "等级：A，属于A、B"),
        ("tier in (A, B)", {"tier": "C"}, "tier: C, none of A, B", "等级：C，不属于A、B"),
    ],
)  # fmt: skip
def test_a_reason_is_said_as_a_true_statement_in_both_languages(
    text: str, values: dict[str, Value | int], en: str, zh: str
) -> None:
    reasons = decide(text, **values).reasons
    assert (say_all(reasons, "en"), say_all(reasons, "zh")) == (en, zh)


def test_d6_a_tier_is_explained_in_one_sentence() -> None:
    reasons = decide(TIER_A, amount_12m=620_000, potential=35).reasons
    assert say_all(reasons, "en") == "12-month amount 620,000 ≥ 500,000 and potential 35% ≥ 30%"
    assert say_all(reasons, "zh") == "近 12 个月金额 620,000 ≥ 500,000，潜力 35% ≥ 30%"


def test_currency_stands_behind_money_only_and_choices_by_their_label() -> None:
    amount, potential = decide(TIER_A, amount_12m=620_000, potential=35).reasons
    assert say(amount, "zh", "CNY") == "近 12 个月金额 620,000 ≥ 500,000 CNY"
    assert say(potential, "zh", "CNY") == "潜力 35% ≥ 30%"
    (status,) = decide("status = active", status="active").reasons
    assert say(status, "zh", labels={"status": {"active": "活跃"}}) == "状态：活跃"
