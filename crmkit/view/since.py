"""Find since when a customer has the tier they have, looking only at days on which it can have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from crmkit.compute import TIER, Ask, Facts
from crmkit.policy.files.tiers import TierPolicy
from crmkit.rules import comparisons, names
from crmkit.view.asked import TOP, Asked, measured, metrics_of, named, posed
from crmkit.view.standing import Standing
from crmkit.view.tier import by_hand, key_on
from crmkit.view.view import View

_DAY = timedelta(days=1)


def tier_since(standing: Standing, seen: View, *, earliest: date, known: date | None = None) -> date:
    """The first day of the unbroken run in which the customer had the tier, looked for back to `earliest`.

    From the day `known` on they are known to have had it. A rule that ranks customers is not decided for
    past days.
    """
    latest = known or seen.as_of
    if latest <= earliest:
        return latest
    key, facts, rules = standing.tiering.key, standing.facts, seen.policy.tiers
    if any(tier.overlay and tier.key == key for tier in rules.tiers):
        rules = replace(rules, tiers=tuple(tier for tier in rules.tiers if tier.overlay))  # only they matter
    limits = _limits(rules)
    asked = measured(named(limits))
    decided: tuple[object, ...] = ()
    for day in _turns(facts, asked, seen, earliest, limits):
        if day > latest:
            continue
        before = day - _DAY
        metrics = metrics_of(facts, posed(asked, seen.together, as_of=before))
        values = (by_hand(facts, as_of=before), *(quantity.value for quantity in metrics.values()))
        if values == decided:
            continue
        decided = values
        if key_on(facts, metrics, rules, as_of=before) != key:
            return day
    return earliest


def tier_on(standing: Standing, seen: View, day: date) -> str:
    """The key of the tier on an earlier day; without those rules that compare customers."""
    rules = seen.policy.tiers
    asked = measured(named({name for rule in rules.tiers if rule.when for name in names(rule.when)}))
    metrics = metrics_of(standing.facts, posed(asked, seen.together, as_of=day))
    return key_on(standing.facts, metrics, rules, as_of=day)


def compares(rules: TierPolicy) -> bool:
    """Whether a tier depends on a customer's place among all, which is not decided day by day."""
    return any(name.endswith(TOP) for rule in rules.tiers if rule.when for name in names(rule.when))


def _limits(rules: TierPolicy) -> dict[str, tuple[Decimal, ...]]:
    """Each metric that the rules name, and the numbers they compare it with."""
    found: dict[str, tuple[Decimal, ...]] = {}
    for rule in rules.tiers:
        for one in comparisons(rule.when) if rule.when else ():
            known = found.get(one.metric, ())
            found[one.metric] = (*known, one.limit) if isinstance(one.limit, Decimal) else known
    return found


def _turns(
    facts: Facts, asked: Asked, seen: View, earliest: date, limits: Mapping[str, tuple[Decimal, ...]]
) -> Iterator[date]:
    """The days behind `earliest` on which the tier may differ from the day before's, the latest first.

    The day of the view is one of them, since its tier may come from a rank.
    """
    days = {seen.as_of, *_told(facts)}
    for one, measure in asked:
        if measure.turns is None:
            return _every_day(seen.as_of, earliest)
        ask = Ask(one, seen.as_of, seen.together, limits.get(one.name, ()))
        days.update(measure.turns(facts, ask))
    return iter(sorted((day for day in days if earliest < day <= seen.as_of), reverse=True))


def _told(facts: Facts) -> Iterator[date]:
    """When a change of the tier begins to count or is voided, and when one set by hand has run out."""
    held = [facts.hand_tier.until] if facts.hand_tier else []
    for change in facts.changed.get(TIER, ()):
        yield change.date
        if change.voided_on is not None:
            yield change.voided_on
        held.append(change.until)
    for until in held:
        if until is not None and until < date.max:
            yield until + _DAY


def _every_day(day: date, earliest: date) -> Iterator[date]:
    while day > earliest:
        yield day
        day -= _DAY
