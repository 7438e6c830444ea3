"""Take a web address that a browser opens and that runs nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_URL = Code("CRM318", "wrong-url")
SHAPE = re.compile(r"https?://[^\s/?#@\"'<>\\]+(?:[/?#][^\s\"'<>\\]*)?", re.IGNORECASE)
BARE = re.compile(r"[\w\-]++(?:\.[\w\-]++)++(?:/[^\s\"'<>\\]*+)?")


def read(text: str, field: Field, context: Context) -> object:
    """The address as written; only http and https pass."""
    if SHAPE.fullmatch(text):
        return text
    return Problem(WRONG_URL, suggestion=f"https://{text}" if BARE.fullmatch(text) else "")


TYPE = FieldType("url", read, {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})
