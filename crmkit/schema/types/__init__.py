"""Hold one file for each type of field; a file with a `TYPE` is a type, called as its name is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crmkit import resources
from crmkit.schema.field_type import FieldType


@cache
def types() -> Mapping[str, FieldType]:
    """All types by name."""
    found = {one.name: one for one in resources.discover("crmkit.schema.types", "TYPE", FieldType)}
    return resources.called_as_files("crmkit.schema.types", "TYPE", found)
