"""Take a telephone number as it is written, and doubt it when its shape is odd."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Severity
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.numerals import narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

ODD_PHONE = Code("CRM315", "odd-phone", Severity.WARNING)
PHONE_LENGTH = Code("CRM316", "phone-length", Severity.WARNING)
SHAPE = re.compile(
    r"\+?[0-9(][0-9 ().\-/]*(?:(?:[,;]?\s*(?:ext|extension|x|#|转|分机)\.?\s*)[0-9]{1,6})?", re.IGNORECASE
)
TAIL = re.compile(r"[,;]?\s*(?:ext|x|#|转|分机).*", re.IGNORECASE)
CHINA = re.compile(r"(?:\+86|0086)?(1[3-9][0-9]*)")
FEWEST, MOST, MOBILE = 3, 20, 11
LONGEST = 80
"""Characters with an extension: longer texts are no number, and no pattern is run over them."""
# A number to dial, with what leads to an extension; more is a text, and might say whom to ask for.
_DIALLED = re.compile(r"(?:[-+0-9 \t()（）./,;、，；]|转|分机|ext\.?|x)*", re.IGNORECASE)


@lru_cache(maxsize=8192)
def parse(text: str) -> str | Problem:
    """The text unchanged, or a doubt that keeps it."""
    if len(text) > LONGEST:
        return Problem(ODD_PHONE, data=text)
    if SHAPE.fullmatch(text) is None:
        plain = narrow(text)
        fits = plain != text and SHAPE.fullmatch(plain) is not None
        return Problem(ODD_PHONE, suggestion=plain if fits else "", data=text)
    digits = re.sub(r"[^0-9+]", "", TAIL.sub("", text))
    if not FEWEST <= len(digits.lstrip("+")) <= MOST:
        return Problem(ODD_PHONE, data=text)
    mobile = CHINA.fullmatch(digits)
    bare = text[0] != "(" and len(digits) in range(MOBILE - 2, MOBILE + 3)
    if mobile and len(mobile[1]) != MOBILE and (bare or digits != mobile[1]):
        return Problem(PHONE_LENGTH, {"digits": str(len(mobile[1]))}, data=text)
    return text


def read(text: str, field: Field, context: Context) -> object:
    """The number as written, every space, dot and bracket kept."""
    return parse(text)


def _say(text: str, lang: Lang, currency: str) -> ValueText:
    return ValueText(text, "tel:" + re.sub(r"[^+0-9]", "", text))


def dialled(text: str) -> bool:
    """Whether a text is a number to dial and nothing else."""
    return _DIALLED.fullmatch(text) is not None


TYPE = FieldType(
    "phone",
    Label("电话", "phone number"),
    read,
    example="0571-88880000",
    say=_say,
    json_schema={"type": ["string", "integer"]},
    closed=True,
    bare=dialled,
)
