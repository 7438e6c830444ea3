"""Tell what stood as of a day: what had happened by then and was not voided, and what a field was."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, TypeVar


class Dated(Protocol):
    """What happened on a day and may have been voided on a later one."""

    @property
    def date(self) -> datetime.date:
        """The day on which it happened."""

    @property
    def voided_on(self) -> datetime.date | None:
        """The day on which an entry voided it."""


D = TypeVar("D", bound=Dated)


class Change(NamedTuple):
    """A change entry: on `date` a field went from `old` to `new`; data, None when not said or not read.

    `until` and `reason` are what the entry says of a tier set by hand.
    """

    date: datetime.date
    field: str
    old: Any
    new: Any
    line: int
    reason: str = ""
    until: datetime.date | None = None
    voided_on: datetime.date | None = None


class Start(NamedTuple):
    """A day on which something began, the line that says so, and the day on which that was voided."""

    date: datetime.date
    line: int
    voided_on: datetime.date | None = None


class Past(NamedTuple):
    """What a field was on a day; `assumed` when no change entry says so.

    `change` is the entry that tells. `current` is true when no later change followed, so that what the
    profile says beside the value counts too.
    """

    value: Any
    assumed: bool
    change: Change | None = None
    current: bool = False


class Told(Protocol):
    """Whoever keeps what some fields are today, and how each changed in the order of time."""

    @property
    def changed(self) -> Mapping[str, Sequence[Change]]:
        """The changes of each field."""

    def present(self, field: str) -> Any:
        """What a field is today; KeyError for one whose past is not kept."""


in_time = attrgetter("date", "line")
"""What is kept of a customer sorts by its day, then by where it stands."""


def stands(voided_on: date | None, *, as_of: date) -> bool:
    """Whether something not voided, or voided only after the day, stands as of it."""
    return voided_on is None or voided_on > as_of


def stood(entries: Iterable[D], *, as_of: date) -> Iterator[D]:
    """What had happened by the day and stands as of it, in the order given."""
    return (one for one in entries if one.date <= as_of and ((void := one.voided_on) is None or void > as_of))


def last_of(entries: Sequence[D], *, as_of: date) -> D | None:
    """The last of entries in the order of time that had happened by the day and stands."""
    return next(stood(reversed(entries), as_of=as_of), None)


def first_of(sources: Iterable[Iterable[Start]], *, as_of: date) -> Start | None:
    """The first day of the best source that knows one by then."""
    for source in sources:
        if (first := next(stood(source, as_of=as_of), None)) is not None:
            return first
    return None


def changes(told: Told, field: str, *, as_of: date) -> Iterator[Change]:
    """The changes of a field that had happened by the day and stand, in the order of time."""
    return stood(told.changed.get(field, ()), as_of=as_of)


def past(told: Told, field: str, *, as_of: date) -> Past:
    """What a field was on a day, from its change entries, else its present value, marked as assumed.

    The last change until then tells by what it made, the first one after it by what it found: a change
    that does not say what it found still proves that today's value did not stand yet.
    """
    all_changes = told.changed.get(field, ())
    here = bisect_right(all_changes, as_of, key=attrgetter("date"))
    before = (all_changes[at] for at in range(here - 1, -1, -1))
    behind = (all_changes[at] for at in range(here, len(all_changes)))
    last = next((one for one in before if stands(one.voided_on, as_of=as_of)), None)
    following = next((one for one in behind if one.voided_on is None), None)
    if last is not None and last.new is not None:
        return Past(last.new, False, last, following is None)
    if following is not None:
        return Past(following.old, following.old is None, following)
    return Past(told.present(field), True, last, True)


def by_field(every: Iterable[Change]) -> dict[str, tuple[Change, ...]]:
    """The changes of each field, so that a day is looked up and not searched (P8)."""
    parted: dict[str, list[Change]] = {}
    for change in every:
        parted.setdefault(change.field, []).append(change)
    return {field: tuple(found) for field, found in parted.items()}
