"""Read a day as people say it, seen from another day: 明天, 下周三, 5月18日, 3天后, +3d, next wed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from crmkit.calendar.months import MONTHS_A_YEAR, months_after, months_before
from crmkit.calendar.numeral import NUMBER, number, plain, year


class NoDay(StrEnum):
    """Why a text is no day: not understood, several days, a stretch of days, a day that does not exist.

    `HOUR` is said of a day whose time is not sure.
    """

    UNREAD = "unread"
    AMBIGUOUS = "ambiguous"
    STRETCH = "stretch"
    MISSING = "missing"
    HOUR = "hour"


class SpokenDay(NamedTuple):
    """What the beginning of a text says, where its words end; `exact` when it names year, month and day."""

    day: date | NoDay
    end: int
    exact: bool = False


class Standpoint(NamedTuple):
    """From where a day is looked at: `today`, and whether it lies in the past, ahead, or (None) in either."""

    today: date
    past: bool | None


Find = Callable[[re.Match[str], Standpoint], date | NoDay]

_BEGINS = re.compile(
    r"[0-9０-９+＋﹢\-－−a-uwyA-UWY○〇零一二两兩三四五六七八九十廿卅大前昨今明后後上下本这這当當周週星礼禮月年去过過改近尽盡]"
)
"""The letters with which a day can begin: most texts begin with none of them."""
_WEEK = 7
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_DAY = (
    r"(?P<name>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
)
_NEAR = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1,
    "后天": 2, "后日": 2, "大后天": 3, "the day before yesterday": -2, "day before yesterday": -2,
    "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "the day after tomorrow": 2,
    "day after tomorrow": 2,
}  # fmt: skip
_UNITS = {
    "天": "d", "日": "d", "周": "w", "星期": "w", "礼拜": "w", "月": "m", "年": "y",
    "day": "d", "week": "w", "month": "m", "year": "y",
}  # fmt: skip
_FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_YEARS = {"去": -1, "今": 0, "明": 1, "后": 2}


def day(text: str, today: date, *, past: bool | None) -> date | NoDay:
    """The day that a text says as a whole, or why it is none.

    `past` says where a day lies that names no year, month or week of its own: True for what happened (周三
    is the last one), False for what is planned (the next one), both from today on; None refuses it.
    """
    whole = text.strip()
    said = begins(whole, today, past=past)
    if said is None or said.end < len(whole):
        return NoDay.UNREAD
    return said.day


def begins(text: str, today: date, *, past: bool | None) -> SpokenDay | None:
    """The longest day that a text begins with; None when it begins with none."""
    if not _BEGINS.match(text):
        return None
    words, seen = plain(text), Standpoint(today, past)
    best: SpokenDay | None = None
    for pattern, find in _patterns():
        found = pattern.match(words)
        if found and (best is None or found.end() > best.end):
            best = SpokenDay(find(found, seen), found.end(), find is _full)
    behind = _read(_WEEKDAY_BEHIND).match(words, best.end) if best else None
    if best is None or behind is None or not isinstance(best.day, date):
        return best
    same = best.day.weekday() == _weekday(behind)
    return best._replace(day=best.day if same else NoDay.AMBIGUOUS, end=behind.end())


def _date(y: int, month: int, d: int) -> date | NoDay:
    try:
        return date(y, month, d)
    except ValueError:
        return NoDay.MISSING


def _later(day: date, count: int, unit: str) -> date | NoDay:
    """So many days, weeks, months or years away; nothing beyond the calendar's ends."""
    if unit in "my":
        months = count * (MONTHS_A_YEAR if unit == "y" else 1)
        moved = months_after(day, months) if months >= 0 else months_before(day, -months)
        return NoDay.MISSING if moved in (date.min, date.max) else moved
    try:
        return day + timedelta(days=count * (_WEEK if unit == "w" else 1))
    except OverflowError:
        return NoDay.MISSING


def _toward(seen: Standpoint, at: Callable[[int], date | NoDay]) -> date | NoDay:
    """Of the days `at(-1)`, `at(0)` and `at(1)`, in order of time, the one where it is looked for."""
    here = at(0)
    if not isinstance(here, date) or here == seen.today:
        return here
    if seen.past is None:
        return NoDay.AMBIGUOUS
    if here < seen.today:
        return here if seen.past else at(1)
    return at(-1) if seen.past else here


def _near(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    return _later(seen.today, _NEAR[re.sub(r"\s+", " ", found[0].lower())], "d")


def _full(found: re.Match[str], _: Standpoint) -> date | NoDay:
    said, month, d = year(found["y"]), number(found["m"]), number(found["d"])
    return NoDay.MISSING if not said or not month or not d else _date(said, month, d)


def _short(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    """Month and day, of the year that is said, or the one that lies where it is looked for."""
    said, month = found.groupdict(), number(found["m"])
    if not month or month > MONTHS_A_YEAR:
        return NoDay.MISSING
    return _in_year(said.get("year"), month, number(said["d"]) if said.get("d") else None, seen)


def _in_year(said: str | None, month: int, d: int | None, seen: Standpoint) -> date | NoDay:
    """A day of a month, its last without `d`."""

    def at(years: int) -> date | NoDay:
        y = seen.today.year + years
        if not date.min.year <= y <= date.max.year:
            return NoDay.MISSING
        return _date(y, month, calendar.monthrange(y, month)[1] if d is None else d)

    return at(_YEARS[said]) if said else _toward(seen, at)


def _of_month(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    """A day of this, an earlier or a later month; `底` is its last."""
    word, d = found["month"], None if found["d"] is None else number(found["d"])
    first = seen.today.replace(day=1)

    def at(months: int) -> date | NoDay:
        begin = _later(first, months, "m")
        if not isinstance(begin, date):
            return begin
        return _date(
            begin.year, begin.month, calendar.monthrange(begin.year, begin.month)[1] if d is None else d
        )

    if not word:
        return _toward(seen, at)
    return at(word.count("下") - word.count("上"))


def _weekday(found: re.Match[str]) -> int:
    """0 for Monday."""
    said = found.groupdict()
    if said.get("name"):
        return _NAMES.index(said["name"][:3].lower())
    return "一二三四五六日123456天7".index(said["wd"]) % _WEEK


def _of_week(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    """A day of this, an earlier or a later week, Monday to Sunday; without a word the nearest one."""
    said = found.groupdict()
    word = (said.get("week") or said.get("which") or "").lower()
    monday = _later(seen.today, -seen.today.weekday(), "d")
    weekday = _weekday(found)

    def at(weeks: int) -> date | NoDay:
        return _later(monday, weeks * _WEEK + weekday, "d") if isinstance(monday, date) else monday

    if not word or word in ("on", "coming"):
        return _toward(seen, at)
    return at(word.count("下") - word.count("上") + (word == "next") - (word == "last"))


def _away(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    said = found.groupdict()
    word = said["n"].lower()
    count = _FEW.get(word) or number(word)
    if count is None:
        return NoDay.UNREAD
    back = said.get("sign") == "-" or bool(said.get("back"))
    unit = said["unit"].lower()
    return _later(seen.today, -count if back else count, _UNITS.get(unit, unit))


def _english(found: re.Match[str], seen: Standpoint) -> date | NoDay:
    month, d = _MONTHS.index(found["name"][:3].lower()) + 1, int(found["d"])
    return _date(int(found["y"]), month, d) if found["y"] else _in_year(None, month, d, seen)


def _stretch(_: re.Match[str], seen: Standpoint) -> NoDay:
    return NoDay.STRETCH


def _several(_: re.Match[str], seen: Standpoint) -> NoDay:
    return NoDay.AMBIGUOUS


@cache
def _read(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_CHINESE_WEEK = r"(?:周|星期|礼拜)(?P<wd>[一二三四五六日天1-7])(?![0-9])"
_WEEKDAY_BEHIND = rf" ?\(?(?:{_CHINESE_WEEK}|{_ENGLISH_DAY})\)?"
_SINGLE = rf"(?P<d>{NUMBER})"
_COUNT = r"(?P<n>[0-9]{1,4}|[a-z]{1,5})\s+(?P<unit>day|week|month|year)s?"
_SAID_YEAR = r"(?:(?P<year>[去今明后])年\s?)"
_YEAR = "[0-9〇零○一二三四五六七八九]{4}"
_Y, _M = r"(?P<y>[0-9]{4})", r"(?P<m>[0-9]{1,2})"
_D = r"(?P<d>[0-9]{1,2})"
_END = r"(?![0-9])(?![-/.][0-9])"

_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") + (r"(?![a-z])" if word.isascii() else "")
    for word in sorted(_NEAR, key=len, reverse=True)
)
_SHAPES: tuple[tuple[str, Find], ...] = (
    (_WORDS, _near),
    ("[昨今明](?=[早晚])", lambda found, seen: _later(seen.today, "昨今明".index(found[0]) - 1, "d")),
    (rf"{_Y}\s?-\s?{_M}\s?-\s?{_D}{_END}", _full),
    (rf"{_Y}\s?/\s?{_M}\s?/\s?{_D}{_END}", _full),
    (rf"{_Y}\s?\.\s?{_M}\s?\.\s?{_D}{_END}", _full),
    (rf"(?P<y>{_YEAR})\s?年\s?(?P<m>{NUMBER})\s?月\s?{_SINGLE}\s?[日号]?{_END}", _full),
    (rf"{_Y}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_END}", _full),
    (rf"{_M}[-/.]{_D}{_END}", _short),
    (rf"{_SAID_YEAR}?(?P<m>{NUMBER})\s?月\s?(?:份?[底末]|{_SINGLE}\s?[日号]?{_END})", _short),
    (rf"(?P<month>)(?:月[底末]|{_SINGLE}\s?[日号](?!线))", _of_month),
    (rf"(?P<month>上+|下+|[本这当])个?月(?:[底末]|{_SINGLE}\s?[日号]?{_END})", _of_month),
    (rf"(?:{_SAID_YEAR}|年)[底末]", lambda found, seen: _in_year(found["year"], MONTHS_A_YEAR, None, seen)),
    (rf"(?P<week>上+|下+|[本这])?个?{_CHINESE_WEEK}", _of_week),
    (rf"(?P<n>{NUMBER})\s?个?\s?(?P<unit>天|周|星期|礼拜|(?<=个)月|年)[之以]?(?:(?P<back>前)|后)", _away),
    (rf"{NUMBER}\s?[日月号][之以]?[前后]", _several),  # before the fifth, or five days ago
    (r"(?P<sign>[+-])\s?(?P<n>[0-9]{1,4})\s?(?P<unit>[dwmy])(?![a-z0-9])", _away),
    (rf"(?:(?P<which>next|last|this|on|coming)\s+)?{_ENGLISH_DAY}", _of_week),
    (rf"{_ENGLISH_DAY}\s+(?P<which>next|last|this)\s+week(?![a-z])", _of_week),
    (rf"(?P<which>next|last|this)\s+week\s+{_ENGLISH_DAY}", _of_week),
    (rf"in\s+{_COUNT}(?![a-z])", _away),
    (rf"{_COUNT}\s+(?:(?P<back>ago)|from\s+now|later)(?![a-z])", _away),
    (rf"{_ENGLISH_MONTH}\s*{_D}(?:st|nd|rd|th)?(?:,?\s+{_Y})?(?![0-9:])", _english),
    (rf"{_D}(?:st|nd|rd|th)?\s+(?:of\s+)?{_ENGLISH_MONTH}(?:,?\s+{_Y})?(?![0-9:])", _english),
    (r"(?:the\s+)?end\s+of\s+(?:the\s+|this\s+)?month(?![a-z])(?P<month>)(?P<d>x)?", _of_month),
    (r"[上下本这当]{0,4}个?(?:周末|周|星期|礼拜|月[初中]?)|[去今明后前]年|年[初中]", _stretch),
    (r"过[几两]天|改天|近期|尽快", _stretch),
    (r"(?:next|last|this)\s+(?:week(?:end)?|month|quarter|year)(?![a-z])|soon|later", _stretch),
    (r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?![0-9])", _several),
    (r"[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}[日号]?", _several),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Find], ...]:
    """How each day may be said, compiled when a day is first read."""
    return tuple((_read(pattern), find) for pattern, find in _SHAPES)
