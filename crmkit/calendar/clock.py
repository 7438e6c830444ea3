"""Read a time of day as people say it: 9:30, 14：30, 9点半, 下午3点, 3pm, 09:30-10:30."""

from __future__ import annotations

import re
from typing import NamedTuple

from crmkit.calendar.numeral import number, plain


class Clock(NamedTuple):
    """What the beginning of a text says: `HH:MM` of begin and end, each empty when it says none for sure.

    `end` is where its words end in the text.
    """

    start: str
    until: str
    end: int

    @property
    def written(self) -> str:
        """The time as entries write it, empty when it is not sure."""
        return f"{self.start}-{self.until}" if self.until else self.start


_PART = r"(?:上午|下午|早上|早晨|晚上|晚间|中午|凌晨|傍晚|早|晚)"
_HOURS = r"(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})"
_MINUTES = r"(?:半|一刻|三刻|[0-9]{1,2}分?|[一二三四五六七八九十]{1,3}分)?"
_ONE = re.compile(
    rf"""(?P<part>{_PART})?[ ]?(?:
        (?P<h>[0-9]{{1,2}})[ ]?:[ ]?(?P<m>[0-9]{{2}})(?::(?P<s>[0-9]{{2}})(?:\.0+)?)?(?![0-9])
      | (?P<hours>{_HOURS})[点时](?!间|意见|建议|要求|需求|问题|说明|内容)(?:整|钟|(?P<minutes>{_MINUTES}))
      | (?P<hour>[0-9]{{1,2}})(?=[ ]?[ap]\.?m)
    )(?:[ ]?(?P<half>[ap])\.?m\b\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_TO = re.compile(r" ?(?:-|–|—|~|至|到) ?")
_PART_ALONE = re.compile(r"上午|下午(?!茶)|早上|早晨|晚上|晚间|中午|凌晨|傍晚|(?<=[昨今明])[早晚]")
_QUARTERS = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
_NOON, _DAY = 12, 24
_LONGEST = 64  # no time is longer, however many blanks a text holds
_DOUBTFUL = range(1, 7)
"""Hours on the dial that a day of work knows by night only: 3点 is 15:00 to most, and nothing says so."""


def clock(text: str, start: int = 0) -> Clock | None:
    """The time that the text says from an offset on; None when none stands there.

    A time that cannot be (25:00) or that could be two (3点) is told as one without a `start`.
    """
    shift = max(start - 1, 0)  # one letter before is looked at: the 晚 of 明晚
    words = plain(text[shift : start + _LONGEST])
    first = _ONE.match(words, start - shift)
    if first is None:
        part = _PART_ALONE.match(words, start - shift)
        return Clock("", "", shift + part.end()) if part else None
    begin, end = _time(first, ""), first.end()
    to = _TO.match(words, end)
    second = _ONE.match(words, to.end()) if to else None
    if second is None:
        return Clock(begin, "", shift + end)
    until = _time(second, first["part"] or "")
    sure = bool(begin and until)
    return Clock(begin if sure else "", until if sure else "", shift + second.end())


def _time(found: re.Match[str], before: str) -> str:
    """`HH:MM`; a part of the day said of the begin holds for the end too."""
    spoken = found["hours"]
    hour = number(spoken or found["h"] or found["hour"])
    minute = _minute(found["minutes"] or "") if spoken else int(found["m"] or 0)
    if hour is None or minute is None or found["s"] not in (None, "00"):
        return ""
    part, half = found["part"] or before, (found["half"] or "").lower()
    if half:
        hour = hour % _NOON + _NOON * (half == "p") if 1 <= hour <= _NOON else _DAY
    elif part:
        hour = _in_part(hour, part)
    elif spoken and hour in _DOUBTFUL:
        return ""
    return f"{hour:02}:{minute:02}" if hour < _DAY and minute < 60 else ""  # minutes of an hour


def _minute(said: str) -> int | None:
    return _QUARTERS[said] if said in _QUARTERS else number(said.removesuffix("分"))


def _in_part(hour: int, part: str) -> int:
    """The hour of 24; 24 for one that the part of the day does not have, such as 晚上12点."""
    if hour > _NOON:
        return hour
    if part in ("下午", "傍晚", "晚上", "晚间", "晚"):
        return _DAY if part != "下午" and not 5 <= hour < _NOON else hour % _NOON + _NOON
    if part == "中午":
        return hour + _NOON if hour < 10 and hour else hour  # 中午 lies around 12, on either side
    if part == "凌晨":
        return hour % _NOON
    return hour
