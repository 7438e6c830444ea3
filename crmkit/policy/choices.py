"""Say which words a condition may compare a metric with."""

from __future__ import annotations

from crmkit.policy.words import names
from crmkit.rules.parse import Choices
from crmkit.schema.fields import Choice, Schema
from crmkit.schema.names import Names, fold
from crmkit.schema.types.choice import TYPE as CHOICE

NEED_STATE = ("need_state", "needs", "state")
"""The one metric whose words are those of a field inside a list."""


def choices_of(schema: Schema, statuses: Names, tiers: Names) -> Choices:
    """Words by metric: statuses, tiers, and every profile field that is a choice, under the field's key."""
    found = {"status": _lower(statuses)}
    found |= dict.fromkeys(("tier", "base_tier", "hand_tier"), _lower(tiers))
    for one in schema.profile:
        if one.type == CHOICE.name:
            found[one.key] = _words(one.choices)
    metric, outer, inner = NEED_STATE
    needs = schema.profile.find(outer)
    state = needs.fields.find(inner) if needs else None
    return found | ({metric: _words(state.choices)} if state else {})


def _words(choices: tuple[Choice, ...]) -> dict[str, str]:
    return _lower(names(choices))


def _lower(known: Names) -> dict[str, str]:
    return {fold(word): key for word, key in reversed(known.pairs) if word}
