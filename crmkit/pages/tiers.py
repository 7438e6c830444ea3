"""Show what each tier asks for, whether its rhythm is kept, and whose tier is not the rules' own."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from crmkit.followups import Bucket, Sort
from crmkit.pages import FOLDER, Context, Page, Words, address, evidence, later, money, number, tier_cell
from crmkit.policy import Policy
from crmkit.policy.tiers import Tier
from crmkit.rules import Both, Compare, Condition, MetricType, Not, metric
from crmkit.view import Standing, View

SHOWN = 200
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "in": "=", "not in": "≠"}


def book(view: View, policy: Policy, words: Words) -> Context:
    """A row for each tier, the best first; then the customers whose tier is guessed or set by hand."""
    held: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        held[standing.tiering.key].append(standing)
    known = sorted(policy.tiers.tiers, key=lambda each: each.rank)
    apart = [row for standing in view.standings.values() if (row := _apart(standing, policy, words))]
    return {
        "tiers": [_tier(tier, held[tier.key], len(view.standings), policy, words) for tier in known],
        "apart": apart[:SHOWN],
        "apart_count": len(apart),
        "apart_more": len(apart) - len(apart[:SHOWN]),
    }


def _tier(tier: Tier, standings: list[Standing], whole: int, policy: Policy, words: Words) -> Context:
    amount = sum((standing.number("amount_12m") or Decimal(0) for standing in standings), Decimal(0))
    due = [
        [item for item in words.plan(standing.facts.id) if item.sort is Sort.CADENCE]
        for standing in standings
    ]
    asked = [items for items in due if items]
    kept = sum(all(item.bucket is not Bucket.OVERDUE for item in items) for items in asked)
    percent = round(kept * 100 / len(asked)) if asked else 0
    said = words.tr("%(kept)s of %(all)s in time", kept=kept, all=len(asked)) if asked else ""
    return {
        "cell": tier_cell(tier.key, policy, words),
        "rule": _rule(tier.when, policy, words) if tier.when else words.tr("everybody else"),
        "overlay": tier.overlay,
        "place": f"{tier.source.path}:{tier.source.line}",
        "count": number(Decimal(len(standings))),
        "share": round(len(standings) * 100 / whole) if whole else 0,
        "amount": money(amount, policy.book.currency),
        "tracks": [words.label(track.label) for track in policy.cadence.tracks if track.tier == tier.key],
        "kept": said,
        "percent": percent,
    }


def _rule(condition: Condition, policy: Policy, words: Words, *, inside: bool = False) -> str:
    """A condition in words; parts of parts stand in brackets."""
    if isinstance(condition, Compare):
        return _compare(condition, policy, words)
    if isinstance(condition, Not):
        return words.tr("not %(what)s", what=_rule(condition.item, policy, words, inside=True))
    between = words.tr(" and ") if isinstance(condition, Both) else words.tr(" or ")
    said = between.join(_rule(item, policy, words, inside=True) for item in condition.items)
    return words.tr("(%(what)s)", what=said) if inside else said


def _compare(one: Compare, policy: Policy, words: Words) -> str:
    known = metric(one.metric)
    name = str(getattr(known.label, words.language)) if known else one.metric
    if isinstance(one.limit, bool):
        return name
    if isinstance(one.limit, Decimal):
        kind = known.type if known else MetricType.NUMBER
        limit = money(one.limit, policy.book.currency) if kind is MetricType.MONEY else number(one.limit)
        unit = "%" if kind is MetricType.PERCENT else ""
        return f"{name} {_SIGNS.get(one.operator, one.operator)} {limit}{unit}"
    keys = one.limit if isinstance(one.limit, tuple) else (one.limit,)
    return f"{name} {_SIGNS.get(one.operator, one.operator)} {words.tr(', ').join(keys)}"


def _apart(standing: Standing, policy: Policy, words: Words) -> Context | None:
    """A customer whose tier a hand set, or that holds only while something is unknown; else None."""
    tiering, hand = standing.tiering, standing.facts.hand_tier
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
