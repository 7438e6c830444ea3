"""Read the talks of `talks/*.txt` and spread them over their months, between what else happened.

    = 越彩印染
    2025-02
    p 五号缸主泵漏 @3 / 备件在路上 / 8 / 6 w 主泵到货装上没有 | advice=先修泵
    14 w< 班长发来照片

A talk is a channel (`w` WeChat, `p` phone, `e` email, `v` video, `x` visit, `s` SMS), perhaps a letter of
purpose, `<` when the customer began, a subject, then feedback, attitude, and a promise so many days later. A
number before is the day of the month; without one, the talks of a month lie evenly over its working days.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from beats import Beat
from days import Days, Dice

CHANNELS = {"w": "wechat", "p": "phone", "e": "email", "v": "video", "x": "visit", "s": "sms"}
PURPOSES = {
    "r": "return_visit", "c": "care", "d": "delivery", "f": "follow_up", "g": "greeting", "n": "needs_survey",
    "s": "support", "o": "proposal", "w": "renewal", "k": "reminder", "a": "answer",
}  # fmt: skip
PROMISED = re.compile(r"(\d+) ([wpevxs]) (.+)$")
_LINE = re.compile(
    r"(?:(?P<day>\d\d) )?(?P<channel>[wpevxs])(?P<purpose>[a-z]?)(?P<inbound><?) (?P<rest>.+)$"
)
_WITH = re.compile(r"^(.*?)\s*@([\d,]+)$")


class Talk(NamedTuple):
    """One line: its month, its day where that is fixed (else 0), and what was said; `promise` counts days."""

    month: date
    day: int
    beat: Beat
    promise: str


def read(text: str) -> dict[str, list[Talk]]:
    """The talks of each customer, by short name, in the order they are written."""
    talks: dict[str, list[Talk]] = {}
    name, month = "", date.min
    for line in filter(None, text.split("\n")):
        if line.startswith("= "):
            name = line[2:]
            talks.setdefault(name, [])
        elif re.fullmatch(r"\d{4}-\d\d", line):
            month = date.fromisoformat(f"{line}-01")
        else:
            talks[name].append(_talk(line, month))
    return talks


def _talk(line: str, month: date) -> Talk:
    match = _LINE.match(line)
    if match is None:
        raise ValueError(f"not a talk: {line}")
    said, *more = match["rest"].split(" | ")
    subject, *parts = said.split(" / ")
    who: tuple[int, ...] = (1,)
    named = _WITH.match(subject)
    if named:
        subject, who = named[1], tuple(int(number) for number in named[2].split(","))
    fields = {"direction": "in"} if match["inbound"] else {}
    if match["purpose"]:
        fields["purpose"] = PURPOSES[match["purpose"]]
    feedback, attitude, promise = [*parts, "", "", ""][:3]
    fields |= {
        key: text for key, text in (("feedback", feedback), ("attitude", attitude)) if text.strip()
    } | dict(part.split("=", 1) for part in more)
    beat = Beat("", CHANNELS[match["channel"]], "", subject.strip(), who, fields, "")
    return Talk(month, int(match["day"] or 0), beat, promise)


def spread(
    talks: list[Talk],
    taken: Collection[date],
    span: tuple[date, date],
    days: Days,
    dice: Dice,
    calls_on: int | None = None,
) -> Iterator[tuple[date, Beat]]:
    """Each talk with its day: within `span`, not beside a day that is `taken`, and in the order told.

    `calls_on` is the weekday (Monday is 0) that the customer wants to be telephoned on.
    """
    busy = set(taken) | {talk.month.replace(day=talk.day) for talk in talks if talk.day}
    last = date.min
    for month in sorted({talk.month for talk in talks}):
        told = [talk for talk in talks if talk.month == month]
        open_days = [
            day
            for day in (month + timedelta(n) for n in range((_next(month) - month).days))
            if days.worked(day) and span[0] <= day <= span[1]
        ]
        for number, talk in enumerate(told):
            free = [day for day in open_days if day > last and not _beside(day, busy)]
            free = free or [day for day in open_days if day > last] or open_days
            if talk.beat.kind == "phone" and calls_on is not None:
                free = [day for day in free if day.weekday() == calls_on] or free
            if not free:
                raise ValueError(f"no day in {month:%Y-%m} for {talk.beat.subject}")
            place = (number + 0.5) / len(told) * (_next(month) - month).days + dice.below(3) - 1
            wanted = month + timedelta(min(int(place), 27))
            last = month.replace(day=talk.day) if talk.day else min(free, key=lambda day: abs(day - wanted))
            busy.add(last)
            yield last, _dated(talk, last, days)


def _beside(day: date, busy: set[date]) -> bool:
    return any(day + timedelta(off) in busy for off in (-1, 0, 1))


def _next(month: date) -> date:
    return (month + timedelta(31)).replace(day=1)


def _dated(talk: Talk, day: date, days: Days) -> Beat:
    """The beat with what one talk in a few is not labelled with, and with its promise as a date."""
    fields = dict(talk.beat.fields)
    promised = PROMISED.match(talk.promise)
    if promised:
        when = days.on_or_after(day + timedelta(int(promised[1])))
        fields["next"] = f"{when} {CHANNELS[promised[2]]} {promised[3]}"
    return talk.beat._replace(fields=fields)
