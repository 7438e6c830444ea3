"""Read `segments.md`: descriptions of a customer that may overlap, each a condition (D7)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.diagnostics import Source
from crmkit.language import Label
from crmkit.policy.reading import Cursor, flag, groups, known
from crmkit.policy.terms import condition
from crmkit.policy.words import Claims, read_choice
from crmkit.rules.parse import Choices
from crmkit.rules.tree import Condition


class Segment(NamedTuple):
    """Whom it describes: those for whom `when` holds. `warns` makes each of them a warning (D8)."""

    key: str
    label: Label
    when: Condition
    warns: bool = False
    source: Source = Source("")


def read_segments(c: Cursor, choices: Choices) -> tuple[Segment, ...]:
    """The segments in the policy's order; one without a sound condition is left out."""
    known(c, "format", "cooperation", "silence", "segments")
    seen: set[str] = set()
    claims: Claims = {}
    found = []
    for item in groups(c, "segments", required=True):
        word = read_choice(item, seen, claims, "when", "warns")
        when, place = condition(item, "when", choices)
        warns = flag(item, "warns")
        if when is not None and word.key:
            found.append(Segment(word.key, word.label, when, warns, place))
    return tuple(found)
