"""Read a tag of the policy's vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Severity
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up
from crmkit.schema.names import Names

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_TAG = Code("CRM325", "unknown-tag", Severity.WARNING)


def read(text: str, field: Field, context: Context) -> object:
    """The tag; an unknown one is kept, with its nearest word told (A6)."""
    found = context.tag(text)
    return look_up(text, context.tags, UNKNOWN_TAG, keep=True) if found is None else found


TYPE = FieldType(
    "tag",
    Label("标签", "tag"),
    read,
    words=lambda _, context: Names() if context.tag_patterns else context.tags,
    ref=Ref.TAG,
    closed=True,
)
