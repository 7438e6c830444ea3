"""Hold what an import would do: new file contents, counts, rows refused and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Diagnostic
from crmkit.imports import Row, Sheet


class RowChange(NamedTuple):
    """New bytes of a record; `before` is None for a new one, else what was read."""

    path: str
    before: bytes | None
    after: bytes


class Alteration(NamedTuple):
    """One field of a known record that gets another text; `before` is empty where there was none."""

    path: str
    field: str
    before: str
    after: str


class Refusal(NamedTuple):
    """A reason why a row is not taken, and in which column it lies (empty: in none)."""

    finding: Diagnostic
    column: str = ""


class Note(NamedTuple):
    """What was mended or is doubtful in a row that is taken; the finding's place is the row's line."""

    column: str
    finding: Diagnostic


class Rejected(NamedTuple):
    """A row that changes nothing, with every reason; a finding's place is the row's line in its file."""

    sheet: Sheet
    row: Row
    reasons: tuple[Refusal, ...]


@dataclass(slots=True)
class Tally:
    """How many rows of a table are new, change something, change nothing, belong to an earlier row, are
    refused, are no data or left out by the map; together they are all rows but the header's.
    """

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    joined: int = 0
    rejected: int = 0
    skipped: int = 0


@dataclass(slots=True)
class Plan:
    """Everything an import would do."""

    changes: list[RowChange] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    left_out: list[tuple[Sheet, int]] = field(default_factory=list)
    """Rows that the map's `only` and `except` leave out, by line."""
    customers: Tally = field(default_factory=Tally)
    orders: Tally = field(default_factory=Tally)

    def reject(self, tally: Tally, sheet: Sheet, row: Row, why: Sequence[Refusal]) -> None:
        """Count a row as refused; each finding is told at the row."""
        reasons = tuple(Refusal(_at(one.finding, sheet, row), one.column) for one in dict.fromkeys(why))
        self.rejected.append(Rejected(sheet, row, reasons))
        tally.rejected += 1

    def note(self, sheet: Sheet, row: Row, told: Iterable[tuple[str, Diagnostic]]) -> None:
        """Remember what is to be told of a row."""
        self.notes.extend(Note(column, _at(finding, sheet, row)) for column, finding in told)


def _at(finding: Diagnostic, sheet: Sheet, row: Row) -> Diagnostic:
    place = finding.source._replace(path=sheet.path, line=row.line, column=1)
    return finding._replace(source=place, fix=(), end=0)
