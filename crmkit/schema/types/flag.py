"""Read yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.names import Names

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_FLAG = Code("CRM314", "wrong-flag")
WORDS = Names((("是", "yes"), ("yes", "yes"), ("true", "yes"), ("否", "no"), ("no", "no"), ("false", "no")))
_YES, _NO = Label("是", "yes"), Label("否", "no")


def read(text: str, field: Field, context: Context) -> object:
    """A `bool` from 是/否, yes/no or true/false."""
    found = WORDS.find(text)
    return found == "yes" if found else Problem(WRONG_FLAG, known=WORDS)


def _say(flag: bool, lang: Lang, currency: str) -> ValueText:
    return ValueText((_YES if flag else _NO).said(lang))


def write(flag: bool) -> str:
    """`yes` or `no`."""
    return "yes" if flag else "no"


TYPE = FieldType(
    "flag",
    Label("是否", "yes or no"),
    read,
    example="yes",
    say=_say,
    write=write,
    json_schema={"enum": ["是", "否", "yes", "no", "true", "false", True, False]},
    closed=True,
    ours=True,
)
