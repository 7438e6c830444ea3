"""Read a sheet of a spreadsheet's workbook, each cell as the text that a person sees in it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
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
# A limit of the format, not of a team: a sheet is laid out as wide and high as its farthest cell says.
MOST_CELLS = 20_000_000
EXACT = 15
"""Significant digits that a spreadsheet keeps of a number; what stands behind them is not what was typed."""


def read(path: str, data: bytes, asked: Asked = Asked()) -> tuple[Grid | None, Findings]:  # noqa: B008
    """The sheet that is asked for, else the first in which most of the map's columns are found."""
    try:
        import python_calamine as calamine
    except ImportError:
        return None, (NEEDS_EXTRA.at(Source(path), command="pip install 'crmkit[xlsx]'"),)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        names, problem = _names(path, book, asked.sheet)
        if problem is not None:
            return None, (problem,)
        grids = [_grid(path, book.get_sheet_by_name(name)) for name in names]
    except calamine.PasswordError:
        return None, (UNREADABLE.at(Source(path), problem="password"),)
    except (calamine.CalamineError, OSError, ValueError):
        return None, (UNREADABLE.at(Source(path), problem="broken"),)
    except MemoryError:
        return None, (UNREADABLE.at(Source(path), problem="large"),)
    full = [grid for grid in grids if grid is not None and not all(row.blank for row in grid.rows)]
    if not full:
        problem_is = "large" if None in grids else "empty"
        return None, (UNREADABLE.at(Source(path), problem=problem_is),)
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


def _grid(path: str, sheet: CalamineSheet) -> Grid | None:
    """Its rows; None for one that is laid out beyond all bounds."""
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        return None
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


IMPORT = Import("workbook", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), read)
