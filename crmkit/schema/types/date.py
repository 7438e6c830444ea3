"""Read a calendar date, written year-month-day and no other way."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.fields import Field
from crmkit.schema.numerals import narrow

WRONG_DATE = Code("CRM307", "wrong-date")
EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    plain = narrow(text)
    week = WEEK.fullmatch(plain)
    found = LOOSE.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found is None and week is None:
        return Problem(WRONG_DATE)
    try:
        said = (
            datetime.date(int(found[1]), int(found[2]), int(found[3]))
            if found
            else datetime.date.fromisoformat(plain)
        )
    except ValueError:
        clipped = _clipped(int(found[1]), int(found[2]), int(found[3])) if found else ""
        return Problem(WRONG_DATE, suggestion=clipped)
    return Problem(WRONG_DATE, suggestion=said.isoformat(), safe=True)


def _clipped(year: int, month: int, day: int) -> str:
    """The last day of the month when only the day is too high, else nothing."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and day > 28):
        return ""
    return f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"


def read(text: str, field: Field, context: Context) -> object:
    """A `datetime.date`."""
    return parse(text)


TYPE = FieldType("date", read, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
