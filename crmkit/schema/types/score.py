"""Read a score: a number on its field's own scale, or one that says its scale, such as `4/5`."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Severity
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.grouped import number as grouped
from crmkit.schema.numerals import LONGEST, narrow, spelled
from crmkit.schema.values import Scale, Score

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_SCORE = Code("CRM448", "wrong-score")
OUT_OF_SCALE = Code("CRM449", "score-out-of-scale")
OTHER_SCALE = Code("CRM480", "score-of-another-scale", Severity.WARNING)

_SHAPE = re.compile(r"(-?[0-9]{1,4}(?:\.[0-9]{1,2})?) ?(?:/ ?([0-9]{1,4}))? ?分?")


def read(text: str, field: Field, context: Context) -> object:
    """A `Decimal` on the field's own scale; a `Score`, with a warning, on another one.

    `8`, `8分`, `8/10`, `8 / 10` and their full-width forms are read; what is beyond its scale is a problem.
    """
    own, found = context.scales.get(field.key), parse(text)
    if found is None:
        return Problem(WRONG_SCORE, {"scale": said(own)})
    value, of = found
    if own is not None and (of is None or of == own.high):
        fits = own.low <= value <= own.high
        return value if fits else Problem(OUT_OF_SCALE, {"scale": said(own), "own": said(own)})
    if of is None:
        return value
    if not 0 <= value <= of or not of:
        return Problem(OUT_OF_SCALE, {"scale": f"0–{of}", "own": said(own)})
    return Problem(OTHER_SCALE, {"own": said(own)}, data=Score(value, of))


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Decimal, Decimal | None] | None:
    """The number, and the scale that stands behind it; None when it is no score."""
    found = _SHAPE.fullmatch(narrow(text)) if len(text) <= LONGEST else None
    return (Decimal(found[1]), Decimal(found[2]) if found[2] else None) if found else None


def said(scale: Scale | None) -> str:
    """`1–10`, empty when the policy knows no scale."""
    return f"{spelled(scale.low)}–{spelled(scale.high)}" if scale is not None else ""


def _say(data: Decimal | Score, lang: Lang, currency: str) -> ValueText:
    return ValueText(
        f"{grouped(data.value)}/{grouped(data.of)}" if isinstance(data, Score) else grouped(data)
    )


def write(data: Decimal | Score) -> str:
    """`8` on the field's own scale, `4/5` on another."""
    return f"{spelled(data.value)}/{spelled(data.of)}" if isinstance(data, Score) else spelled(data)


TYPE = FieldType(
    "score",
    Label("评分", "score"),
    read,
    example="8/10",
    say=_say,
    write=write,
    json_schema={"type": ["string", "number"]},
    closed=True,
)
