"""Read a status of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_STATUS = Code("CRM323", "unknown-status")


def read(text: str, field: Field, context: Context) -> object:
    """The key of the status."""
    return look_up(text, context.statuses, UNKNOWN_STATUS)


TYPE = FieldType(
    "status",
    Label("状态", "status"),
    read,
    words=lambda _, context: context.statuses,
    ref=Ref.STATUS,
    closed=True,
)
