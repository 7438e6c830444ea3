"""Find every due source, one file each, and the one that asks for an item."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crmkit.followups.item import DueItem
from crmkit.followups.source import DueSource
from crmkit.resources import discover


@cache
def due_sources() -> Mapping[str, DueSource]:
    """Every due source by its key; two of one key are misuse."""
    found: dict[str, DueSource] = {}
    for one in discover("crmkit.followups.sources", "SOURCE", DueSource):
        if one.key in found:
            raise ValueError(f"two due sources have the key {one.key!r}")
        found[one.key] = one
    return found


def source_of(item: DueItem) -> DueSource:
    """The source that asks for an item."""
    return due_sources()[item.source]


def by_contact(item: DueItem) -> bool:
    """Whether a contact with the customer does it, and no work at the desk."""
    source = source_of(item)
    return source.contact and (not source.mixed or bool(item.channels))
