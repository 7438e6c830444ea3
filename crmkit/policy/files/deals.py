"""Read `deals.md`: the stages of an opportunity, how likely each is to be won, how long it may last (A8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import WRONG_VALUE, Cursor, groups, named, number, once, one_of, place, text
from crmkit.policy.terms import span

OPEN, WON, LOST = "open", "won", "lost"
PREFIX = "op"
"""How ids begin where the procedures do not say."""
STAGES = "opportunity_stages"
"""The list of the vocabulary that names the stages."""
_WHOLE = Decimal(100)


class DealStage(NamedTuple):
    """`probability` is in percent points; after `limit` in it an opportunity is stuck, None for never.

    `ends` is `won` or `lost` where nothing follows, `open` where it goes on.
    """

    key: str
    probability: Decimal = Decimal(0)
    limit: Span | None = None
    ends: str = OPEN
    source: Source = Source("")


@dataclass(frozen=True, slots=True)
class Deals:
    """`stages` by key, in the order in which they follow; `prefix` begins the ids that the tool makes."""

    stages: Mapping[str, DealStage] = field(default_factory=dict)
    prefix: str = PREFIX

    def ends(self, stage: str) -> str:
        """Whether an opportunity in a stage is open, won or lost; in one that nobody knows it is open."""
        known = self.stages.get(stage)
        return known.ends if known else OPEN

    def ending(self, ends: str) -> str:
        """The first stage that ends so; empty for none."""
        return next((one.key for one in self.stages.values() if one.ends == ends), "")


def read_deals(c: Cursor, _: Parts) -> Deals:
    """The stages; of two with one key the first counts."""
    stages: dict[str, DealStage] = {}
    seen: set[str] = set()
    for item in groups(c, "stages", required=True):
        one = _stage(item, seen)
        stages.setdefault(one.key, one)
    return Deals(stages, text(c, "prefix", PREFIX))


def _stage(c: Cursor, seen: set[str]) -> DealStage:
    key = once(c, "key", seen)
    named(c, "key", f"list.{STAGES}")
    likely = number(c, "probability", percent=True, required=True) or Decimal(0)
    if not 0 <= likely <= _WHOLE:
        c.report(
            WRONG_VALUE, c.get("probability") or c.node, key=c.name("probability"), text=likely, example="50%"
        )
        likely = Decimal(0)
    return DealStage(
        key, likely, span(c, "limit", least=1), one_of(c, "ends", (OPEN, WON, LOST), OPEN), place(c)
    )  # fmt: skip


# A book of before this file says of no stage how likely it is; what has ended in it has ended all the same.
_ENDS = {key: DealStage(key, ends=key) for key in (WON, LOST)}
FILE = PolicyFile(name="deals.md", of=Deals, read=read_deals, default=Deals(_ENDS))
