"""Take any text as it is."""

from __future__ import annotations

from crmkit.schema.field_type import Context, FieldType
from crmkit.schema.fields import Field


def read(text: str, field: Field, context: Context) -> object:
    """The text itself."""
    return text


TYPE = FieldType("text", read)
