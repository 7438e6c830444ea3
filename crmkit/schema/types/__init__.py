"""Hold one file for each type of field; a file with a `TYPE` is a type."""

from __future__ import annotations

from functools import cache

from crmkit import resources
from crmkit.schema.field_type import FieldType


@cache
def types() -> dict[str, FieldType]:
    """All types by name."""
    return {one.name: one for one in resources.discover("crmkit.schema.types", "TYPE", FieldType)}
