"""Read a time of day on the 24-hour clock."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.numerals import narrow

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_TIME = Code("CRM308", "wrong-time")
EXACT = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
LOOSE = re.compile(r"([0-9]{1,2})\s*[:.点时]\s*([0-9]{1,2})\s*分?")


@lru_cache(maxsize=4096)
def parse(text: str) -> datetime.time | Problem:
    """A time from `09:30`; else a problem with the time that was probably meant."""
    found = EXACT.fullmatch(text)
    if found:
        return datetime.time(int(found[1]), int(found[2]))
    loose = LOOSE.fullmatch(narrow(text))
    if loose is None or int(loose[1]) > 23 or int(loose[2]) > 59:
        return Problem(WRONG_TIME)
    return Problem(WRONG_TIME, suggestion=f"{int(loose[1]):02}:{int(loose[2]):02}", safe=True)


def read(text: str, field: Field, context: Context) -> object:
    """A `datetime.time` without seconds or zone."""
    return parse(text)


def write(time: datetime.time) -> str:
    """`09:30`."""
    return f"{time:%H:%M}"


def _say(time: datetime.time, lang: Lang, currency: str) -> ValueText:
    return ValueText(write(time))


TYPE = FieldType(
    "time",
    Label("时间", "time of day"),
    read,
    example="09:30",
    say=_say,
    write=write,
    json_schema={"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    closed=True,
)
