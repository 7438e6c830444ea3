"""Read what the report `tier_review` of `kpis.md` says of telling: whom, and how soon a tier moved (D6)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import Cursor, all_named, groups, text
from crmkit.policy.terms import span

TIER_REVIEW = "tier_review"


class TierReview(NamedTuple):
    """The roles that are told `within` a span of the day on which a tier moved; None: nobody is by a clock.

    Who does not know after `lapses` is told by the next review.
    """

    tell: tuple[str, ...] = ()
    within: Span | None = None
    lapses: Span | None = None
    source: Source = Source("")


def read_tier_review(c: Cursor, _: Parts) -> TierReview:
    """The first report of the name."""
    for item in groups(c, "reports"):
        if text(item, "key") == TIER_REVIEW:
            within = span(item, "tell_within")
            place = item.document.source(item.node.start)
            lapses = span(item, "tell_lapses", required=within is not None)
            return TierReview(all_named(item, "tell", "role"), within, lapses, place)
    return TierReview()


FILE = PolicyFile(name="kpis.md", of=TierReview, read=read_tier_review, default=TierReview())
