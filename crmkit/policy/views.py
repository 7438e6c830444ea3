"""Read `views.md`: filters of the customer list that the team keeps, by name."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.language import Label
from crmkit.policy.reading import Cursor, groups, known, scalars
from crmkit.policy.words import Claims, read_choice

FACETS = ("owner", "tier", "status", "segment", "tag", "type", "industry", "source", "days", "next")
"""What the list can be filtered by; `days` takes `<30`, `>90` or `-` for never, `next` a bucket or `idle`."""


class SavedView(NamedTuple):
    """A filter with a name: values by facet, those of one facet each enough."""

    key: str
    label: Label
    filters: tuple[tuple[str, tuple[str, ...]], ...]


def read_views(c: Cursor) -> tuple[SavedView, ...]:
    """The saved views in the order of the file; one that filters by nothing known is left out."""
    known(c, "format", "views")
    seen: set[str] = set()
    claims: Claims = {}
    found = []
    for item in groups(c, "views", required=True):
        word = read_choice(item, seen, claims, *FACETS)
        filters = tuple(
            (facet, tuple(node.text for node in scalars(item, facet)))
            for facet in FACETS
            if item.node.get(facet) is not None
        )
        if word.key and any(values for _, values in filters):
            found.append(SavedView(word.key, word.label, filters))
    return tuple(found)
