"""Read a word of the field's own closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_CHOICE = Code("CRM320", "not-a-choice")


def read(text: str, field: Field, context: Context) -> object:
    """The key of the choice."""
    return look_up(text, field.names, UNKNOWN_CHOICE)


TYPE = FieldType(
    "choice",
    Label("选项", "choice"),
    read,
    words=lambda field, _: field.names,
    ref=Ref.CHOICE,
    closed=True,
)
