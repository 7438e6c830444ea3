"""Read a whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.numerals import decimal, narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_INTEGER = Code("CRM313", "wrong-integer")


def read(text: str, field: Field, context: Context) -> object:
    """An `int`."""
    number = decimal(text)
    if number is not None and "." not in text:
        return int(number)
    plain = narrow(text)
    known = plain != text and "." not in plain and decimal(plain) is not None
    return Problem(WRONG_INTEGER, suggestion=plain if known else "", safe=known)


TYPE = FieldType(
    "integer",
    Label("整数", "whole number"),
    read,
    example="12",
    json_schema={"type": ["string", "integer"]},
    closed=True,
    bounds=True,
    adds=True,
)
