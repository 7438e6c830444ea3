"""Read a day that comes back each year, such as a birthday, by the solar or the lunar calendar."""

from __future__ import annotations

import re
from functools import lru_cache

from crmkit.diagnostics import Code
from crmkit.schema.field_type import Context, FieldType, Problem
from crmkit.schema.fields import Field
from crmkit.schema.numerals import narrow
from crmkit.schema.types.date import parse as parse_date
from crmkit.schema.values import Day

WRONG_DAY = Code("CRM319", "wrong-day")
SOLAR = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
LUNAR = re.compile(r"(?:农历|阴历|lunar)\s*(.*)", re.IGNORECASE | re.DOTALL)
CHINESE = re.compile(
    r"(闰?)(正|冬|腊|十[一二]?|[一二三四五六七八九])月(?:(初)([一二三四五六七八九十])|(十|廿|二十)([一二三四五六七八九]?)|(三十))"
)
LOOSE = re.compile(r"(?:([0-9]{4})\s*[-/.年]\s*)?([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
ONES = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
MONTHS = ONES | {"正": 1, "十一": 11, "冬": 11, "十二": 12, "腊": 12}
TENS = {"廿": 20, "二十": 20, "三十": 30}
LUNAR_LONGEST = 30
LEAP_YEAR = 2000
"""Any leap year: a day without a year may be 29 February."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Day | Problem:
    """A `Day` from `05-20`, `1988-05-20`, `农历 08-15`, `农历八月十五` or `lunar 08-15`."""
    lunar = LUNAR.fullmatch(text)
    body = lunar[1].strip() if lunar else text
    exact = SOLAR.fullmatch(body)
    if exact:
        return _day(bool(lunar), exact[1], int(exact[2]), int(exact[3])) or Problem(WRONG_DAY)
    if lunar:
        spoken = _spoken(body)
        if spoken:
            return spoken
    return Problem(WRONG_DAY, suggestion=_meant(body, "农历 " if lunar else ""), safe=True)


def _day(lunar: bool, year: str | None, month: int, day: int) -> Day | None:
    if lunar:
        known = 1 <= month <= 12 and 1 <= day <= LUNAR_LONGEST and year != "0000"
    else:
        known = not isinstance(parse_date(f"{year or LEAP_YEAR}-{month:02}-{day:02}"), Problem)
    return Day(lunar, int(year) if year else None, month, day) if known else None


def _spoken(body: str) -> Day | None:
    """A lunar day in Chinese numerals."""
    found = CHINESE.fullmatch(body)
    if found is None:
        return None
    leap, month, *day = found.groups()
    return Day(
        True,
        None,
        MONTHS[month],
        sum(TENS.get(word) or ONES.get(word, 0) for word in day if word),
        bool(leap),
    )


def _meant(body: str, prefix: str) -> str:
    """The day in the form that is read, or nothing when it is no day at all."""
    found = LOOSE.fullmatch(narrow(body))
    if found is None or _day(bool(prefix), found[1], int(found[2]), int(found[3])) is None:
        return ""
    year = f"{found[1]}-" if found[1] else ""
    return f"{prefix}{year}{int(found[2]):02}-{int(found[3]):02}"


def read(text: str, field: Field, context: Context) -> object:
    """A `Day`."""
    return parse(text)


TYPE = FieldType("day", read)
