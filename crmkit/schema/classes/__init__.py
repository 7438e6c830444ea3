"""Hold one file for each class of entries; a file with a `CLASS` is a class, called as its key is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crmkit import resources
from crmkit.schema.entry_class import EntryClass


@cache
def classes() -> Mapping[str, EntryClass]:
    """All classes by key."""
    found = {one.key: one for one in resources.discover("crmkit.schema.classes", "CLASS", EntryClass)}
    return resources.called_as_files("crmkit.schema.classes", "CLASS", found)
