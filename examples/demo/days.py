"""Know which days are worked, and give dice that fall the same on every machine."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")
_LIST = re.compile(r"\bdays: \[([\d, -]+)\]")
_MOVED = re.compile(r"^  - (\d{4}-\d\d-\d\d)$", re.M)


class Days(NamedTuple):
    """Holidays and moved workdays, as `sop/calendar.md` lists them."""

    holidays: frozenset[date]
    moved: frozenset[date]

    def worked(self, day: date) -> bool:
        """Whether somebody sits at a desk that day."""
        return day in self.moved or (day.weekday() < 5 and day not in self.holidays)

    def on_or_after(self, day: date) -> date:
        """The first working day from this one on."""
        while not self.worked(day):
            day += timedelta(1)
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to this one."""
        while not self.worked(day):
            day -= timedelta(1)
        return day


def read(calendar: Path) -> Days:
    """The two lists of the calendar's front-matter."""
    text = calendar.read_text("utf-8").split("\n---\n", 1)[0]
    listed = [day.strip() for days in _LIST.findall(text) for day in days.split(",")]
    return Days(
        frozenset(map(date.fromisoformat, listed)), frozenset(map(date.fromisoformat, _MOVED.findall(text)))
    )


class Dice:
    """Choices that depend on a name and on how often it was asked; `random` may change with Python."""

    def __init__(self, seed: str) -> None:
        self.seed, self.thrown = seed, 0

    def below(self, sides: int) -> int:
        """A number from 0 up to, not including, `sides`."""
        self.thrown += 1
        return zlib.crc32(f"{self.seed}#{self.thrown}".encode()) // 7 % sides

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]
