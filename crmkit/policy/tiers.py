"""Read `tiers.md`: who sets a tier, and the rules that are tried from the top (D1–D6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code, Source
from crmkit.language import Label
from crmkit.policy.reading import Cursor, flag, group, groups, integer, known, one_of, scalar
from crmkit.policy.words import Claims, names, read_choice
from crmkit.rules.parse import Choices, parse
from crmkit.rules.tree import Condition
from crmkit.schema.fields import Choice
from crmkit.schema.names import Names

CATCH_ALL = Code("CRM914", "tiers-without-catch-all")
NEVER_REACHED = Code("CRM915", "tier-never-reached")

RULE, HAND = "rule", "hand"
REQUIRED, OPTIONAL = "required", "optional"
UNKNOWN = ("no", "hold")


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


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """`by_hand`: tiers are ticked, not computed. The other two say what a hand-set tier must carry."""

    by_hand: bool = False
    hand_reason: bool = True
    hand_until: bool = True
    tiers: tuple[Tier, ...] = ()
    names: Names = field(default_factory=Names)

    def find(self, word: str) -> Tier | None:
        """The tier that a word names."""
        key = self.names.find(word)
        return next((tier for tier in self.tiers if tier.key == key), None)


def tier_words(c: Cursor) -> tuple[Choice, ...]:
    """Keys, labels and aliases of the tiers, which conditions of every file may name."""
    seen: set[str] = set()
    claims: Claims = {}
    more = ("rank", "overlay", "when", "unknown")
    return tuple(read_choice(item, seen, claims, *more) for item in groups(c, "tiers", required=True))


def read_tiers(c: Cursor, words: tuple[Choice, ...], choices: Choices) -> TierPolicy:
    """The tier policy; `words` are what `tier_words` answered, `choices` what conditions may compare with."""
    known(c, "format", "set", "hand", "tiers")
    by_hand = one_of(c, "set", (RULE, HAND), RULE, required=True) == HAND
    hand = group(c, "hand")
    if hand is not None:
        known(hand, "reason", "until")
    quiet = Cursor(c.document, c.node, c.path)  # the shape of the list was reported with its words
    cursors = [Cursor(c.document, item.node, item.path, c.findings) for item in groups(quiet, "tiers")]
    tiers = tuple(_tier(item, word, choices) for item, word in zip(cursors, words, strict=True))
    _reach(c, cursors, tiers, by_hand)
    return TierPolicy(
        by_hand=by_hand,
        hand_reason=hand is None or one_of(hand, "reason", (REQUIRED, OPTIONAL), REQUIRED) == REQUIRED,
        hand_until=hand is None or one_of(hand, "until", (REQUIRED, OPTIONAL), REQUIRED) == REQUIRED,
        tiers=tiers,
        names=names(words),
    )


def _tier(c: Cursor, word: Choice, choices: Choices) -> Tier:
    node = scalar(c, "when", required=False)
    condition, place = None, c.document.source(c.node.start)
    if node is not None:
        quoted = node.style in ("'", '"')
        place = c.document.source(node.start + quoted)
        condition, findings = parse(node.text, place, choices)
        c.findings.extend(findings)
    rank = integer(c, "rank", 0, required=True)
    hold = one_of(c, "unknown", UNKNOWN, UNKNOWN[0]) == UNKNOWN[1]
    return Tier(word.key, word.label, word.aliases, rank, flag(c, "overlay"), condition, hold, place)


def _reach(c: Cursor, cursors: list[Cursor], tiers: tuple[Tier, ...], by_hand: bool) -> None:
    """The last tier takes everyone, and no earlier one does; ticked tiers need no condition."""
    if not cursors:
        return
    last = cursors[-1]
    if tiers[-1].overlay or last.node.get("when") is not None:
        last.report(CATCH_ALL, last.node.get("when") or last.node.get("key") or last.node, tier=tiers[-1].key)
    for item, tier in zip(cursors[:-1], tiers, strict=False):
        if item.node.get("when") is None and not by_hand:
            item.report(NEVER_REACHED, item.node.get("key") or item.node, tier=tier.key)
