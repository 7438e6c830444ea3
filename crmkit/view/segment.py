"""Say which segments a customer belongs to, and why (D7, D8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.policy.files.segments import Segment
from crmkit.rules import Quantity, Reason, evaluate


class Belonging(NamedTuple):
    """A segment's key, the comparisons that made it so, and whether it is a warning."""

    key: str
    reasons: tuple[Reason, ...]
    warns: bool


def segments_of(segments: tuple[Segment, ...], metrics: Mapping[str, Quantity]) -> tuple[Belonging, ...]:
    """Those whose condition holds; an unknown one does not."""
    found = []
    for segment in segments:
        verdict = evaluate(segment.when, metrics)
        if verdict.value:
            found.append(Belonging(segment.key, verdict.reasons, segment.warns))
    return tuple(found)
