"""Read the word that says what an entry is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_KIND = Code("CRM327", "not-a-kind")


def read(text: str, field: Field, context: Context) -> object:
    """The key of the kind."""
    return look_up(text, context.kinds, UNKNOWN_KIND)


TYPE = FieldType(
    "kind",
    Label("记录类型", "kind of entry"),
    read,
    words=lambda _, context: context.kinds,
    ref=Ref.KIND,
    closed=True,
)
