"""Read a day that comes back each year, such as a birthday, by the solar or the lunar calendar."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code
from crmkit.language import Label, Lang
from crmkit.schema.field_type import Context, FieldType, Problem, ValueText
from crmkit.schema.numerals import narrow
from crmkit.schema.types.date import parse as parse_date
from crmkit.schema.values import Day

if TYPE_CHECKING:
    from crmkit.schema.fields import Field

WRONG_DAY = Code("CRM319", "wrong-day")
OPEN_CALENDAR = Code("CRM473", "calendar-of-day-open")
SOLAR = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
LONGEST = 40
"""No day is longer: what is longer is no day, and costs nothing."""
_TRADITIONAL = str.maketrans("農曆陰舊閏臘號", "农历阴旧闰腊号")
_LUNAR = r"(?:农历|阴历|旧历|夏历|老历|lunar)"
_SOLAR_WORD = re.compile(r"[(]?(?:阳历|公历|新历|国历|solar)[)]?\s*[:]?\s*", re.IGNORECASE)
_YEAR = r"[0-9]{4}|[〇零一二三四五六七八九]{4}"
_NAMED = re.compile(
    rf"""(?:(?:(?P<year>{_YEAR})\s?年?\s?)?(?P<calendar>[(]?{_LUNAR}[)]?\s?:?\s?))?
        (?P<body>.*?)(?P<behind>\s?[(]?{_LUNAR}[)]?)?""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_BODY = re.compile(
    rf"""(?:(?P<year>{_YEAR})\s?(?:年|[-/.]|(?=\s?(?:闰|leap)))\s?)?(?P<leap>闰|leap(?=\s))?\s?
        (?P<month>[0-9]{{1,2}}|正|冬|腊|十[一二]?|[一二三四五六七八九])\s?[-/.月]\s?
        (?P<day>[0-9]{{1,2}}|初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]?|三十|[一二三四五六七八九])\s?[日号]?""",
    re.VERBOSE,
)
_EVE = re.compile(rf"(?:(?P<year>{_YEAR})\s?年?\s?)?(?:除夕|大?年三十|大年夜)")
_SURELY_LUNAR = re.compile(r"[闰正冬腊初廿]")
_CHINESE = re.compile(r"[一二三四五六七八九十]")
LOOSE = re.compile(r"(?:([0-9]{4})\s*[-/.年]\s*)?([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
COMPACT = re.compile(r"([0-9]{4})?([0-9]{2})([0-9]{2})")
ONES = {word: number for number, word in enumerate("一二三四五六七八九十", 1)}
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
MONTHS = ONES | {"正": 1, "十一": 11, "冬": 11, "十二": 12, "腊": 12}
LUNAR_LONGEST = 30
LEAP_YEAR = 2000
"""Any leap year: a day without a year may be 29 February."""
_LEAP, _CALLED = Label("闰", "leap"), Label("农历", "lunar")


@lru_cache(maxsize=4096)
def parse(text: str) -> Day | Problem:
    """A `Day` from `05-20`, `1988-05-20`, or a lunar one: `农历 08-15`, `農曆八月十五`, `农历 2025-闰06-15`.

    A lunar day is read however people write it, since nothing else can be meant; a solar one is offered in
    the one form. Chinese numerals without a calendar may be either: that is asked.
    """
    exact = SOLAR.fullmatch(text)
    if exact:
        return _solar(exact[1], int(exact[2]), int(exact[3])) or Problem(WRONG_DAY)
    plain = narrow(text).translate(_TRADITIONAL) if len(text) <= LONGEST else ""
    named = _NAMED.fullmatch(plain)
    if named is None:
        return Problem(WRONG_DAY)
    if named["calendar"] or named["behind"]:
        return _lunar(named["body"].strip(), named["year"]) or Problem(WRONG_DAY)
    if _EVE.fullmatch(plain) or (_SURELY_LUNAR.search(plain) and _BODY.fullmatch(plain)):
        return _lunar(plain, None) or Problem(WRONG_DAY)
    if _CHINESE.search(plain) and _BODY.fullmatch(plain):
        return Problem(OPEN_CALENDAR)
    meant = _meant(_SOLAR_WORD.sub("", plain))
    return Problem(WRONG_DAY, suggestion=meant, safe=bool(meant))


def _solar(year: str | None, month: int, day: int) -> Day | None:
    known = not isinstance(parse_date(f"{year or LEAP_YEAR}-{month:02}-{day:02}"), Problem)
    return Day(False, int(year) if year else None, month, day) if known else None


def _lunar(body: str, year: str | None) -> Day | None:
    """A lunar day, its numbers in digits or in words; whether its year has it is a question for the table."""
    eve = _EVE.fullmatch(body)
    if eve:
        return Day(True, _year(year or eve["year"]), 12, LUNAR_LONGEST)
    found = _BODY.fullmatch(body)
    if found is None or (year and found["year"]):
        return None
    said, month, day = _year(year or found["year"]), _number(found["month"]), _number(found["day"])
    known = 1 <= month <= 12 and 1 <= day <= LUNAR_LONGEST and said != 0
    return Day(True, said, month, day, bool(found["leap"])) if known else None


def _year(text: str | None) -> int | None:
    return int("".join(str(DIGITS.get(word, word)) for word in text)) if text else None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text in MONTHS:
        return MONTHS[text]
    tens, _, ones = text.removeprefix("初").replace("廿", "二十").rpartition("十")
    return (ONES.get(tens, 1) * 10 if "十" in text or "廿" in text else 0) + ONES.get(ones, 0)


def _meant(body: str) -> str:
    """The day in the form that is read, or nothing when it is no day at all."""
    found = LOOSE.fullmatch(body) or COMPACT.fullmatch(body)
    if found is None or _solar(found[1], int(found[2]), int(found[3])) is None:
        return ""
    year = f"{found[1]}-" if found[1] else ""
    return f"{year}{int(found[2]):02}-{int(found[3]):02}"


def read(text: str, field: Field, context: Context) -> object:
    """A `Day`."""
    return parse(text)


def said(day: Day, lang: Lang) -> str:
    """A day that comes back each year, with its year where it is known."""
    text = f"{day.month:02}-{day.day:02}"
    if day.leap:
        text = f"{_LEAP.said(lang)} {text}"
    if day.year is not None:
        text = f"{day.year} {text}" if day.leap else f"{day.year}-{text}"
    return f"{_CALLED.said(lang)} {text}" if day.lunar else text


def _say(day: Day, lang: Lang, currency: str) -> ValueText:
    return ValueText(said(day, lang))


def write(day: Day) -> str:
    """The one form: `05-20`, `1988-05-20`, `农历 08-15`, `农历 2025-闰06-15`."""
    year, leap = f"{day.year:04}-" if day.year is not None else "", "闰" if day.leap else ""
    text = f"{year}{leap}{day.month:02}-{day.day:02}"
    return f"农历 {text}" if day.lunar else text


TYPE = FieldType(
    "day",
    Label("每年一天", "day of the year"),
    read,
    example="05-20",
    say=_say,
    write=write,
    closed=True,
)
