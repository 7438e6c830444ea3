"""Gather entries by the thing of a customer that they name: a need, an opportunity, a contract (A7, A8)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from crmkit.calendar.minute import clock_of, minute_of
from crmkit.history import stands
from crmkit.schema.names import fold


class Numbered(Protocol):
    """A dated entry that names a thing by its id, or none."""

    @property
    def date(self) -> datetime.date:
        """Its day."""

    @property
    def time(self) -> str:
        """Its time as written, empty for none."""

    @property
    def line(self) -> int:
        """Where its heading stands."""

    @property
    def voided_on(self) -> datetime.date | None:
        """The day on which an entry voided it."""

    @property
    def id(self) -> str:
        """The id as written, empty for none."""


M = TypeVar("M", bound=Numbered)


def clock(move: Numbered) -> datetime.time | None:
    """The minute of an entry, None where it says none that can be."""
    return clock_of(move.time)


def at(move: Numbered) -> datetime.datetime:
    """When it happened; what says no time, when the day ends."""
    return minute_of(move.date, move.time)


def in_order(moves: Iterable[M]) -> list[M]:
    """Entries in the order of time; of one moment in that of the file."""
    return sorted(moves, key=lambda move: (at(move), move.line))


def stood(moves: Iterable[M], moment: datetime.datetime) -> list[M]:
    """Those that had happened by a moment and that nobody had voided, in the order of time."""
    day = moment.date()
    return in_order(
        move
        for move in moves
        if (move.date < day or (move.date == day and (clock(move) is None or at(move) <= moment)))
        and stands(move.voided_on, as_of=day)
    )


def gather(
    moves: Sequence[M], listed: Iterable[str], ends: Callable[[M], bool], opens: Callable[[M], bool]
) -> tuple[dict[str, list[M]], list[M]]:
    """Entries in the order of time by folded id, and those about nothing.

    One without an id is about the only thing that is open then; where the profile lists none and none is
    open, it may begin one. `listed` are the ids of the profile; `ends` says whether an entry closes what it
    names, `opens` whether it may begin one.
    """
    known = dict.fromkeys(fold(one) for one in listed if one)
    named = {fold(move.id) for move in moves if move.id}
    found: dict[str, list[M]] = {}
    open_now = {key: None for key in known if key not in named}
    strays = []
    for move in moves:
        key = fold(move.id) if move.id else _only(open_now)
        if not key and opens(move) and not open_now and not known:
            key = f"#{move.line}"
        if not key:
            strays.append(move)
            continue
        found.setdefault(key, []).append(move)
        if ends(move):
            open_now.pop(key, None)
        else:
            open_now[key] = None
    return found, strays


def _only(keys: dict[str, None]) -> str:
    return next(iter(keys)) if len(keys) == 1 else ""
