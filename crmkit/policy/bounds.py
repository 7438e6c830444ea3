"""Read how much contact, and how long a silence, is borne (E8)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.declared import Declared
from crmkit.policy.reading import Cursor, flag, group, integer, one_of, place
from crmkit.policy.terms import span
from crmkit.policy.tracks import tier_named

OUTBOUND = "outbound"
COUNTED = (OUTBOUND, "all")
"""Whose contacts a cap counts: ours, or theirs too."""


class Cap(NamedTuple):
    """At most so many contacts in a span, for a tier; of our own alone where only `outbound` ones count.

    `answers` and `automatic` say whether answers count, and what a machine sent.
    """

    tier: str
    per: Span
    at_most: int
    answers: bool
    source: Source
    outbound: bool = True
    automatic: bool = True


class Exceed(NamedTuple):
    """Tiers that may be contacted more than the cap, once a group of the profile says that they agreed."""

    tiers: tuple[str, ...] = ()
    needs: str = ""


class Silence(NamedTuple):
    """Whether silence beyond a track's limit is warned of, and the segment of those silent too long."""

    past_limit: bool = False
    segment: str = ""


class Promotion(NamedTuple):
    """So many contacts in a row for this purpose alone are warned of."""

    last: int
    purpose: str
    source: Source


def read_cap(c: Cursor, declared: Declared) -> Cap | None:
    """A cap; None without its tier or its span."""
    tier, per = tier_named(c, declared, required=True), span(c, "per", required=True, least=1)
    at_most = integer(c, "at_most", 0, required=True)
    outbound = one_of(c, "counts", COUNTED, OUTBOUND) == OUTBOUND
    answers, automatic = flag(c, "answers"), flag(c, "automatic", True)
    return Cap(tier, per, at_most, answers, place(c), outbound, automatic) if tier and per else None


def read_promotion(c: Cursor, declared: Declared) -> Promotion | None:
    """What stands under `promotion_only`; None for nothing."""
    inner = group(c, "promotion_only")
    if inner is None:
        return None
    return Promotion(
        integer(inner, "last", 0, required=True, least=1),
        one_of(inner, "purpose", declared.purposes, "", required=True),
        place(inner),
    )


def read_silence(warnings: Cursor, declared: Declared) -> Silence:
    """Which silence is warned of: `{past: limit}` of the tracks, or of a segment: `{segment: silent}`."""
    inner = group(warnings, "silence")
    if inner is None:
        return Silence()
    segment = one_of(inner, "segment", declared.segments, "")
    return Silence(
        one_of(inner, "past", ("limit",), "", required=inner.get("segment") is None) == "limit", segment
    )
