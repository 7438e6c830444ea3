"""Read the number of a customer; whether there is one is asked of the whole book later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Problem, Ref
from crmkit.schema.numerals import narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_REFERENCE = Code("CRM321", "wrong-reference")


def read(text: str, field: Field, context: Context) -> object:
    """The number as written when it has the shape that the policy gives."""
    if context.number(text):
        return text
    plain = narrow(text).upper()
    known = plain != text and context.number(plain)
    return Problem(WRONG_REFERENCE, suggestion=plain if known else "", safe=known)


TYPE = FieldType(
    "reference",
    Label("客户编号", "customer's number"),
    read,
    ref=Ref.CUSTOMER,
    closed=True,
)
