"""Read yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.names import Names

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_FLAG = Code("CRM314", "wrong-flag")
WORDS = Names((("是", "yes"), ("yes", "yes"), ("true", "yes"), ("否", "no"), ("no", "no"), ("false", "no")))


def read(text: str, field: Field, context: Context) -> object:
    """A `bool` from 是/否, yes/no or true/false."""
    found = WORDS.find(text)
    return found == "yes" if found else Problem(WRONG_FLAG, known=WORDS)


TYPE = FieldType("flag", read, {"enum": ["是", "否", "yes", "no", "true", "false", True, False]})
