"""Read a percentage with its sign, so that 0.35 is never taken for 35 %."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.grouped import number as grouped
from crmkit.schema.numerals import decimal, narrow, spelled

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_PERCENT = Code("CRM311", "wrong-percent")


@lru_cache(maxsize=4096)
def parse(text: str) -> Decimal | Problem:
    """Decimal 35 from `35%` or `35 %`; a number without the sign is a problem."""
    if text.endswith("%"):
        number = decimal(text[:-1].rstrip(" "))
        if number is not None:
            return number
    plain = narrow(text)
    if plain != text and plain.endswith("%"):
        return Problem(WRONG_PERCENT, suggestion=plain, safe=decimal(plain[:-1].rstrip(" ")) is not None)
    bare = decimal(plain)
    if bare is None:
        return Problem(WRONG_PERCENT)
    share = bare * 100 if "." in plain and abs(bare) <= 1 else bare
    return Problem(WRONG_PERCENT, suggestion=f"{spelled(share)}%")


def read(text: str, field: Field, context: Context) -> object:
    """A `Decimal` in percent."""
    return parse(text)


def _say(data: Decimal, lang: Lang, currency: str) -> ValueText:
    return ValueText(f"{grouped(data)}%")


def write(data: Decimal) -> str:
    """`35%`."""
    return f"{spelled(data)}%"


TYPE = FieldType(
    "percent",
    Label("百分比", "percentage"),
    read,
    example="35%",
    say=_say,
    write=write,
    json_schema={"type": "string", "pattern": r"^-?[\d,]+(\.\d+)? *%$"},
    closed=True,
    bounds=True,
    unit="%",
    ours=True,
)
