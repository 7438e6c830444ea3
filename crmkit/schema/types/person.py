"""Read one of our people, by id, name or email."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Ref, look_up

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

UNKNOWN_PERSON = Code("CRM322", "unknown-person")


def read(text: str, field: Field, context: Context) -> object:
    """The person's id; an unknown one is kept as written. Any word is taken where nobody is listed."""
    return look_up(text, context.people, UNKNOWN_PERSON, keep=True) if context.people else text


TYPE = FieldType(
    "person",
    Label("我方人员", "one of us"),
    read,
    words=lambda _, context: context.people,
    ref=Ref.PERSON,
    closed=True,
)
