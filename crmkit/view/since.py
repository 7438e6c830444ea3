"""Find since when a customer has the tier they have, looking only at days on which it can have changed."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from crmkit.compute import TIER, Ask, Facts
from crmkit.policy.files.tiers import TierPolicy
from crmkit.rules import Quantity
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
        rules = rules.overlays  # only they matter
    asked = _asked(tuple(rules.limits))
    turns = _turns(facts, asked, seen, earliest, rules)
    metrics: dict[str, Quantity] = {}
    decided: object = None
    for day in sorted(turns, reverse=True):
        if day > latest:
            continue
        before = day - _DAY
        # Behind the first day that is looked at, only what turns on a day is asked again.
        again = tuple(each for each in asked if each[0].name in turns[day]) if metrics else asked
        fresh = metrics_of(facts, posed(again, seen.together, as_of=before))
        hand = by_hand(facts, as_of=before)
        if hand == decided and all(said.value == metrics[name].value for name, said in fresh.items()):
            continue
        decided, metrics = hand, metrics | fresh
        if key_on(facts, metrics, rules, as_of=before) != key:
            return day
    return earliest


@cache
def _asked(names: tuple[str, ...]) -> Asked:
    """The metrics that rules name, which are the same for every customer, with their measures."""
    return measured(named(names))


def tier_on(standing: Standing, seen: View, day: date) -> str:
    """The key of the tier on an earlier day; without those rules that compare customers."""
    rules = seen.policy.tiers
    metrics = metrics_of(standing.facts, posed(_asked(tuple(rules.limits)), seen.together, as_of=day))
    return key_on(standing.facts, metrics, rules, as_of=day)


def _turns(
    facts: Facts, asked: Asked, seen: View, earliest: date, rules: TierPolicy
) -> Mapping[date, Container[str]]:
    """The days behind `earliest` on which the tier may differ from the day before's, with what turns then.

    The day of the view is one of them, since its tier may come from a rank.
    """
    latest = seen.as_of
    days: dict[date, set[str]] = {day: set() for day in (latest, *_told(facts)) if earliest < day <= latest}
    for one, measure in asked:
        if measure.turns is None:
            every = {other.name for other, _ in asked}
            return {latest - timedelta(days=back): every for back in range((latest - earliest).days)}
        for day in measure.turns(facts, Ask(one, latest, seen.together, rules.limits[one.name])):
            if earliest < day <= latest:
                days.setdefault(day, set()).add(one.name)
    return days


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


def compares(rules: TierPolicy) -> bool:
    """Whether a tier depends on a customer's place among all, which is not decided day by day."""
    return any(name.endswith(TOP) for name in rules.limits)
