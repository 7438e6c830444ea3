"""Hold one file for each class of entries; a file with a `CLASS` is a class, called as its key is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import iter_modules

from crmkit.resources import PlugInError, discover
from crmkit.schema.entry_class import CONSTANT, FOLDER, EntryClass


@cache
def classes() -> Mapping[str, EntryClass]:
    """All classes by key."""
    found = {one.key: one for one in discover(FOLDER, CONSTANT, EntryClass)}
    for key, name in zip(found, sorted(module.name for module in iter_modules(__path__)), strict=True):
        if key != name:
            raise PlugInError(f"{FOLDER}.{name}: {CONSTANT} has the key {key}, not {name}")
    return found
