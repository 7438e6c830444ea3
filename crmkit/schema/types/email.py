"""Take an email address that has the shape of one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.numerals import narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_EMAIL = Code("CRM317", "wrong-email")
LOCAL = r"[^\s@<>()\[\],;:\\\"]{1,64}"
SHAPE = re.compile(rf"(?!\.){LOCAL}(?<!\.)@[\w\-]+(?:\.[\w\-]+)*\.[\w\-]{{2,}}")
LONGEST = 254


@lru_cache(maxsize=8192)
def parse(text: str) -> str | Problem:
    """The address unchanged, or a problem with the address that was probably meant."""
    if _fits(text):
        return text
    plain = narrow(text).removeprefix("mailto:").strip("<>").replace("。", ".").replace(" ", "")
    return Problem(WRONG_EMAIL, suggestion=plain if plain != text and _fits(plain) else "")


def _fits(text: str) -> bool:
    return len(text) <= LONGEST and ".." not in text and bool(SHAPE.fullmatch(text))


def read(text: str, field: Field, context: Context) -> object:
    """The address as written."""
    return parse(text)


def _say(address: str, lang: Lang, currency: str) -> ValueText:
    return ValueText(address, f"mailto:{address}")


TYPE = FieldType(
    "email",
    Label("邮箱", "email address"),
    read,
    example="li.lei@example.com",
    say=_say,
    json_schema={"type": "string", "pattern": r"^[^\s@]+@[^\s@]+\.[^\s@]+$"},
    closed=True,
)
