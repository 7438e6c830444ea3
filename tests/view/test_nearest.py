"""Who is one value away from the next better tier under `standard`, by hand from the logs shown (D6)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from crmkit.view import View
from crmkit.view.nearest import nearest

Seen = Callable[..., View]

HEAD = """---
id: CRM-2024050{0:02}
name: 客户
type: business
status: active
owner: zhang.wei
{1}---
"""
ORDER = "\n## 2024-05-20 订单\n- amount: {}\n"


def near(seen: Seen, *customers: tuple[str, str]) -> list[tuple[str, str, str, Decimal]]:
    """The number's last digit, tier, metric and percent reached; a customer is a profile and an amount."""
    records = {
        f"records/{n}.md": HEAD.format(n, profile) + (ORDER.format(amount) if amount else "")
        for n, (profile, amount) in enumerate(customers, 1)
    }
    return [
        (each.standing.facts.id[-1], each.tier, each.reason.metric, each.reached)
        for each in nearest(seen(records, on="2024-06-30"))
    ]


def test_the_nearest_comes_first(seen: Seen) -> None:
    """C at 60,000 of B's 100,000; B at 450,000 of A's 500,000 with potential enough."""
    assert near(seen, ("", "6万"), ("potential: 30%\n", "45万")) == [
        ("2", "A", "amount_12m", Decimal(90)),
        ("1", "B", "amount_12m", Decimal(60)),
    ]


def test_who_lacks_two_things_is_not_near(seen: Seen) -> None:
    """A asks for amount and potential; B for an amount where the need is not single."""
    assert near(seen, ("potential: 20%\n", "45万"), ("single_need: yes\n", "6万")) == []


def test_potential_alone_can_be_what_lacks(seen: Seen) -> None:
    assert near(seen, ("potential: 15%\n", "60万")) == [("1", "A", "potential", Decimal(50))]


def test_what_is_unknown_or_nothing_is_no_nearness(seen: Seen) -> None:
    """Potential unknown holds A already; no order is not a part of the way."""
    assert near(seen, ("", "60万"), ("", "")) == []


def test_a_hand_or_the_overlay_decides_otherwise(seen: Seen) -> None:
    hand = "tier: {value: C, reason: 试点, until: 2024-12-31}\n"
    low = "\n## 2024-06-01 电话\n- attitude: 2\n"
    assert near(seen, (hand, "6万"), ("", "6万\n" + low)) == []


def test_a_book_whose_tiers_are_ticked_has_nobody_near(seen: Seen) -> None:
    record = {"records/1.md": HEAD.format(1, "") + ORDER.format("6万")}
    assert nearest(seen(record, on="2024-06-30", pack="service")) == []
