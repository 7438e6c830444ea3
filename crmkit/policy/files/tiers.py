"""Read `tiers.md`: who sets a tier, and the rules that are tried from the top (D1–D6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from crmkit.diagnostics import Code, Source
from crmkit.language import Label
from crmkit.policy.choices import choices_of
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.status import StatusPolicy
from crmkit.policy.notes import Answers
from crmkit.policy.reading import Cursor, flag, group, groups, integer, one_of, scalar
from crmkit.policy.words import Claims, names, read_choice
from crmkit.rules.metrics import SETTLED
from crmkit.rules.parse import Choices, parse
from crmkit.rules.tree import Condition, comparisons
from crmkit.schema.fields import Choice, Schema
from crmkit.schema.names import Names

CATCH_ALL = Code("CRM914", "tiers-without-catch-all")
NEVER_REACHED = Code("CRM915", "tier-never-reached")

RULE, HAND = "rule", "hand"
REQUIRED, OPTIONAL = "required", "optional"
UNKNOWN = ("no", "hold")

OUTCOMES = tuple(one.name for one in SETTLED)
"""The metrics that come of the tiers: segments may ask for them, a rule that makes them cannot."""


class Tier(NamedTuple):
    """A tier. `when` None holds always; `overlay` lies over the base tier and wins; `hold` keeps it while
    its condition is unknown. `source` is the condition's place, or the tier's.
    """

    key: str
    label: Label
    aliases: tuple[str, ...] = ()
    rank: int = 0
    overlay: bool = False
    when: Condition | None = None
    hold: bool = False
    source: Source = Source("")


# What follows from the rules is worked out when it is first asked for, and held beside them: so no slots.


@dataclass(frozen=True)
class TierPolicy:
    """`by_hand`: tiers are ticked, not computed. The next two say what a hand-set tier must carry.

    `choices` are the words that any condition of the pack may compare with.
    """

    by_hand: bool = False
    hand_reason: bool = True
    hand_until: bool = True
    tiers: tuple[Tier, ...] = ()
    names: Names = field(default_factory=Names)
    choices: Choices = field(default_factory=dict)

    def turn(self, key: str) -> int:
        """Whose turn it is among equally urgent ones: tiers that warn of a loss first, then by rank."""
        order = sorted(self.tiers, key=lambda tier: (not tier.overlay, tier.rank))
        return next((at for at, tier in enumerate(order) if tier.key == key), len(order))

    @cached_property
    def limits(self) -> Mapping[str, tuple[Decimal, ...]]:
        """Each metric that the rules name, and the numbers that they compare it with."""
        found: dict[str, tuple[Decimal, ...]] = {}
        for rule in self.tiers:
            for one in comparisons(rule.when) if rule.when else ():
                known = found.get(one.metric, ())
                found[one.metric] = (*known, one.limit) if isinstance(one.limit, Decimal) else known
        return found

    @cached_property
    def overlays(self) -> TierPolicy:
        """The same with those tiers alone that lie over others."""
        return replace(self, tiers=tuple(tier for tier in self.tiers if tier.overlay))

    def find(self, word: str) -> Tier | None:
        """The tier that a word names."""
        key = self.names.find(word)
        return next((tier for tier in self.tiers if tier.key == key), None)


def read_tiers(c: Cursor, have: Parts) -> TierPolicy:
    """The tier policy; a condition may name tiers that stand below it."""
    by_hand = one_of(c, "set", (RULE, HAND), RULE, required=True) == HAND
    hand = group(c, "hand")
    seen: set[str] = set()
    claims: Claims = {}
    cursors = tuple(groups(c, "tiers", required=True))
    words = tuple(read_choice(item, seen, claims) for item in cursors)
    choices = choices_of(have.get(Schema), have.get(StatusPolicy).names, names(words))
    tiers = tuple(_tier(item, word, choices) for item, word in zip(cursors, words, strict=True))
    _reach(cursors, tiers, by_hand)
    return TierPolicy(
        by_hand=by_hand,
        hand_reason=hand is None or one_of(hand, "reason", (REQUIRED, OPTIONAL), REQUIRED) == REQUIRED,
        hand_until=hand is None or one_of(hand, "until", (REQUIRED, OPTIONAL), REQUIRED) == REQUIRED,
        tiers=tiers,
        names=names(words),
        choices=choices,
    )


def _tier(c: Cursor, word: Choice, choices: Choices) -> Tier:
    node = scalar(c, "when", required=False)
    condition, place = None, c.document.source(c.node.start)
    if node is not None:
        quoted = node.style in ("'", '"')
        place = c.document.source(node.start + quoted)
        condition, findings = parse(node.text, place, choices, without=OUTCOMES)
        c.findings.extend(findings)
    rank = integer(c, "rank", 0, required=True)
    hold = one_of(c, "unknown", UNKNOWN, UNKNOWN[0]) == UNKNOWN[1]
    return Tier(word.key, word.label, word.aliases, rank, flag(c, "overlay"), condition, hold, place)


def _reach(cursors: Sequence[Cursor], tiers: tuple[Tier, ...], by_hand: bool) -> None:
    """The last tier takes everyone, and no earlier one does; ticked tiers need no condition."""
    if not cursors:
        return
    last = cursors[-1]
    if tiers[-1].overlay or last.get("when") is not None:
        last.report(CATCH_ALL, last.get("when") or last.get("key") or last.node, tier=tiers[-1].key)
    for item, tier in zip(cursors[:-1], tiers, strict=False):
        if item.get("when") is None and not by_hand:
            item.report(NEVER_REACHED, item.get("key") or item.node, tier=tier.key)


def _answers(policy: TierPolicy) -> Answers:
    return {"tier": [tier.key for tier in policy.tiers]}


FILE = PolicyFile(
    name="tiers.md", of=TierPolicy, read=read_tiers, needs=(Schema, StatusPolicy), answers=_answers
)
