"""Find what is wrong beyond a record's shape: one file a check, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crmkit.diagnostics import Diagnostic
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.resources import discover
from crmkit.view import Brief, View

Files = Callable[[str], int | None]
"""The size in bytes of the file at a path; None when there is none."""


@dataclass(frozen=True, slots=True)
class Check:
    """A file in this folder. Each step is optional; all are pure.

    `record(loaded, policy, as_of)` sees one record with its document, wherever it is read; `loaded.customer`
    is None when its front-matter could not be read. `now(loaded, policy, today)` sees the same with the real
    day of the run instead, for what cannot have happened yet whatever day is asked about.
    `each(view)` sees customers as of the day, each by itself: of a part of the book it says what it says of
    them in the whole. `book(records, policy, day)` sees all records in short, those that share a number
    too; `paths(paths, policy)` sees the names of all files in the snapshot; `files(size, records, policy)`
    may ask for a file's size. Findings need no order.
    """

    name: str
    record: Callable[[Loaded, Policy, date], Iterable[Diagnostic]] | None = None
    now: Callable[[Loaded, Policy, date], Iterable[Diagnostic]] | None = None
    each: Callable[[View], Iterable[Diagnostic]] | None = None
    book: Callable[[Sequence[Brief], Policy, date], Iterable[Diagnostic]] | None = None
    paths: Callable[[Sequence[str], Policy], Iterable[Diagnostic]] | None = None
    files: Callable[[Files, Sequence[Brief], Policy], Iterable[Diagnostic]] | None = None


@cache
def checks() -> tuple[Check, ...]:
    """Every check file, by file name."""
    return tuple(discover("crmkit.checks", "CHECK", Check))


def of_record(loaded: Loaded, policy: Policy, *, as_of: date, today: date) -> Iterator[Diagnostic]:
    """What every check finds in one record by itself."""
    for one in checks():
        if one.record is not None:
            yield from one.record(loaded, policy, as_of)
        if one.now is not None:
            yield from one.now(loaded, policy, today)


def of_customers(view: View) -> Iterator[Diagnostic]:
    """What every check finds in some customers as of the day, each by itself."""
    for one in checks():
        if one.each is not None:
            yield from one.each(view)


def of_book(
    records: Sequence[Brief], paths: Sequence[str], size: Files, policy: Policy, *, as_of: date
) -> Iterator[Diagnostic]:
    """What every check finds in all records together, in the names of all files, and in what they link to."""
    for one in checks():
        if one.book is not None:
            yield from one.book(records, policy, as_of)
        if one.paths is not None:
            yield from one.paths(paths, policy)
        if one.files is not None:
            yield from one.files(size, records, policy)
