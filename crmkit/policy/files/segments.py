"""Read `segments.md`: descriptions of a customer that may overlap, each a condition (D7)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.diagnostics import Source
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.tiers import TierPolicy
from crmkit.policy.notes import Answers
from crmkit.policy.reading import Cursor, flag, groups
from crmkit.policy.terms import condition
from crmkit.policy.words import Claims, read_choice
from crmkit.rules.tree import Condition


class Segment(NamedTuple):
    """Whom it describes: those for whom `when` holds. `warns` makes each of them a warning (D8)."""

    key: str
    label: Label
    when: Condition
    warns: bool = False
    source: Source = Source("")


class Segments(tuple[Segment, ...]):
    """The segments in the policy's order."""

    __slots__ = ()


def read_segments(c: Cursor, have: Parts) -> Segments:
    """The segments; one without a sound condition is left out."""
    seen: set[str] = set()
    claims: Claims = {}
    found = []
    for item in groups(c, "segments", required=True):
        word = read_choice(item, seen, claims)
        when, place = condition(item, "when", have.get(TierPolicy).choices)
        warns = flag(item, "warns")
        if when is not None and word.key:
            found.append(Segment(word.key, word.label, when, warns, place))
    return Segments(found)


def _answers(segments: Segments) -> Answers:
    return {"segment": [one.key for one in segments]}


FILE = PolicyFile(
    name="segments.md",
    of=Segments,
    read=read_segments,
    needs=(TierPolicy,),
    default=Segments(),
    answers=_answers,
)
