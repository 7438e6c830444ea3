"""Recognise and make customer numbers by a pattern such as `CRM-{year}{month}{counter:3}` (A2)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

DATES = {
    "year": (r"[0-9]{4}", "%Y"),
    "month": (r"(?:0[1-9]|1[0-2])", "%m"),
    "day": (r"(?:0[1-9]|[12][0-9]|3[01])", "%d"),
}
PART = re.compile(r"\{([^{}]*)\}")
COUNTER = re.compile(r"counter(?::([1-9]))?")
PLAIN = re.compile(r"[A-Za-z0-9_-]*")
LONGEST_COUNTER = 9


@dataclass(frozen=True)
class NumberPattern:
    """`pattern` makes new numbers; those of `also` are read as well. Only sound patterns may be held."""

    pattern: str
    also: tuple[str, ...] = ()

    @cached_property
    def shapes(self) -> tuple[re.Pattern[str], ...]:
        """The expression of each pattern, made once."""
        return tuple(re.compile(_expression(one)) for one in (self.pattern, *self.also))

    def match(self, text: str) -> bool:
        """Whether the text is a customer number, new style or old."""
        return any(shape.fullmatch(text) for shape in self.shapes)

    def next(self, existing: Iterable[str], on: datetime.date) -> str:
        """The number after the highest existing one of the same day, month or year; it grows beyond 999."""
        dated = on_date(self.pattern, on)
        shape = re.compile(_expression(dated, counted=True))
        taken = [int(found[1]) for found in map(shape.fullmatch, existing) if found]
        return PART.sub(lambda part: str(max(taken, default=0) + 1).rjust(_width(part[1]), "0"), dated)


def flaw(pattern: str) -> str:
    """What is wrong with a pattern, as a word for the finding's text; empty when it is sound."""
    parts = PART.findall(pattern)
    counters = [part for part in parts if COUNTER.fullmatch(part)]
    if any(part not in DATES and not COUNTER.fullmatch(part) for part in parts):
        return "part"
    if len(counters) != 1 or PART.split(pattern)[-2:] != [counters[0], ""]:
        return "counter"
    outside = PART.sub("", pattern)
    if not PLAIN.fullmatch(outside):
        return "character"
    return "" if outside[:1].isalpha() and pattern[:1] != "{" else "start"


def on_date(pattern: str, on: datetime.date) -> str:
    """The pattern with the date filled in."""
    return PART.sub(lambda part: on.strftime(DATES[part[1]][1]) if part[1] in DATES else part[0], pattern)


def _width(part: str) -> int:
    found = COUNTER.fullmatch(part)
    return int(found[1]) if found and found[1] else 1


def _expression(pattern: str, *, counted: bool = False) -> str:
    """A regular expression of the pattern; `counted` captures the counter."""
    pieces = []
    for index, piece in enumerate(PART.split(pattern)):
        if index % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in DATES:
            pieces.append(DATES[piece][0])
        else:
            digits = f"[0-9]{{{_width(piece)},{LONGEST_COUNTER}}}"
            pieces.append(f"({digits})" if counted else digits)
    return "".join(pieces)
