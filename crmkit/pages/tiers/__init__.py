"""Show what each tier asks for, whether its rhythm is kept, who moved, and what a hand or a guess holds."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from crmkit.pages import FOLDER, BookIndex, Context, Page, address, evidence, later, money, number, tier_cell
from crmkit.pages.tiers.health import LABELS, health
from crmkit.pages.tiers.moved import changes, near
from crmkit.pages.tiers.rhythm import tracks
from crmkit.pages.tiers.rule import rule
from crmkit.policy import Policy
from crmkit.policy.files.tiers import Tier
from crmkit.reader import Reader
from crmkit.view import Standing

SHOWN = 200


def book(index: BookIndex, words: Reader) -> Context:
    """A row for each tier, the best first; the rhythm of each track; moves; what a hand or a guess holds."""
    view, policy = index.view, index.policy
    held: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        held[standing.tiering.key].append(standing)
    known = sorted(policy.tiers.tiers, key=lambda each: each.rank)
    apart = [row for standing in view.standings.values() if (row := _apart(standing, policy, words))]
    return {
        "tiers": [_tier(tier, held[tier.key], len(view.standings), index, words) for tier in known],
        "states": [(tone, words.tr(label)) for tone, label in LABELS.items()],
        "tracks": tracks(index, words),
        **changes(index, words),
        "near": near(index, words),
        "ticked": policy.tiers.by_hand,
        "apart": apart[:SHOWN],
        "apart_count": len(apart),
        "apart_more": len(apart) - len(apart[:SHOWN]),
    }


def _tier(tier: Tier, standings: list[Standing], whole: int, index: BookIndex, words: Reader) -> Context:
    policy = index.policy
    amount = sum((standing.number("amount_12m") or Decimal(0) for standing in standings), Decimal(0))
    forge, (path, line, _) = policy.book.forge, tier.source
    return {
        "cell": tier_cell(tier.key, policy, words),
        "rule": _wanted(tier, policy, words),
        "overlay": tier.overlay,
        "place": f"{path}:{line}",
        "href": f"{forge}{path}#L{line}" if forge else "",
        "health": health(standings, index, words),
        "count": number(Decimal(len(standings))),
        "share": round(len(standings) * 100 / whole) if whole else 0,
        "amount": money(amount, policy.book.currency),
    }


def _wanted(tier: Tier, policy: Policy, words: Reader) -> str:
    """Who has the tier: by its rule, by a hand where tiers are ticked, and the last one all others."""
    if tier.when:
        return rule(tier.when, policy, words)
    ticked = policy.tiers.by_hand and tier is not policy.tiers.tiers[-1]
    return words.tr("whom a hand ticks") if ticked else words.tr("everybody else")


def _apart(standing: Standing, policy: Policy, words: Reader) -> Context | None:
    """A customer whose tier a hand set, or that holds only while something is unknown; else None."""
    tiering, hand = standing.tiering, standing.facts.hand_tier
    if tiering.hand and policy.tiers.by_hand:
        return None
    if tiering.hand:
        state = words.tr("Set by hand")
        why = [tiering.hand_reason] if tiering.hand_reason and words.reads_text else []
    elif tiering.guessed:
        state = words.tr("Held while unknown")
        why = evidence((reason for reason in tiering.reasons if reason.held is None), policy, words)
    elif tiering.hand_ended:
        state, why = words.tr("The hand's time is over"), []
    else:
        return None
    until = hand.until if hand and tiering.hand else tiering.hand_ended
    differs = tiering.computed and tiering.computed != tiering.key
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "tier": tier_cell(tiering.key, policy, words),
        "state": state,
        "why": why,
        "rules": tier_cell(tiering.computed, policy, words) if differs else None,
        "until": until.isoformat() if until else "",
    }


PAGE = Page(
    "tiers", "tiers.html", later("Tiers"), later("Does time go where value is?"), order=4, key="i", book=book
)
