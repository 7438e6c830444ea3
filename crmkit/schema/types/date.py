"""Read a calendar date, written year-month-day and no other way."""

from __future__ import annotations

import calendar
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

WRONG_DATE = Code("CRM307", "wrong-date")
EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 40
"""No date is longer, however it is written."""
TIME = re.compile(r"(?:T|\s+)([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)Z?$")
SERIAL = re.compile(r"[2-6][0-9]{4}")
SERIAL_ZERO = datetime.date(1899, 12, 30)
"""The day 0 of spreadsheets, which count days: 45413 is 2024-05-01. Offered, never written by a fix."""
LOOSE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
WEEK = re.compile(r"[0-9]{4}-?W[0-9]{2}-?[1-7]")


@lru_cache(maxsize=8192)
def parse(text: str) -> datetime.date | Problem:
    """A date from `2024-05-20`; else a problem that suggests the date that was probably meant."""
    if EXACT.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return Problem(WRONG_DATE, suggestion=_clipped(*map(int, text.split("-"))))
    plain = narrow(text) if len(text) <= LONGEST else ""
    if SERIAL.fullmatch(plain):
        return Problem(WRONG_DATE, suggestion=(SERIAL_ZERO + datetime.timedelta(int(plain))).isoformat())
    time = TIME.search(plain)
    day = plain[: time.start()] if time else plain
    found = LOOSE.fullmatch(day) or COMPACT.fullmatch(day)
    midnight = time is None or not time[1].strip(":0.")
    if found is None:
        return _week(day) if WEEK.fullmatch(day) and time is None else Problem(WRONG_DATE)
    year, month, number = (int(part) for part in found.groups())
    try:
        said = datetime.date(year, month, number)
    except ValueError:
        return Problem(WRONG_DATE, suggestion=_clipped(year, month, number))
    return Problem(WRONG_DATE, suggestion=said.isoformat(), safe=midnight)


def _week(text: str) -> Problem:
    try:
        return Problem(WRONG_DATE, suggestion=datetime.date.fromisoformat(text).isoformat(), safe=True)
    except ValueError:
        return Problem(WRONG_DATE)


def _clipped(year: int, month: int, day: int) -> str:
    """The last day of the month when only the day is too high, else nothing."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and day > 28):
        return ""
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def read(text: str, field: Field, context: Context) -> object:
    """A `datetime.date`."""
    return parse(text)


def _say(date: datetime.date, lang: Lang, currency: str) -> ValueText:
    return ValueText(date.isoformat())


TYPE = FieldType(
    "date",
    Label("日期", "date"),
    read,
    example="2024-05-20",
    say=_say,
    write=datetime.date.isoformat,
    json_schema={"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    closed=True,
)
