"""Which tier the rules of the packs give, and why (D1, D2, D4, D5, D6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from crmkit.compute import Facts
from crmkit.diagnostics import Source
from crmkit.policy import Policy
from crmkit.rules import Metric, MetricType, Quantity, boundaries, metric, say_all
from crmkit.view import Standing
from crmkit.view.tier import decide

DAY = date(2024, 6, 30)
Stands = Callable[..., Standing]
Pack = Callable[[str], Policy]


def orders(**months: object) -> str:
    """Orders on the 15th: `orders(m2024_02="10万")`."""
    return "".join(f"\n## {m[1:].replace('_', '-')}-15 订单\n- amount: {a}\n" for m, a in months.items())


def score(day: str, of_ten: int) -> str:
    return f"\n## {day} 电话 回访\n- attitude: {of_ten}\n"


# Each: what the case is, more of the profile, the log, tier, base tier. As of 2024-06-30, so that the last
# three months hold April 15 to June 15, the three before January 15 to March 15.
HAND_COMPUTED = [
    ("A by amount", "potential: 30%\n", orders(m2023_09="50万"), "A", "A"),
    ("A by benchmark", "potential: 35%\nbenchmark: 是\n", "", "A", "A"),
    ("a cent short of A", "potential: 30%\n", orders(m2023_09="499999.99"), "B", "B"),
    ("the amount left the window", "potential: 30%\n", orders(m2023_06="50万"), "C", "C"),
    ("amount of A with potential under 30 % is B", "potential: 29%\n", orders(m2023_09="50万"), "B", "B"),
    (
        "a benchmark with potential under 30 % is no A",
        "potential: 29%\nbenchmark: 是\n",
        "",
        "C",
        "C",
    ),
    ("B from 100,000", "potential: 30%\n", orders(m2023_09="10万"), "B", "B"),
    ("a cent short of B", "potential: 30%\n", orders(m2023_09="99999.99"), "C", "C"),
    ("nothing at all is C", "", "", "C", "C"),
    ("a single need is C", "potential: 10%\nsingle_need: 是\n", orders(m2023_09="20万"), "C", "C"),
    (
        "a single need leaves A alone",
        "potential: 30%\nsingle_need: 是\n",
        orders(m2023_09="50万"),
        "A",
        "A",
    ),
    ("a refund takes B away", "", orders(m2023_09="10万") + "\n## 2024-01-02 退款\n- amount: 1\n", "C", "C"),
    ("D by a fall of half", "", orders(m2023_12=1, m2024_02=100, m2024_05=50), "D", "C"),
    ("a fall of less than half is none", "", orders(m2023_12=1, m2024_02=100, m2024_05="50.01"), "C", "C"),
    ("D over A", "potential: 30%\n", orders(m2023_12="60万", m2024_02=100), "D", "A"),
    ("no D on a base of zero", "", orders(m2023_12=100), "C", "C"),
    ("no D under six months of history", "", orders(m2024_01=100, m2024_05=1), "C", "C"),
    ("D by feedback of 3", "potential: 30%\n", orders(m2024_05="50万") + score("2024-04-01", 3), "D", "A"),
    ("no D by feedback of 4", "", score("2024-04-01", 4), "C", "C"),
    ("feedback older than three months is past", "", score("2024-03-30", 1), "C", "C"),
    ("the latest feedback counts", "", score("2024-05-02", 3) + score("2024-05-01", 9), "D", "C"),
    ("a better score since lifts D", "", score("2024-05-01", 3) + score("2024-05-02", 9), "C", "C"),
    ("what comes after the day counts not", "", score("2024-07-01", 1) + orders(m2024_07="50万"), "C", "C"),
]


@pytest.mark.parametrize("pack", ["standard", "abcd"])
@pytest.mark.parametrize(
    ("profile", "log", "key", "base"), [pytest.param(*case[1:], id=case[0]) for case in HAND_COMPUTED]
)
def test_tiers_computed_by_hand(
    standing: Stands, pack: str, profile: str, log: str, key: str, base: str
) -> None:
    tiering = standing(log, profile=profile, on="2024-06-30", pack=pack).tiering
    assert (tiering.key, tiering.computed, tiering.base, tiering.hand, tiering.guessed) == (
        key,
        key,
        base,
        "",
        False,
    )


@pytest.mark.parametrize("pack", ["standard", "abcd"])
def test_amount_of_A_with_potential_unknown_is_A_for_now(standing: Stands, pack: str) -> None:
    """The explanation says what holds, the amount, and what is missing, the potential."""
    found = standing(orders(m2023_09="62万"), on="2024-06-30", pack=pack)
    assert (found.tiering.key, found.tiering.guessed) == ("A", True)
    assert [(r.metric, r.held) for r in found.tiering.reasons] == [("amount_12m", True), ("potential", None)]
    low = standing(orders(m2023_09="9万"), on="2024-06-30", pack=pack).tiering
    assert (low.key, low.guessed) == ("C", False)


def test_a_strategic_customer_is_A_in_standard_only(standing: Stands) -> None:
    profile = "strategic: 是\npotential: 30%\n"
    assert standing(profile=profile, on="2024-06-30").tiering.key == "A"
    assert standing(profile=profile, on="2024-06-30", pack="abcd").tiering.key == "C"


def test_a_tier_is_explained_with_values_down_to_the_lines(standing: Stands) -> None:
    """The example of D6: potential on line 7, the orders on lines 10 and 13."""
    log = orders(m2023_09="40万", m2024_05="22万")
    reasons = standing(log, profile="potential: 35%\n", on="2024-06-30").tiering.reasons
    assert say_all(reasons, "en", "CNY") == ("12-month amount 620,000 ≥ 500,000 CNY and potential 35% ≥ 30%")
    assert [[place.line for place in reason.sources] for reason in reasons] == [[10, 13], [7]]


def test_the_last_tier_is_explained_by_why_the_one_above_does_not_hold(
    standing: Stands,
) -> None:
    reasons = standing(orders(m2023_09="9万"), on="2024-06-30").tiering.reasons
    assert say_all(reasons, "zh") == "近 12 个月金额 90,000 < 100,000"


def test_an_overlay_is_explained_by_its_own_reasons(standing: Stands) -> None:
    tiering = standing(score("2024-05-01", 2), on="2024-06-30").tiering
    assert [(r.metric, str(r.value)) for r in tiering.reasons] == [("feedback_3m", "2")]


@pytest.mark.parametrize(
    ("profile", "log", "key"),
    [("", orders(m2023_09="50万"), "high_value"), ("strategic: 是\n", "", "high_value"),
     ("", orders(m2023_09="10万"), "promising"), ("potential: 30%\n", "", "promising"),
     ("", orders(m2023_09="99999.9999"), "ordinary"), ("", "", "ordinary")],
)  # fmt: skip
def test_lifecycle_computed_by_hand(standing: Stands, profile: str, log: str, key: str) -> None:
    """D2."""
    assert standing(log, profile=profile, on="2024-06-30", pack="lifecycle").tiering.key == key


def test_ticked_tiers_are_never_computed(standing: Stands) -> None:
    """`service` has its tiers ticked on the form (D5); its prose serves those without a tick as ordinary."""
    log = orders(m2023_09="900万")
    ticked = standing(log, profile="tier: {value: VIP}\n", on="2024-06-30", pack="service").tiering
    assert (ticked.key, ticked.hand, ticked.computed, ticked.base, ticked.reasons) == (
        "vip",
        "vip",
        "",
        "",
        (),
    )
    assert standing(log, on="2024-06-30", pack="service").tiering.key == "ordinary"


# --- all boundaries -----------------------------------------------------------------------------------------


def around(one: Metric, limits: list[object]) -> list[object]:
    """Below, at and above each limit, and unknown; a mark is always known."""
    if one.type is MetricType.FLAG:
        return [True, False]
    if one.type is MetricType.CHOICE:
        return [*limits, "another", None]
    step = Decimal("0.0001")
    numbers = [limit for limit in limits if isinstance(limit, Decimal)]
    return [*sorted({n + d for n in numbers for d in (-step, Decimal(0), step)}), None]


def cases(policy: Policy) -> Iterator[dict[str, Quantity]]:
    """Every combination of values around the limits that the tier rules name."""
    limits: dict[str, list[object]] = {}
    for rule in policy.tiers.tiers:
        for name, limit in boundaries(rule.when) if rule.when else ():
            limits.setdefault(name, []).append(limit)
    values = []
    for name, found in limits.items():
        one = metric(name)
        assert one is not None
        values.append(around(one, found))
    for combination in product(*values):
        yield {n: Quantity(v) for n, v in zip(limits, combination, strict=True)}  # type: ignore[arg-type]


def nobody() -> Facts:
    return Facts(
        "X", "records/X.md", "甲", "", "", "", "", None, (), "", "", None, 1, (), (), {}, (), Source("x"), {}
    )


@pytest.mark.parametrize("pack", ["standard", "abcd", "lifecycle", "toolkit", "partnership"])
def test_at_every_boundary_a_customer_has_exactly_one_tier(policy: Pack, pack: str) -> None:
    tiers = policy(pack).tiers
    base = {tier.key for tier in tiers.tiers if not tier.overlay}
    over = {tier.key for tier in tiers.tiers if tier.overlay}
    reached = set()
    for metrics in cases(policy(pack)):
        tiering = decide(nobody(), metrics, tiers, as_of=DAY)
        assert tiering.base in base
        assert tiering.key == tiering.computed
        assert tiering.computed in over or tiering.computed == tiering.base
        assert tiering.reasons
        reached.add(tiering.computed)
    assert reached == base | over


def d1(m: Mapping[str, Quantity], *, strategic_counts: bool) -> tuple[str, str]:
    """D1 written out in Python, each part that is unknown by name: the computed and the base tier."""
    amount, potential = m["amount_12m"].value, m["potential"].value
    fall, months, score = m["amount_3m_change"].value, m["history_months"].value, m["feedback_3m"].value
    marked = m["benchmark"].value is True or (strategic_counts and m["strategic"].value is True)
    value = True if marked else None if amount is None else amount >= 500_000  # type: ignore[operator]
    growth = None if potential is None else potential >= 30  # type: ignore[operator]
    if value is not False and growth is not False:
        base = "A"
    elif amount is not None and amount >= 100_000 and m["single_need"].value is not True:  # type: ignore[operator]
        base = "B"
    else:
        base = "C"
    fell = fall is not None and months is not None and fall <= -50 and months >= 6  # type: ignore[operator]
    unhappy = score is not None and score <= 3  # type: ignore[operator]
    return ("D" if fell or unhappy else base), base


@pytest.mark.parametrize("pack", ["standard", "abcd"])
def test_at_every_boundary_the_rules_say_what_D1_says(policy: Pack, pack: str) -> None:
    for metrics in cases(policy(pack)):
        tiering = decide(nobody(), metrics, policy(pack).tiers, as_of=DAY)
        expected = d1(metrics, strategic_counts=pack == "standard")
        assert (tiering.computed, tiering.base) == expected, metrics
