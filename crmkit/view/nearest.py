"""Say who lacks least for the next better tier: one comparison alone keeps them from it (D6)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from crmkit.policy.files.tiers import Tier
from crmkit.rules import Quantity, Reason, evaluate
from crmkit.rules.percent import share
from crmkit.view.standing import Standing
from crmkit.view.view import View

_RISES = ">="


class Near(NamedTuple):
    """A customer who would have `tier` if one metric reached its limit; `reached` is how far, in percent."""

    standing: Standing
    tier: str
    reason: Reason
    reached: Decimal


def nearest(seen: View) -> list[Near]:
    """Who is one value away from the next better tier, the nearest first.

    It is tried: with the value at its limit and all else as it is, the rule holds. Where a hand set the tier,
    or one that overlays the others holds, no value of this kind decides.
    """
    rules = {tier.key: tier for tier in seen.policy.tiers.tiers}
    found = []
    for standing in seen.standings.values():
        tiering = standing.tiering
        above = rules.get(tiering.above)
        if above is not None and tiering.key == tiering.base and not tiering.hand:
            ways = [near for reason in tiering.missed if (near := _near(standing, above, reason))]
            found += sorted(ways, key=lambda each: each.reached)[-1:]
    return sorted(found, key=lambda each: (-each.reached, each.standing.facts.id))


def _near(standing: Standing, above: Tier, reason: Reason) -> Near | None:
    """How near one comparison is, if its value is a number above zero that may rise to the limit."""
    value, limit = reason.value, reason.limit
    if above.when is None or reason.held is not False or reason.operator != _RISES:
        return None
    if not isinstance(value, Decimal) or not isinstance(limit, Decimal):
        return None
    if not 0 < value < limit:
        return None
    tried = {**standing.metrics, reason.metric: Quantity(limit)}
    reached = share(value, limit)
    if reached is None or evaluate(above.when, tried).value is not True:
        return None
    return Near(standing, above.key, reason, reached)
