"""Find every customer's segments with their evidence, in both languages."""

from __future__ import annotations

from typing import Any

from crmkit.language import Word, labelled
from crmkit.policy.files.segments import Segments
from crmkit.policy.labels import word
from crmkit.rules import say_all
from crmkit.view import Belonging, Standing, View


def rows(view: View) -> list[dict[str, Any]]:
    """The rows of `crmkit segments`, with the evidence in both languages and its lines."""
    return [
        _row(standing, belonging, view)
        for standing in view.standings.values()
        for belonging in standing.segments
    ]


def _row(standing: Standing, belonging: Belonging, view: View) -> dict[str, Any]:
    policy = view.policy
    segment = next(one for one in policy.get(Segments) if one.key == belonging.key)
    tier = policy.tiers.find(standing.tiering.key)
    lines = dict.fromkeys(f"{s.path}:{s.line}" for reason in belonging.reasons for s in reason.sources)
    return {
        "id": standing.facts.id,
        "name": standing.facts.name,
        "tier": Word(tier.key, tier.label) if tier else None,
        "owner": word(policy, "owner", standing.owner.value),
        "segment": Word(segment.key, segment.label),
        "evidence": labelled(lambda lang: say_all(belonging.reasons, lang, policy.book.currency)),
        "lines": list(lines),
    }
