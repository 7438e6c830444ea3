"""Hold what an import would do: new file contents, counts, rows refused and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Diagnostic
from crmkit.imports import Row, Sheet


class Change(NamedTuple):
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
    """Why a row is not taken, and in which column the reason lies (empty: in none)."""

    finding: Diagnostic
    column: str = ""


class Rejected(NamedTuple):
    """A row that changes nothing; the finding's place is the row's line in its file."""

    sheet: Sheet
    row: Row
    column: str
    finding: Diagnostic


@dataclass(slots=True)
class Tally:
    """How many rows of a table are new, change something, change nothing, are refused."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Plan:
    """Everything an import would do."""

    changes: list[Change] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    customers: Tally = field(default_factory=Tally)
    orders: Tally = field(default_factory=Tally)

    def reject(self, tally: Tally, sheet: Sheet, row: Row, why: Refusal) -> None:
        """Count a row as refused; the finding is told at the row."""
        place = why.finding.source._replace(path=sheet.path, line=row.line, column=1)
        finding = why.finding._replace(source=place, fix=(), end=0)
        self.rejected.append(Rejected(sheet, row, why.column, finding))
        tally.rejected += 1
