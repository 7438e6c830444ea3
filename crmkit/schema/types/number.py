"""Read a decimal number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.grouped import number as grouped
from crmkit.schema.numerals import decimal, narrow, spelled

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


def _say(data: Decimal, lang: Lang, currency: str) -> ValueText:
    return ValueText(grouped(data))


TYPE = FieldType(
    "number",
    Label("数字", "number"),
    read,
    example="1.5",
    say=_say,
    write=spelled,
    json_schema={"type": ["string", "number"]},
    closed=True,
    bounds=True,
    adds=True,
    ours=True,
)
