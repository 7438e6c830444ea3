"""Read days as other systems write them: year first, or day and month in the order that the map says."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from crmkit.schema.numerals import narrow

ORDERS = ("YMD", "DMY", "MDY")
EXCEL, EXCEL_1904 = "excel", "excel-1904"
_BEGIN = {EXCEL: datetime.datetime(1899, 12, 30), EXCEL_1904: datetime.datetime(1904, 1, 1)}
# Limits of the format: serial numbers of the years 1954 to 2119, which nobody takes for a year or an amount.
_SERIAL = re.compile(r"([2-7][0-9]{4})(\.[0-9]+)?")
_WRITTEN = re.compile(r"(D+|M+|Y+)[-/. ](D+|M+|Y+)[-/. ](D+|M+|Y+)")
_PARTS = re.compile(r"([0-9]{1,4})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{1,4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[-\s]+)?([a-z]{3,9})\.?[-\s]+(?:([0-9]{1,2})(?:st|nd|rd|th)?,?\s+)?([0-9]{4})",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+|\s*\(?(?:星期|周)[一二三四五六日天]\)?", re.IGNORECASE
)
_TIME = re.compile(
    r"(?:[T\s,]+|(?<=[日号]))(上午|下午|am|pm)?\s*([0-9]{1,2})[:时点]([0-9]{1,2})(?:[:分](?:([0-9]{1,2})(?:\.[0-9]+)?秒?)?)?"
    r"\s*(am|pm)?\s*(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)


class Way(NamedTuple):
    """A way of writing dates: the order of the parts (`DMY`, …) or a serial; `short`: years of two digits."""

    order: str
    short: bool = False


class DayAndTime(NamedTuple):
    """A day and the time of day beside it (`09:30`), each as records write it; empty where there is none.

    `why` says what stands against it: `order` (day or month first?), `serial`; then `day` is the reading that
    is likely, `other` another one.
    """

    day: str
    time: str = ""
    why: str = ""
    other: str = ""


def way(written: str) -> Way | None:
    """The way that a map names: `D/M/Y`, `MM/DD/YYYY`, `D.M.YY`, `excel`; None for anything else."""
    plain = narrow(written).translate(str.maketrans("年月日", "YMD"))
    if plain.lower() in _BEGIN:
        return Way(plain.lower())
    found = _WRITTEN.fullmatch(plain.upper())
    if found is None:
        return None
    order = "".join(part[0] for part in found.groups())
    return Way(order, "YY" in found.groups()) if order in ORDERS else None


@lru_cache(maxsize=8192)
def told(text: str, ways: tuple[Way, ...], zone: datetime.tzinfo | None = None) -> DayAndTime | None:
    """The day that a cell says, None when it says none; a moment with its offset counts in the zone."""
    plain = narrow(text)
    for one in ways:
        if one.order in _BEGIN and (serial := _SERIAL.fullmatch(plain)):
            return _serial(serial, one.order)
    if serial := _SERIAL.fullmatch(plain):
        return _serial(serial, EXCEL)._replace(why="serial")
    plain = _WEEKDAY.sub("", plain).strip()
    time, offset = "", ""
    found = _TIME.search(plain)
    if found is not None and found.end() == len(plain):
        time, offset = _clock(found), found[6] or ""
        if not time:
            return None
        plain = plain[: found.start()].strip(" ,T")
    said = _date(plain, ways)
    if said is None or not time:
        return said
    if offset and zone is not None and not said.why:
        moment = datetime.datetime.fromisoformat(f"{said.day}T{time}{_offset(offset)}").astimezone(zone)
        return DayAndTime(moment.date().isoformat(), _none_at_midnight(f"{moment:%H:%M}"))
    return said._replace(time=_none_at_midnight(time))


def _none_at_midnight(time: str) -> str:
    """Midnight is what systems write that know the day only."""
    return "" if time == "00:00" else time


def _offset(written: str) -> str:
    return "+00:00" if written[0] not in "+-" else f"{written[:3]}:{written[-2:]}"


def _clock(found: re.Match[str]) -> str:
    half = (found[1] or found[5] or "").lower()
    hour, minute = int(found[2]), int(found[3])
    if half in ("下午", "pm") and hour < 12:
        hour += 12
    elif half in ("上午", "am") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _serial(found: re.Match[str], system: str) -> DayAndTime:
    minutes = round(float(found[2] or 0) * 24 * 60)
    moment = _BEGIN[system] + datetime.timedelta(days=int(found[1]), minutes=minutes)
    return DayAndTime(moment.date().isoformat(), _none_at_midnight(f"{moment:%H:%M}"))


def _date(plain: str, ways: tuple[Way, ...]) -> DayAndTime | None:
    found = _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found is not None:
        return _made(found[1], found[2], found[3])
    named = _NAMED.fullmatch(plain)
    if named is not None and bool(named[1]) != bool(named[3]):
        month = next((i for i, name in enumerate(_MONTHS, 1) if named[2].lower().startswith(name)), 0)
        return _made(named[4], str(month), named[1] or named[3])
    parts = _PARTS.fullmatch(plain)
    if parts is None:
        return None
    for one in ways:
        if said := _ordered(parts, one):
            return said
    readings = [
        said
        for order in reversed(ORDERS)
        for said in (_ordered(parts, Way(order)) or _ordered(parts, Way(order, True)),)
        if said is not None
    ]
    if not readings:
        return None
    other = next((said.day for said in readings if said.day != readings[0].day), "")
    return readings[0]._replace(why="order", other=other)


def _ordered(parts: re.Match[str], one: Way) -> DayAndTime | None:
    if one.order in _BEGIN:
        return None
    by = dict(zip(one.order, parts.groups(), strict=True))
    if len(by["Y"]) != (2 if one.short else 4) or len(by["M"]) > 2 or len(by["D"]) > 2:
        return None
    year = by["Y"]
    if one.short:  # the century that POSIX gives two digits
        year = str(datetime.datetime.strptime(year, "%y").year)
    return _made(year, by["M"], by["D"])


def _made(year: str, month: str, day: str) -> DayAndTime | None:
    try:
        return DayAndTime(datetime.date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return None
