"""Take a web address that a browser opens and that runs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_URL = Code("CRM318", "wrong-url")
SHAPE = re.compile(r"https?://[^\s/?#@\"'<>\\]+(?:[/?#][^\s\"'<>\\]*)?", re.IGNORECASE)
BARE = re.compile(r"[\w\-]++(?:\.[\w\-]++)++(?:/[^\s\"'<>\\]*+)?")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def read(text: str, field: Field, context: Context) -> object:
    """The address as written; only http and https pass."""
    if SHAPE.fullmatch(text):
        return text
    return Problem(WRONG_URL, suggestion=f"https://{text}" if BARE.fullmatch(text) else "")


def _say(text: str, lang: Lang, currency: str) -> ValueText:
    return ValueText(text, text if _WEB.match(text) else "")


TYPE = FieldType(
    "url",
    Label("网址", "web address"),
    read,
    example="https://example.com",
    say=_say,
    json_schema={"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"},
)
