"""Read tables of other systems, one file a kind of source; `plan` says what their rows change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from crmkit.diagnostics import Findings
from crmkit.resources import discover

SHARED = ("plan",)
BLANKS = (
    " \t\n\r\x0b\x0c\x00\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
    + "".join(map(chr, range(0x2000, 0x200E)))
)  # fmt: skip
"""What a cell may hold and still say nothing."""


class Row(NamedTuple):
    """One row as it stands in the file: its first line from 1, and its cells, every character kept."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether no cell says anything."""
        return not any(cell.strip(BLANKS) for cell in self.cells)


Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged cell, from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a table, title, header and blank ones too; `also` are sheets that would have done as well.

    `separator` is what a CSV file has between its cells, a comma for a workbook.
    """

    path: str
    rows: tuple[Row, ...]
    separator: str = ","
    merged: tuple[Merged, ...] = ()
    sheet: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as the map reads it: `where` is the place of each column of the map, `rows` the data.

    `head` are the header's rows as they stand, `skipped` the lines that are no data, each with its kind:
    `title`, `blank`, `header` (again) or `total`; `short` those that ended before their last columns.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    where: dict[str, int] = field(default_factory=dict)
    head: tuple[Row, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    short: tuple[int, ...] = ()
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Asked:
    """How a file is to be read: what the user says, empty to find it out, and how well first rows fit.

    `fits` answers how many of the map's columns some header among the rows has.
    """

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    fits: Callable[[Sequence[Row]], int] = lambda rows: 0


@dataclass(frozen=True, slots=True)
class Import:
    """A file in this folder: `read(path, data, asked)` makes a grid of a file's bytes; suffixes are in lower
    case.

    The grid is None when an error finding says why there is none; nothing is ever guessed silently.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, bytes, Asked], tuple[Grid | None, Findings]]


@cache
def readers() -> dict[str, Import]:
    """Every kind of source by suffix, in lower case with its dot."""
    return {suffix: one for one in discover("crmkit.imports", "IMPORT", Import) for suffix in one.suffixes}
