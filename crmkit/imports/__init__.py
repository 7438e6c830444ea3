"""Read tables of other systems, one file a kind of source; `plan` says what their rows change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from crmkit.diagnostics import Findings
from crmkit.resources import discover


class Row(NamedTuple):
    """One row as it stands in the file: its first line from 1, and its cells, every character kept."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: columns by the names in its first row, and the rows that say anything."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """A file in this folder: `read(path, data)` makes a sheet of a file's bytes; suffixes are in lower case.

    The sheet is None when an error finding says why there is none; nothing is ever guessed silently.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[str, bytes], tuple[Sheet | None, Findings]]


@cache
def readers() -> dict[str, Import]:
    """Every kind of source by suffix, in lower case with its dot."""
    return {suffix: one for one in discover("crmkit.imports", "IMPORT") for suffix in one.suffixes}
