"""Read a sheet of a spreadsheet's workbook, each cell as the text that a person sees in it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Diagnostic, Findings, Source
from crmkit.imports import Asked, Grid, Import, Row
from crmkit.schema.names import fold, nearest

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

NEEDS_EXTRA = Code("CRM716", "table-needs-extra")
UNREADABLE = Code("CRM717", "workbook-unreadable")
NO_SHEET = Code("CRM718", "sheet-unknown")

_LOOKED_AT = 30  # rows that decide between sheets
# Limits of the format, not of a team: a sheet is laid out as wide and high as its farthest cell says, and the
# library ends the whole process where memory does not suffice, so its size is found out before.
MOST_CELLS = 5_000_000
MOST_BYTES = 1 << 29
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
_CHUNK = 1 << 22
_LONGEST_TAG = 1 << 10
EXACT = 15
"""Significant digits that a spreadsheet keeps of a number; what stands behind them is not what was typed."""


def read(path: str, data: bytes, asked: Asked = Asked()) -> tuple[Grid | None, Findings]:  # noqa: B008
    """The sheet that is asked for, else the first in which most of the map's columns are found."""
    try:
        import python_calamine as calamine
    except ImportError:
        return None, (NEEDS_EXTRA.at(Source(path), command="pip install 'crmkit[xlsx]'"),)
    try:
        if data[:2] == b"PK" and not _fits(data):
            return None, (UNREADABLE.at(Source(path), problem="large"),)
        book = calamine.load_workbook(io.BytesIO(data))
        names, problem = _names(path, book, asked.sheet)
        if problem is not None:
            return None, (problem,)
        grids = [_grid(path, book.get_sheet_by_name(name)) for name in names]
    except calamine.PasswordError:
        return None, (UNREADABLE.at(Source(path), problem="password"),)
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return None, (UNREADABLE.at(Source(path), problem="broken"),)
    full = [grid for grid in grids if not all(row.blank for row in grid.rows)]
    if not full:
        return None, (UNREADABLE.at(Source(path), problem="empty"),)
    scores = [asked.fits(grid.rows[:_LOOKED_AT]) for grid in full]
    best = full[scores.index(max(scores))]
    also = tuple(
        grid.sheet
        for grid, score in zip(full, scores, strict=True)
        if score == max(scores) > 0 and grid is not best
    )
    return Grid(path, best.rows, merged=best.merged, sheet=best.sheet, also=also), ()


def _names(path: str, book: CalamineWorkbook, asked: str) -> tuple[Sequence[str], Diagnostic | None]:
    """The sheets to look at; the finding when the one asked for is not there."""
    if not asked:
        return book.sheet_names, None
    found = [name for name in book.sheet_names if fold(name) == fold(asked)]
    if found:
        return found[:1], None
    known, near = ", ".join(book.sheet_names), nearest(asked, book.sheet_names)
    return (), NO_SHEET.at(Source(path), sheet=asked, near=near, known=known)


def _fits(data: bytes) -> bool:
    """Whether every sheet of a zipped workbook is laid out within bounds."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
            return False
        return all(
            _extent(parts, name) <= MOST_CELLS
            for name in parts.namelist()
            if "worksheets/" in name and name.endswith(".xml")
        )


def _extent(parts: zipfile.ZipFile, name: str) -> int:
    """Width times height of a sheet by its farthest cells."""
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    rest = b""
    with parts.open(name) as file:
        while chunk := file.read(_CHUNK):
            found = _CELL.findall(rest + chunk)
            columns.update(column for column, _ in found)
            rows.update(row for _, row in found)
            rest = (rest + chunk)[-_LONGEST_TAG:]
    width = max((reduce(lambda n, letter: n * 26 + letter - 64, column, 0) for column in columns), default=0)
    return width * max(map(int, rows), default=0)


def _grid(path: str, sheet: CalamineSheet) -> Grid:
    """Its rows, from the first line on."""
    rows = [
        Row(number, tuple(map(spelled, cells)))
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1)
    ]
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Grid(path, tuple(rows), merged=merged, sheet=sheet.name)


def spelled(value: object) -> str:
    """A cell's value as text: days as year-month-day, numbers without a point that says nothing."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        day = value.date().isoformat()
        return day if value.time() == datetime.time() else f"{day} {_time(value.time())}"
    if isinstance(value, datetime.time):
        return _time(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _time(value: datetime.time) -> str:
    rounded = value.replace(microsecond=0)
    return rounded.isoformat("seconds" if rounded.second else "minutes")


def _number(value: float) -> str:
    """The digits that a spreadsheet keeps; of a longer number it can be seen that some are lost."""
    exact = Decimal(format(value, f".{EXACT}g"))
    if abs(exact) >= Decimal(10) ** EXACT:
        return format(exact, f".{EXACT - 1}E")
    said = format(exact, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


IMPORT = Import("workbook", (".xlsx", ".xlsm", ".xls"), read)
