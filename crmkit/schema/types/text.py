"""Take any text as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType

if TYPE_CHECKING:
    from crmkit.schema.fields import Field


def read(text: str, field: Field, context: Context) -> object:
    """The text itself."""
    return text


TYPE = FieldType(
    "text",
    Label("文字", "text"),
    read,
)
