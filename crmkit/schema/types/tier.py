"""Read a tier of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_TIER = Code("CRM324", "unknown-tier")


def read(text: str, field: Field, context: Context) -> object:
    """The key of the tier."""
    return look_up(text, context.tiers, UNKNOWN_TIER)


TYPE = FieldType(
    "tier",
    Label("等级", "tier"),
    read,
    words=lambda _, context: context.tiers,
    ref=Ref.TIER,
    closed=True,
    ours=True,
)
