"""Say whose tier moved in a period, and whose recorded tier is not what it should be (D6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from crmkit.calendar.deadline import end_of
from crmkit.calendar.period import Period
from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.compute.tier_entries import TIER_ENTRIES, TierEntry
from crmkit.history import last_of
from crmkit.policy.files.quality import Quality
from crmkit.policy.files.tiers import TierPolicy
from crmkit.rules import names
from crmkit.view.asked import measured, metrics_of, named, posed
from crmkit.view.since import compares, tier_since
from crmkit.view.standing import Standing
from crmkit.view.tier import key_on
from crmkit.view.view import View, view


class TierMove(NamedTuple):
    """A customer whose tier is not `before`, the one on the eve of the period.

    `entry` records the present tier, None when nobody did yet.
    """

    standing: Standing
    before: str
    entry: TierEntry | None


class Pending(NamedTuple):
    """A customer whose tier is `held`, by an entry or by a hand `until` a day, and should become `tier`."""

    standing: Standing
    held: str
    tier: str
    entry: TierEntry | None
    until: date | None = None


def moves(seen: View, period: Period) -> list[TierMove]:
    """Whose tier differs from that of the period's eve, first what nobody recorded yet.

    The view is of a day in the period. Who came in it has not moved.
    """
    found = []
    for id, before in _tiers_on(seen, period.start).items():
        standing = seen.standings[id]
        if standing.tiering.key != before:
            entry = recorded(standing)
            said = entry if entry is not None and entry.tier == standing.tiering.key else None
            found.append(TierMove(standing, before, said))
    return sorted(found, key=lambda each: (each.entry is not None, each.standing.facts.id))


def moved_on(move: TierMove, seen: View, period: Period) -> date | None:
    """The first day of the present tier; None where the rules compare customers."""
    if compares(seen.policy.tiers):
        return None
    return tier_since(move.standing, seen, earliest=period.first)


def newest(moved: Iterable[TierMove], seen: View, period: Period) -> list[tuple[TierMove, date | None]]:
    """Moves in a period with their days, the latest first of those recorded and of those that are not."""
    dated = [(move, moved_on(move, seen, period)) for move in moved]
    return sorted(dated, key=lambda each: (each[0].entry is not None, -(each[1] or date.min).toordinal()))


def pending(seen: View) -> list[Pending]:
    """Due for another tier: recorded as one and computed as another, or held by a hand to the next review."""
    every = seen.policy.get(Quality).tier_review
    limit = after(seen.as_of, every, seen.policy.get(Calendar)) if every is not None else seen.as_of
    found = []
    for standing in seen.standings.values():
        tiering, entry, hand = standing.tiering, recorded(standing), standing.facts.hand_tier
        if not tiering.hand:
            if entry is not None and entry.tier != tiering.key:
                found.append(Pending(standing, entry.tier, tiering.key, entry))
            continue
        until = hand.until if hand is not None else None
        if until is not None and until <= limit and tiering.computed not in ("", tiering.hand):
            found.append(Pending(standing, tiering.hand, tiering.computed, entry, until))
    return sorted(found, key=lambda each: (each.until or date.min, each.standing.facts.id))


def recorded(standing: Standing) -> TierEntry | None:
    """The last entry until the day that says the tier."""
    return last_of(standing.facts.of(TIER_ENTRIES), as_of=standing.as_of)


def better(one: str, other: str, rules: TierPolicy) -> bool:
    """Whether a tier ranks above another; one that the rules do not know ranks below all."""
    ranks = {tier.key: tier.rank for tier in rules.tiers}
    last = max(ranks.values(), default=0) + 1
    return ranks.get(one, last) < ranks.get(other, last)


def _tiers_on(seen: View, day: date) -> dict[str, str]:
    """The tiers on an earlier day, of those who were there by then."""
    rules = seen.policy.tiers
    if compares(rules):
        past = view((s.facts for s in seen.standings.values()), seen.policy, moment=end_of(day))
        return {id: standing.tiering.key for id, standing in past.standings.items()}
    asks = posed(measured(named(_metrics(rules))), seen.together, as_of=day)
    found = {}
    for id, standing in seen.standings.items():
        facts = standing.facts
        if facts.began is None or facts.began <= day:
            found[id] = key_on(facts, metrics_of(facts, asks), rules, as_of=day)
    return found


def _metrics(rules: TierPolicy) -> set[str]:
    return {name for rule in rules.tiers if rule.when for name in names(rule.when)}
