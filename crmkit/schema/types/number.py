"""Read a decimal number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.numerals import decimal, narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_NUMBER = Code("CRM312", "wrong-number")


def read(text: str, field: Field, context: Context) -> object:
    """A `Decimal`."""
    number = decimal(text)
    if number is not None:
        return number
    plain = narrow(text)
    known = plain != text and decimal(plain) is not None
    return Problem(WRONG_NUMBER, suggestion=plain if known else "", safe=known)


TYPE = FieldType("number", read, {"type": ["string", "number"]})
