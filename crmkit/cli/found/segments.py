"""Find every customer's segments with their evidence, in both languages."""

from __future__ import annotations

from crmkit.language import LANGUAGES
from crmkit.policy.files.segments import Segments
from crmkit.policy.said import word
from crmkit.rules import say_all
from crmkit.table import Word
from crmkit.view import Belonging, Standing, View


def rows(view: View) -> list[tuple[object, ...]]:
    """Number, name, tier, owner, segment, the evidence in Chinese and in English, its lines."""
    return [
        _row(standing, belonging, view)
        for standing in view.standings.values()
        for belonging in standing.segments
    ]


def _row(standing: Standing, belonging: Belonging, view: View) -> tuple[object, ...]:
    policy = view.policy
    segment = next(one for one in policy.get(Segments) if one.key == belonging.key)
    tier = policy.tiers.find(standing.tiering.key)
    lines = dict.fromkeys(f"{s.path}:{s.line}" for reason in belonging.reasons for s in reason.sources)
    return (
        standing.facts.id, standing.facts.name,
        Word(tier.key, tier.label.zh, tier.label.en) if tier else None,
        word(policy, "owner", standing.owner.value), Word(segment.key, *segment.label),
        *(say_all(belonging.reasons, lang, policy.book.currency) for lang in LANGUAGES), list(lines),
    )  # fmt: skip
