"""Read who is contacted how often (E2)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.document import MappingNode
from crmkit.language import Label, same
from crmkit.policy.declared import Declared
from crmkit.policy.reading import (
    Cursor,
    all_named,
    flag,
    integer,
    label,
    listed,
    listed_under,
    named,
    one_of,
    place,
    scalar,
    texts,
)
from crmkit.policy.stages import Stage, stages_under
from crmkit.policy.terms import span
from crmkit.policy.words import Claims, read_choice

ANY = "any"
ORDERS = ("first_preferred", ANY)
"""In which order the channels of a track are offered."""


class Track(NamedTuple):
    """A contact that comes back. Empty `tier` means any; `statuses`, when given, stand for `stages`.

    `times` within `every`; `lasts` counts from the day the tier began. `limit` is the longest distance that
    is borne. `purpose` must be said by the entry when `needs_purpose`; `lead` is how early it is fulfilled.
    What is sent automatically fulfils none that is `by_hand`. A `role` does it, the owner without one.
    Where `any_order` will do, the channel that reached them last goes first, else they go as listed. What is
    done says the fields it is `asked` for; `content` is what it is about.
    """

    key: str
    label: Label
    every: Span
    channels: tuple[str, ...]
    tier: str = ""
    stages: tuple[Stage, ...] = ()
    statuses: tuple[str, ...] = ()
    times: int = 1
    lasts: Span | None = None
    limit: Span | None = None
    lead: Span | None = None
    purpose: str = ""
    needs_purpose: bool = False
    automatic: bool = False
    by_hand: bool = False
    letter: str = ""
    source: Source = Source("")
    role: str = ""
    any_order: bool = False
    asked: tuple[str, ...] = ()
    content: Label | None = None


def read_track(
    c: Cursor, stages: tuple[Stage, ...], declared: Declared, seen: set[str], claims: Claims
) -> Track | None:
    """A track; None without its distance."""
    word = read_choice(c, seen, claims)
    every = span(c, "every", required=True, least=1)
    track = Track(
        key=word.key,
        label=word.label,
        every=every or Span(1, "year"),
        channels=listed_under(c, "channels", declared.channels, required=True),
        tier=tier_named(c, declared, required=False),
        stages=stages_under(c, "stages", stages),
        statuses=listed_under(c, "statuses", declared.statuses),
        times=integer(c, "times", 1, least=1),
        lasts=span(c, "lasts", least=1),
        limit=span(c, "limit", least=1),
        lead=span(c, "lead"),
        purpose=one_of(c, "purpose", declared.purposes, "", required=c.get("needs_purpose") is not None),
        needs_purpose=flag(c, "needs_purpose"),
        automatic=flag(c, "automatic"),
        by_hand=flag(c, "by_hand"),
        letter=named(c, "letter", "letter"),
        source=place(c),
        role=named(c, "role", "role"),
        any_order=one_of(c, "order", ORDERS, ORDERS[0]) == ANY,
        asked=(*all_named(c, "report", "entry"), *all_named(c, "log", "entry")),
        content=_content(c),
    )
    return track if every is not None else None


def _content(c: Cursor) -> Label | None:
    """What it is about, in both languages, or as a list in the team's own."""
    node = c.get("content")
    if node is None or isinstance(node, MappingNode):
        return label(c, "content") if node is not None else None
    return same("、".join(texts(c, "content")))


def tier_named(c: Cursor, declared: Declared, *, required: bool) -> str:
    """The key under `tier`; empty for none, or one that the pack has not."""
    node = scalar(c, "tier", required=required)
    return (
        node.text
        if node is not None and node.text and listed(c, node, declared.tiers, c.name("tier"))
        else ""
    )
