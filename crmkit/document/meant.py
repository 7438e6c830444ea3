"""Find the date, the times and the words of a heading that a person wrote in another way than an entry's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# Limits of the format (reliability P8): no heading that a person means as an entry is longer before its kind.
_LOOKED_AT = 120

_HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_UNSEEN, _SKIPPED = re.compile(f"[{_HIDDEN}]"), re.compile(rf"[{_HIDDEN}\\]")
_TWINS = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000\t" + "".join(map(chr, range(0x2000, 0x200B))), " "),
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("【[〔「", "["),
        **dict.fromkeys("】]〕」", "]"),
        **dict.fromkeys("。．", "."),
        "〜": "~", "∶": ":", "︰": ":", "、": ",",
    }
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = (
    r"(?:(?:周|星期|礼拜)[一二三四五六日天末]"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)"
)
_HALF = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)"
# Parts of a day, and hours in words: they say about when, which an entry cannot keep.
_VAGUE = (
    rf"(?:{_HALF}(?=[ ]|$)|(?:{_HALF})?[一二两三四五六七八九十]{{1,3}}[点时]"
    r"(?:半|钟|整|一刻|三刻|[一二三四五六七八九十]{1,3}分?)?(?=[ ]|$))"
)
_SEP = r"[ ]?[-/.年,][ ]?"
_DATE = re.compile(
    rf"""
      (?P<y>[0-9]{{4}})(?:{_SEP})(?P<m>[0-9]{{1,2}}) [ ]?[-/.月,][ ]? (?P<d>[0-9]{{1,2}})
        (?:[ ]?[日号]|(?![-/.0-9]))
    | (?P<packed>(?:19|20)[0-9]{{6}})(?![0-9A-Za-z])
    | (?P<m2>[0-9]{{1,2}})[ ]?月[ ]?(?P<d2>[0-9]{{1,2}})[ ]?[日号]
    | (?P<a>[0-9]{{1,2}})[-/.](?P<b>[0-9]{{1,2}})[-/.](?P<y3>(?:19|20)[0-9]{{2}})(?![-/.0-9])
    | (?P<yy>[12][0-9])(?P<s>[-/.])(?P<m4>[0-9]{{1,2}})(?P=s)(?P<d4>[0-9]{{1,2}})(?![-/.0-9A-Za-z])
    | (?P<name5>{_MONTH})[ ]?(?P<d5>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y5>[0-9]{{4}})\b
    | (?P<d6>[0-9]{{1,2}})(?:st|nd|rd|th)?[- ](?P<name6>{_MONTH})[- ](?P<y6>[0-9]{{4}})\b
    | (?P<y7>[0-9]{{4}})[-/. ](?P<name7>{_MONTH})[-/. ](?P<d7>[0-9]{{1,2}})(?![0-9])
    | (?P<han>[〇零○一二三四五六七八九十]{{0,4}}年?
        [一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}[日号])
    """,
    re.X | re.I,
)
_TIME = rf"""(?:{_HALF}[ ]?[0-9]{{1,2}}
        (?:[ ]?(?:[:.点时][ ]?(?:[0-9]{{2}}(?![0-9])分?|半|一刻|三刻|整)?)|(?=[ ]|$)) (?::[0-9]{{2}})?
    | [0-9]{{1,2}}(?::[0-9]{{2}}){{1,2}}(?:\.[0-9]+)?(?:Z|[+][0-9]{{2}}:?[0-9]{{2}})?(?:[ ]?[ap]\.?m\b\.?)?
    | [0-9]{{1,2}}[ ]?[点时h][ ]?(?:[0-9]{{1,2}}分?(?:[0-9]{{2}}秒)?|半|一刻|三刻|整|钟)?
    | [0-9]{{1,2}}[ ]?[ap]\.?m\b\.?
    | [0-9]{{1,2}}\.[0-5][0-9](?=[ ]|$)
    | [0-2][0-9][0-5][0-9](?=[ ]))"""
_TIMES = re.compile(
    rf"[@T,]?[ ]?(?P<from>{_TIME})(?:[ ]?(?:[-~]|至|到|to\b)[ ]?(?P<to>{_TIME}))?", re.X | re.I
)
_PARTS = re.compile(
    rf"(?P<half>{_HALF})?[ ]?(?P<hour>[0-9]{{1,2}})[ ]?"
    r"(?:[:.点时h]?[ ]?(?P<minute>[0-9]{1,2}|半|一刻|三刻)?)?"
    r"[^apm]*(?P<m>[ap]\.?m)?",
    re.I,
)
_BEFORE = re.compile(r"[\s*_`<#>]*(?:[0-9]{1,3}[.),](?:[ ]+|(?=[0-9]{4}-)))?[\s*_`\[(<:-]*")
_BETWEEN = re.compile(r"(?:\]\([^)\s]*\))?[\s*_`\])>,:;|.]*(?:-+(?![0-9]))?[\s*_`\[(<,:;|#]*")
_OPENING = tuple("[【（(「<`")
_CLOSED = re.compile(r"([^\s\]】）)」>`\\]+)\\?[\]】）)」>`]")
_WEEKDAYS = re.compile(rf"[\[(]?(?:{_WEEKDAY}|{_VAGUE})[\])]?", re.I)
_LATER = ("下午", "傍晚", "晚上", "夜里")
_PARTS_OF_HOUR = {"半": 30, "一刻": 15, "三刻": 45}
_NOON = 12


class Meant(NamedTuple):
    """What a heading means: `day` is None where the date is none or says no year; times are `HH:MM` or empty.

    `begins:ends` is the date as written, `rest` where the words behind date and times begin; `strange`
    says whether there is more about them than another way to write date and times.
    """

    day: date | None
    begins: int
    ends: int
    time: str
    until: str
    rest: int
    strange: bool


def meant(title: str) -> Meant | None:
    """What a heading's title says when it is read as an entry's, or None when no date leads it."""
    plain, places = _plain(title)
    begin = _BEFORE.match(plain)
    position = begin.end() if begin else 0
    strange = bool(position)
    times: tuple[str, str] = ("", "")
    first = _DATE.match(plain, position)
    if first is None:
        behind, times, _ = _behind(plain, position)
        first = _DATE.match(plain, behind) if behind > position else None
        if first is None or first["m2"] or first["han"]:
            return None
    rest, later, weekday = _behind(plain, first.end())
    times = later if later[0] else times
    day = _day(first)
    return Meant(
        day, places[first.start()], places[first.end()], *times, places[rest],
        strange or weekday or len(places) - 1 != min(len(title), _LOOKED_AT),
    )  # fmt: skip


def entry_title(title: str, said: Meant) -> str:
    """The title as an entry's heading has it: date, times, kind and subject, one blank between each two."""
    times = f"{said.time}-{said.until}" if said.until else said.time
    return " ".join(filter(None, (said.day.isoformat() if said.day else "", times, entry_words(title, said))))


def entry_words(title: str, said: Meant) -> str:
    """Kind and subject, the kind without what it was wrapped in."""
    words, opened = title[said.rest :].strip(), title[: said.rest].rstrip()
    kind, blank, subject = words.partition(" ")
    kind = _UNSEEN.sub("", kind)
    if opened.endswith(_OPENING) and (closed := _CLOSED.match(kind)):
        kind, blank, subject = closed[1], " ", f"{kind[closed.end() :]}{blank}{subject}"
    elif mark := next((mark for mark in ("**", "__", "*", "_") if opened.count(mark) % 2), ""):
        kind, subject = kind.removesuffix(mark), subject.removesuffix(mark)
    return f"{kind}{blank}{subject.lstrip()}".strip()


def _plain(title: str) -> tuple[str, Sequence[int]]:
    """The beginning of a title in ASCII's signs without hidden ones, and where each of its signs stood."""
    looked = title[:_LOOKED_AT]
    if not _SKIPPED.search(looked):
        return looked.translate(_TWINS), range(len(looked) + 1)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(looked):
        escapes = sign == "\\" and looked[place + 1 : place + 2] in tuple("[]()*_#-.`<>")
        if sign not in _HIDDEN and not escapes:
            signs.append(sign)
            places.append(place)
    return "".join(signs).translate(_TWINS), [*places, len(looked)]


def _behind(plain: str, position: int) -> tuple[int, tuple[str, str], bool]:
    """Where the words behind a date begin, the times between, and whether a day of the week is among them."""
    times, weekday = ("", ""), False
    while True:
        between = _BETWEEN.match(plain, position)
        behind = between.end() if between else position
        found = _WEEKDAYS.match(plain, behind)
        if found:
            weekday = True
        elif not times[0] and (found := _TIMES.match(plain, behind)):
            times = _span(_clock(found["from"]), _clock(found["to"] or ""))
        if not found:
            return behind, times, weekday
        position = found.end()


def _span(start: str, end: str) -> tuple[str, str]:
    """Both times; `下午3点到4点` says only once that it is the afternoon."""
    hour = int(end[:2] or _NOON)
    return start, f"{hour + _NOON}{end[2:]}" if end < start and hour < _NOON else end


def _clock(written: str) -> str:
    """A time of day as `HH:MM`, empty when it is none."""
    match = _PARTS.match(written)
    if match is None:
        return ""
    hour = int(match["hour"])
    minute = _PARTS_OF_HOUR.get(match["minute"] or "") or int(re.sub(r"\D", "", match["minute"] or "") or 0)
    half = (match["m"] or "").lower()[:1]
    if hour < _NOON and (half == "p" or match["half"] in _LATER):
        hour += _NOON
    elif hour == _NOON and half == "a":
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 2 * _NOON and minute < 60 else ""


def _day(match: re.Match[str]) -> date | None:
    """The day that a written date means, when there is just one."""
    try:
        if match["y"]:  # as nearly all are written
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        said = {key: value for key, value in match.groupdict().items() if value and key != "s"}
        if packed := said.get("packed"):
            return date.fromisoformat(packed)
        if "y3" in said:
            first, second, year = int(said["a"]), int(said["b"]), int(said["y3"])
            if first <= _NOON and second <= _NOON and first != second:
                return None  # the month and the day cannot be told apart
            return date(year, *((second, first) if first > _NOON else (first, second)))
        if "yy" in said:
            return date(2000 + int(said["yy"]), int(said["m4"]), int(said["d4"]))
        for number in "567":
            if name := said.get("name" + number):
                month = _MONTHS.index(name[:3].lower()) + 1
                return date(int(said["y" + number]), month, int(said["d" + number]))
        return None
    except (ValueError, OverflowError):
        return None
