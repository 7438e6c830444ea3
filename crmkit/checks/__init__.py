"""Find what is wrong beyond a record's shape: one file a check, found by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from crmkit.compute import Facts
from crmkit.diagnostics import Diagnostic
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.resources import discover
from crmkit.view import View

Files = Callable[[str], int | None]
"""The size in bytes of the file at a path; None when there is none."""


@dataclass(frozen=True, slots=True)
class Check:
    """A file in this folder. Each step is optional; all are pure.

    `record(loaded, policy, as_of)` sees one record with its document, wherever it is read; `loaded.customer`
    is None when its front-matter could not be read. `now(loaded, policy, today)` sees the same with the real
    day of the run instead, for what cannot have happened yet whatever day is asked about.
    `book(view, facts)` sees every customer as of the day and the facts of all records, those that share a
    number too; `paths(paths, policy)` sees the names of all files in the snapshot;
    `files(size, facts, policy)` may ask for a file's size. Findings need no order.
    """

    name: str
    record: Callable[[Loaded, Policy, date], Iterable[Diagnostic]] | None = None
    now: Callable[[Loaded, Policy, date], Iterable[Diagnostic]] | None = None
    book: Callable[[View, Sequence[Facts]], Iterable[Diagnostic]] | None = None
    paths: Callable[[Sequence[str], Policy], Iterable[Diagnostic]] | None = None
    files: Callable[[Files, Sequence[Facts], Policy], Iterable[Diagnostic]] | None = None


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
