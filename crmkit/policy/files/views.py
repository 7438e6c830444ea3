"""Read `views.md`: filters of the customer list that the team keeps, by name."""

from __future__ import annotations

import re
from typing import NamedTuple

from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.reading import WRONG_VALUE, Cursor, all_named, groups, listed, listed_under, scalars
from crmkit.policy.words import Claims, read_choice

FACETS = {
    "owner": "person", "tier": "tier", "status": "status", "segment": "segment", "tag": "", "type": "type",
    "industry": "industry", "source": "source.channel", "days": "", "next": "",
}  # fmt: skip
"""What the list can be filtered by, and by names of which kind. `days` takes `<30`, `>90` or `-` for never,
`next` one of `NEXT`, `tag` any tag.
"""
DAYS = re.compile(r"[<>][0-9]{1,5}|-")
NEXT = ("overdue", "today", "tomorrow", "this_week", "later", "idle")


class SavedView(NamedTuple):
    """A filter with a name: values by facet, those of one facet each enough."""

    key: str
    label: Label
    filters: tuple[tuple[str, tuple[str, ...]], ...]


class SavedViews(tuple[SavedView, ...]):
    """The saved views in the order of the file."""

    __slots__ = ()


def read_views(c: Cursor, have: Parts) -> SavedViews:
    """The saved views; one that filters by nothing known is left out."""
    seen: set[str] = set()
    claims: Claims = {}
    found, vocabulary = [], have.get(Vocabulary)
    for item in groups(c, "views", required=True):
        word = read_choice(item, seen, claims)
        facets = [facet for facet in FACETS if item.get(facet) is not None]
        filters = tuple((facet, _values(item, facet, vocabulary)) for facet in facets)
        if word.key and any(values for _, values in filters):
            found.append(SavedView(word.key, word.label, filters))
    return SavedViews(found)


def _values(c: Cursor, facet: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a facet is filtered by: names, or what only this list knows."""
    if facet == "next":
        return listed_under(c, facet, NEXT)
    if FACETS[facet]:
        return all_named(c, facet, FACETS[facet])
    nodes = scalars(c, facet)
    for node in nodes:
        if facet == "days" and not DAYS.fullmatch(node.text):
            c.report(WRONG_VALUE, node, key=c.name(facet), text=node.text, example="<30, >90, -")
        if facet == "tag" and vocabulary.tag(node.text) is None:
            listed(c, node, tuple(word for one in vocabulary.tags for word in one.words), c.name(facet))
    return tuple(node.text for node in nodes)


FILE = PolicyFile(name="views.md", of=SavedViews, read=read_views, needs=(Vocabulary,), default=SavedViews())
