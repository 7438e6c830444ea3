"""Find the header of a table by the columns that the map reads, and part its data from all other rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Source
from crmkit.imports import BLANKS, Grid, Merged, Row, Sheet
from crmkit.schema.names import nearest

COLUMN_TWICE = Code("CRM703", "table-column-twice")
NO_COLUMN = Code("CRM711", "import-column-missing")
NO_HEADER = Code("CRM715", "table-header-not-found")
SHEETS_ALIKE = Code("CRM719", "sheets-alike", Severity.WARNING)

REJECT = ("reject_line", "reject_column", "reject_reason")
"""Columns that an earlier import put behind the file's own: they are taken off again."""
WITHIN = 30
"""A header stands among so many rows; what is above it is title."""
DEEPEST = 3
"""Rows that a header of merged cells may take."""
TOTALS = frozenset("合计 总计 小计 共计 累计 汇总 本页合计 total totals grandtotal subtotal sum".split())  # noqa: SIM905
_MARKS = re.compile(r"[*★※]|[(\[【](?:必填项?|选填|可选|required|optional)[)\]】]", re.IGNORECASE)


class WantedColumn(NamedTuple):
    """A column that the map reads, and its place in the map."""

    column: str
    place: Source


class Looked(NamedTuple):
    """A header that was tried: its rows, the names of its columns, and where the wanted ones are."""

    start: int
    depth: int
    names: tuple[tuple[str, ...], ...]
    where: dict[str, int]


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """The form in which a column's name is compared: no blanks, marks of required columns, width or case."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name).translate(_NO_BLANKS))
    return plain.rstrip(":").casefold()


_NO_BLANKS = dict.fromkeys(map(ord, BLANKS))


def fits(columns: Collection[str]) -> Callable[[Sequence[Row]], int]:
    """How many of the columns the best header among rows has."""

    def count(rows: Sequence[Row]) -> int:
        return max((len(look.where) for look in _looks(rows, (), columns)), default=0)

    return count


def sheet_of(
    grid: Grid, wanted: Sequence[WantedColumn], *, keys: Collection[str], alone: Collection[str]
) -> tuple[Sheet | None, Findings]:
    """The table below its header; without one, what is missing and where it was looked for.

    `keys` are the columns that name a row: a row of totals has none. `alone` are columns whose merged cells
    count once, as amounts do; in the others a merged cell speaks for each row that it spans.
    """
    columns = dict.fromkeys(one.column for one in wanted)
    best: Looked | None = None
    for look in _looks(grid.rows, grid.merged, columns):
        if best is None or len(look.where) > len(best.where):
            best = look
        if len(look.where) == len(columns):
            return _parted(grid, look, keys, alone)
    assert best is not None
    return None, _missing(grid, best, wanted)


def _looks(rows: Sequence[Row], merged: Sequence[Merged], columns: Collection[str]) -> list[Looked]:
    """Every header that may be meant, plain ones first; of several rows only if none has all columns."""
    found: list[Looked] = []
    starts = [number for number, row in enumerate(rows) if not row.blank][:WITHIN]
    for depth in range(1, DEEPEST + 1):
        for start in starts:
            if start + depth > len(rows):
                continue
            names = _names(rows[start : start + depth], start, merged)
            look = Looked(start, depth, names, _places(names, columns))
            found.append(look)
            if len(look.where) == len(columns):
                return found
    return found


def _names(rows: Sequence[Row], start: int, merged: Sequence[Merged]) -> tuple[tuple[str, ...], ...]:
    """Each column's names, the whole one first: `联系人/姓名` under a merged cell, also called `姓名`."""
    width = max(len(row.cells) for row in rows)
    lines = [[*(cell.strip(BLANKS) for cell in row.cells), *[""] * (width - len(row.cells))] for row in rows]
    for top, left, bottom, right in merged:
        for line in range(max(top, start), min(bottom, start + len(rows) - 1) + 1):
            lines[line - start][left : right + 1] = [lines[max(top, start) - start][left]] * (
                min(right + 1, width) - left
            )
    for upper, lower in pairwise(lines):
        for index in range(1, width):  # a table without merged cells leaves what they covered empty
            if not upper[index] and lower[index] and upper[index - 1]:
                upper[index] = upper[index - 1]
    named = []
    for parts in zip(*lines, strict=True):
        said = tuple(dict.fromkeys(filter(None, parts)))
        whole = "/".join(said)
        named.append((whole, said[-1]) if len(said) > 1 else (whole,))
    return tuple(named)


def _places(names: Sequence[tuple[str, ...]], columns: Collection[str]) -> dict[str, int]:
    """Where each column is that is there once: as written, else by what is left of its name.

    Whole names come before short ones; a name that stands twice is nowhere.
    """
    found: dict[str, int] = {}
    left = set(columns)
    for same in (str, canonical):
        for level in (0, 1):
            known: dict[str, list[int]] = {}
            for index, said in enumerate(names):
                if len(said) > level and said[level]:
                    known.setdefault(same(said[level]), []).append(index)
            for column in [one for one in left if same(one) in known]:
                left.discard(column)
                if len(known[same(column)]) == 1:
                    found[column] = known[same(column)][0]
    return found


def _missing(grid: Grid, look: Looked, wanted: Sequence[WantedColumn]) -> Findings:
    """What the best header lacks, each with the nearest that it has."""
    line = grid.rows[look.start].line
    seen = [said[0] for said in look.names if said[0]]
    found: list[Diagnostic] = []
    for one in dict.fromkeys(wanted):
        if one.column in look.where:
            continue
        if sum(canonical(one.column) in map(canonical, said) for said in look.names) > 1:
            found.append(COLUMN_TWICE.at(Source(grid.path, line), column=one.column))
        else:
            near = nearest(one.column, [name for said in look.names for name in said if name])
            found.append(NO_COLUMN.at(one.place, column=one.column, file=grid.path, near=near))
    about = NO_HEADER.at(Source(grid.path, line), line=line, columns=", ".join(seen), sheet=grid.sheet)
    return (about, *found)


def _parted(
    grid: Grid, look: Looked, keys: Collection[str], alone: Collection[str]
) -> tuple[Sheet, Findings]:
    """The data rows at the header's width, and the lines that are something else."""
    names = [said[0] for said in look.names]
    dropped = [index for index, said in enumerate(look.names) if said[-1] in REJECT]
    head = grid.rows[look.start : look.start + look.depth]
    below = look.start + look.depth
    skipped = [(row.line, "blank" if row.blank else "title") for row in grid.rows[: look.start]]
    rows, short = [], []
    spans = _spans(grid.merged, below, {look.where[column] for column in alone if column in look.where})
    held: dict[int, str] = {}
    for number, row in enumerate(grid.rows[below:], below):
        cells = list(row.cells)
        for first, column, last in spans.get(number, ()):
            if number == first:
                held[column] = cells[column] if column < len(cells) else ""
            if number <= last and column < len(cells):
                cells[column] = held.get(column, "")
        kind = _kind(row, cells, head, [look.where[key] for key in keys if key in look.where])
        if kind:
            skipped.append((row.line, kind))
            continue
        if len(cells) < len(names):
            short.append(row.line)
            cells += [""] * (len(names) - len(cells))
        while len(cells) > len(names) and not cells[-1].strip(BLANKS):
            del cells[-1]
        rows.append(Row(row.line, _without(cells, dropped)))
    columns = _without(names, dropped)
    where = {c: i - sum(d < i for d in dropped) for c, i in look.where.items()}
    heads = tuple(Row(row.line, _without(row.cells, dropped)) for row in head)
    told = [
        SHEETS_ALIKE.at(Source(grid.path), sheet=grid.sheet, also=", ".join(grid.also))
    ] if grid.also else []  # fmt: skip
    sheet = Sheet(grid.path, columns, tuple(rows), where, heads, tuple(skipped), tuple(short), grid.separator)
    return sheet, tuple(told)


def _spans(
    merged: Sequence[Merged], below: int, alone: Collection[int]
) -> dict[int, list[tuple[int, int, int]]]:
    """For each row the merged cells that reach down over it: first row, column, last row."""
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for top, left, bottom, _ in merged:
        if top >= below and bottom > top and left not in alone:
            for number in range(top, bottom + 1):
                spans.setdefault(number, []).append((top, left, bottom))
    return spans


def _kind(row: Row, cells: Sequence[str], head: Sequence[Row], keys: Sequence[int]) -> str:
    """What a row is that holds no data: blank, the header again, totals; empty for data."""
    if row.blank:
        return "blank"
    if row.cells == head[-1].cells or (len(head) > 1 and any(row.cells == one.cells for one in head)):
        return "header"
    first = next(cell for cell in row.cells if cell.strip(BLANKS))
    if canonical(first) in TOTALS and all(
        index >= len(cells) or not cells[index].strip(BLANKS) or canonical(cells[index]) in TOTALS
        for index in keys
    ):
        return "total"
    return ""


def _without(cells: Sequence[str], dropped: Sequence[int]) -> tuple[str, ...]:
    return tuple(cell for index, cell in enumerate(cells) if index not in dropped)
