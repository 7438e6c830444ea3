"""Read a period as people write it: 2025-11, 2025-Q4, 26-25, 2025-11-26..2025-12-25, last month, 上季度."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from crmkit.calendar.months import MONTHS_A_QUARTER, MONTHS_A_YEAR
from crmkit.calendar.numeral import NUMBER, number, plain, year
from crmkit.calendar.period import HALF, LATEST_CLOSING, Period, between, months_to


class NoPeriod(StrEnum):
    """Why a text is no period: not understood, without its year, not in the calendar, from late to early.

    `OPEN` is said of one without an end, `CLOSING` of two days of which one does not follow the other.
    """

    UNREAD = "unread"
    YEARLESS = "yearless"
    MISSING = "missing"
    BACKWARDS = "backwards"
    OPEN = "open"
    CLOSING = "closing"


class PeriodProblem(NamedTuple):
    """Why a text is no period, and how the one that is probably meant is written; empty where none is."""

    why: NoPeriod
    meant: str = ""


Parsed = Period | PeriodProblem
Find = Callable[[re.Match[str], date], Parsed]

_LONGEST = 64  # a limit of the format: no period is longer in writing
_MISSING = PeriodProblem(NoPeriod.MISSING)


def parse(text: str, today: date) -> Parsed:
    """The period that a text says, seen from `today`, or why it says none."""
    whole = plain(text).strip().lower()
    if len(whole) > _LONGEST:
        return PeriodProblem(NoPeriod.UNREAD)
    found = _named(whole, today)
    if found is None:
        parted = _BETWEEN.search(whole)
        found = _range(whole[: parted.start()], whole[parted.end() :], today) if parted else None
    return found or PeriodProblem(NoPeriod.UNREAD)


def _named(text: str, today: date) -> Parsed | None:
    """A period of one piece; None for none."""
    for pattern, find in _patterns():
        said = pattern.fullmatch(text)
        if said:
            return find(said, today)
    return None


def _range(first: str, last: str, today: date) -> Parsed | None:
    """From the first day of one to the last day of another; year and month of the first hold for both."""
    begin = _named(first, today)
    if not last and isinstance(begin, Period):
        return PeriodProblem(NoPeriod.OPEN, f"{begin.first}..{max(today, begin.end)}")
    short = _SHORT_DAY.fullmatch(last)
    if isinstance(begin, Period) and short:
        last = f"{begin.first.year:04}年{short['m'] or begin.first.month}月{short['d']}日"
    end = _named(last, today)
    if not isinstance(begin, Period) or not isinstance(end, Period):
        return next((each for each in (begin, end) if isinstance(each, PeriodProblem)), None)
    if end.end < begin.first:
        return PeriodProblem(NoPeriod.BACKWARDS, f"{end.first}..{begin.end}")
    return between(begin.first, end.end) or _MISSING


def _part(each: int) -> Find:
    """The find of so many months, numbered within their year."""

    def find(said: re.Match[str], today: date) -> Parsed:
        words = said.groupdict()
        count = _COUNTED.get(words["n"]) or number(words["n"])
        of = year(words["y"]) if words.get("y") else today.year
        if not of or not count or count > MONTHS_A_YEAR // each:
            return _MISSING
        found = months_to(of, count * each, each) or _MISSING
        if words.get("y") or isinstance(found, PeriodProblem):
            return found
        return PeriodProblem(NoPeriod.YEARLESS, found.written)

    return find


def _year(said: re.Match[str], _: date) -> Parsed:
    of = year(said["y"])
    return (months_to(of, MONTHS_A_YEAR, MONTHS_A_YEAR) if of else None) or _MISSING


def _day(said: re.Match[str], _: date) -> Parsed:
    try:
        one = date(year(said["y"]) or 0, number(said["m"]) or 0, number(said["d"]) or 0)
    except ValueError:
        return _MISSING
    return between(one, one) or _MISSING


def _week(said: re.Match[str], _: date) -> Parsed:
    try:
        ends = (date.fromisocalendar(int(said["y"]), int(said["n"]), day) for day in (1, 7))
        return between(*ends) or _MISSING
    except ValueError:
        return _MISSING


def _closing(said: re.Match[str], today: date) -> Parsed:
    """A month from the day behind one to that day: the one that is named, else that in which today lies."""
    begin, end, words = int(said["a"]), int(said["b"]), said.groupdict()
    if begin != end + 1 or not 1 <= end <= LATEST_CLOSING:
        last = min(begin, end) if abs(begin - end) == 1 else end  # 25-26 was meant as 26-25
        return PeriodProblem(NoPeriod.CLOSING, f"{last + 1}-{last}" if 1 <= last <= LATEST_CLOSING else "")
    if words.get("y") is None:
        return months_to(today.year, today.month + (today.day > end), 1, end) or _MISSING
    of, month = year(words["y"]) or 0, number(words["n"]) or 0
    return (months_to(of, month, 1, end) if 0 < month <= MONTHS_A_YEAR else None) or _MISSING


def _near(said: re.Match[str], today: date) -> Parsed:
    """This month, quarter or year, or the last one."""
    each, back = _UNITS[said["unit"]], said["which"] in _BACK
    return months_to(today.year, today.month + -today.month % each - each * back, each) or _MISSING


_BETWEEN = re.compile(
    r"\s*(?:\.{2,3}|…|~|〜|至|到|\bto\b|\buntil\b)\s*|\s+[-–—]\s+|(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})[-–—]"
)
_SHORT_DAY = re.compile(rf"(?:(?P<m>{NUMBER})\s?月\s?)?(?P<d>{NUMBER})\s?[日号]")
_COUNTED = {"上": 1, "下": 2, "first": 1, "second": 2} | {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_UNITS = {
    "月": 1, "季": MONTHS_A_QUARTER, "季度": MONTHS_A_QUARTER, "年": MONTHS_A_YEAR, "年度": MONTHS_A_YEAR,
    "month": 1, "quarter": MONTHS_A_QUARTER, "year": MONTHS_A_YEAR,
}  # fmt: skip
_BACK = ("上", "上个", "去", "last", "previous")
_Y = r"(?P<y>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_N = rf"(?P<n>{NUMBER})"
_PAIR = r"(?P<a>[0-9]{1,2})\s?日?\s?[-–—~至到]\s?(?P<b>[0-9]{1,2})日?"
_ENGLISH = (
    r"(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=jun)e|(?<=jul)y|(?<=aug)ust|(?<=sep)t"
    r"|(?<=sep)tember|(?<=oct)ober|(?<=nov)ember|(?<=dec)ember)?\.?"
)
_SHAPES: tuple[tuple[str, Find], ...] = (
    (rf"{_Y}\s?年?度?", _year),
    (rf"{_Y}\s?[-/.年]?\s?q\s?{_N}", _part(MONTHS_A_QUARTER)),
    (rf"q\s?{_N}(?:\s?[-/]?\s?{_Y})?", _part(MONTHS_A_QUARTER)),
    (rf"(?:{_Y}\s?年\s?)?第?{_N}\s?季度?", _part(MONTHS_A_QUARTER)),
    (rf"{_Y}\s?[-/.年]?\s?h\s?{_N}", _part(HALF)),
    (rf"h\s?{_N}(?:\s?[-/]?\s?{_Y})?", _part(HALF)),
    (rf"(?:{_Y}\s?年?\s?)?(?P<n>[上下])半年", _part(HALF)),
    (rf"(?P<n>first|second)\s+half\s+of\s+{_Y}", _part(HALF)),
    (rf"{_Y}\s?[-/.年]\s?{_N}\s?(?:月份?)?", _part(1)),
    (rf"{_N}\s?月份?", _part(1)),
    (rf"{_ENGLISH}(?:\s+{_Y})?", _part(1)),
    (rf"{_Y}\s?[-/.年]\s?(?P<m>{NUMBER})\s?[-/.月]\s?(?P<d>{NUMBER})\s?[日号]?", _day),
    (r"(?P<y>[0-9]{4})-?w(?P<n>[0-9]{1,2})", _week),
    (rf"(?:{_Y}\s?[-/.年]\s?{_N}\s?月?份?[\s,]\s?)?{_PAIR}", _closing),
    (r"(?P<which>本|这个|当|上个?)(?P<unit>月|季度?|年度?)", _near),
    (r"(?P<which>今|去)(?P<unit>年)", _near),
    (r"(?P<which>this|last|previous)\s+(?P<unit>month|quarter|year)", _near),
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Find], ...]:
    """How each period may be written, compiled when one is first read."""
    return tuple((re.compile(pattern), find) for pattern, find in _SHAPES)
