"""Decide a customer's tier: by the policy's rules, by hand while that holds, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crmkit.compute import TIER, Facts
from crmkit.history import past
from crmkit.policy.files.tiers import OUTCOMES, Tier, TierPolicy
from crmkit.rules import Both, Quantity, Reason, evaluate, outcome


class Tiering(NamedTuple):
    """A tier as of a day. `key` is the effective one: `hand` while it holds, else `computed`.

    `computed` is the overlay when one holds, else `base`. `reasons` made the computed tier; `guessed` is
    true when it holds only because an unknown counts as held. `hand_ended` is the last day of a hand-set
    tier that has run out. `above` is the next better base tier, and `missed` why it does not hold.
    """

    key: str
    computed: str
    base: str
    hand: str
    hand_reason: str
    hand_ended: date | None
    reasons: tuple[Reason, ...]
    guessed: bool
    above: str = ""
    missed: tuple[Reason, ...] = ()

    def metrics(self) -> dict[str, Quantity]:
        """What conditions on segments may ask of it, by the names in `OUTCOMES`."""
        said = (self.key, self.base, self.hand)
        return {name: Quantity(key or None) for name, key in zip(OUTCOMES, said, strict=True)}


class _Decision(NamedTuple):
    """The rule that held, why, whether it was guessed, and why the rule above it did not hold."""

    key: str
    reasons: tuple[Reason, ...]
    guessed: bool
    above: str = ""
    missed: tuple[Reason, ...] = ()


def decide(facts: Facts, metrics: Mapping[str, Quantity], tiers: TierPolicy, *, as_of: date) -> Tiering:
    """The tier of one customer; where tiers are ticked nothing is computed, and the last takes the rest."""
    hand, reason, ended = by_hand(facts, as_of=as_of)
    if tiers.by_hand:
        unticked = tiers.tiers[-1].key if tiers.tiers else ""
        return Tiering(hand or unticked, "", "", hand, reason, ended, (), False)
    base = _first(tiers, metrics, overlay=False)
    over = _first(tiers, metrics, overlay=True)
    computed = over if over.key else base
    key = hand or computed.key
    return Tiering(
        key, computed.key, base.key, hand, reason, ended,
        computed.reasons, computed.guessed, base.above, base.missed,
    )  # fmt: skip


def key_on(facts: Facts, metrics: Mapping[str, Quantity], tiers: TierPolicy, *, as_of: date) -> str:
    """The key that `decide` finds, in a quarter of its time."""
    hand, _, _ = by_hand(facts, as_of=as_of)
    if hand or tiers.by_hand:
        return hand or (tiers.tiers[-1].key if tiers.tiers else "")
    for overlay in (True, False):
        for rule in tiers.tiers:
            if rule.overlay is overlay and _takes(rule, metrics):
                return rule.key
    return ""


def _takes(rule: Tier, metrics: Mapping[str, Quantity]) -> bool:
    held = outcome(rule.when, metrics) if rule.when is not None else True
    return bool(held) or (held is None and rule.hold)


def by_hand(facts: Facts, *, as_of: date) -> tuple[str, str, date | None]:
    """The tier set by hand on that day, its reason, and the last day of one that has run out.

    The entry that set it knows reason and end; as long as it is the last one, the profile knows better.
    """
    present, was = facts.hand_tier, past(facts, TIER, as_of=as_of)
    tier = was.value if isinstance(was.value, str) else ""
    if not tier:
        return "", "", None
    entry = was.change if not was.assumed and was.change and was.change.date <= as_of else None
    reason, until = (entry.reason, entry.until) if entry else ("", None)
    if present and present.tier == tier and was.current:
        reason, until = present.reason or reason, present.until or until
    return ("", "", until) if until is not None and until < as_of else (tier, reason, None)


def _first(tiers: TierPolicy, metrics: Mapping[str, Quantity], *, overlay: bool) -> _Decision:
    """The first rule that holds. The catch-all is explained by why the one above did not."""
    above = ""
    failed: tuple[Reason, ...] = ()
    for rule in tiers.tiers:
        if rule.overlay is not overlay:
            continue
        if rule.when is None:
            return _Decision(rule.key, failed, False, above, failed)
        verdict = evaluate(rule.when, metrics)
        if verdict.value or (verdict.value is None and rule.hold):
            why = verdict.reasons
            if verdict.value is None:  # what is known to hold belongs to the explanation too
                why = _known(rule, metrics) + verdict.reasons
            return _Decision(rule.key, why, verdict.value is None, above, failed)
        above, failed = rule.key, verdict.reasons
    return _Decision("", (), False)


def _known(rule: Tier, metrics: Mapping[str, Quantity]) -> tuple[Reason, ...]:
    """The parts of an `and` that hold although the whole is unknown."""
    if not isinstance(rule.when, Both):
        return ()
    verdicts = [evaluate(item, metrics) for item in rule.when.items]
    return tuple(reason for verdict in verdicts if verdict.value for reason in verdict.reasons)
