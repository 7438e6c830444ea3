"""Read the lines of a check list: `- [x] what · who · due 2025-03-04 18:00 · done 2025-03-04 11:20` (F2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

BETWEEN = " · "
PLANNED, FINISHED = ("截止", "due"), ("完成", "done")
"""What stands before the planned time, and before that of the tick, in Chinese and English."""

_LINE = re.compile(r"[ \t]*[-*+] \[(?P<mark>[ xX])\][ \t]+(?P<said>\S[^\r\n]*)")
_PARTS = re.compile(r"[·・•]")
_MARKED = re.compile(
    rf"(?P<word>{'|'.join((*PLANNED, *FINISHED))})[ \t]*[:：]?[ \t]*"
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<time>\d\d:\d\d))?",
    re.IGNORECASE,
)


class CheckLine(NamedTuple):
    """A line of a check list; `start:end` is where it stands, `mark` its sign, in the text that was read.

    `said` is its first part, `others` those that say neither of the times; `chinese` where one of the times
    is said in Chinese. A time that cannot be stands among the others.
    """

    start: int
    end: int
    mark: int
    said: str
    ticked: bool
    others: tuple[str, ...] = ()
    planned: datetime | None = None
    done: datetime | None = None
    chinese: bool = False


def tasks(text: str, start: int = 0, end: int | None = None) -> Iterator[CheckLine]:
    """The lines of a check list in a text, in their order; other lines are left aside."""
    end = len(text) if end is None else end
    if text.find("[", start, end) < 0:
        return
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        found = _LINE.match(text, start, stop)
        if found is not None:
            yield _task(found)
        start = stop + 1


def _task(found: re.Match[str]) -> CheckLine:
    said, *parts = (part.strip() for part in _PARTS.split(found["said"]))
    one = CheckLine(found.start(), found.end(), found.start("mark"), said, found["mark"] != " ")
    others = []
    for part in filter(None, parts):
        marked = _MARKED.fullmatch(part)
        at = _moment(marked) if marked else None
        if marked is None or at is None:
            others.append(part)
            continue
        planned = marked["word"].lower() in PLANNED
        one = one._replace(planned=at) if planned else one._replace(done=at)
        one = one._replace(chinese=one.chinese or not marked["word"].isascii())
    return one._replace(others=tuple(others))


def _moment(found: re.Match[str]) -> datetime | None:
    """The time; of a day alone its end. None for one that cannot be."""
    try:
        day = date.fromisoformat(found["day"])
        if found["time"]:
            return datetime.combine(day, time.fromisoformat(found["time"]))
        return datetime.combine(day, time()) + timedelta(days=1)
    except (ValueError, OverflowError):
        return None
