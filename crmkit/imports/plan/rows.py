"""Make of a row its cells by column, as the map has them: filled down, words exchanged, rows left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmkit.diagnostics import Code, Severity, Source
from crmkit.imports import BLANKS, Row, Sheet
from crmkit.imports.plan.options import Options
from crmkit.imports.plan.result import Refusal
from crmkit.schema.names import fold

OTHER_WIDTH = Code("CRM704", "row-of-other-width")
SHORT = Code("CRM744", "row-shorter-than-header", Severity.NOTICE)


def cells_of(
    sheet: Sheet, options: Options, table: str
) -> Iterator[tuple[Row, Mapping[str, str] | Refusal | None]]:
    """Each row with its cells; None for one that the map leaves out, a refusal for one too wide."""
    above: dict[str, str] = {}
    fill = [column for column in options.fill if column in sheet.where]
    words = {column: means for column, means in options.words.items() if column in sheet.where}
    filters = options.filters.get(table, ())
    for row in sheet.rows:
        if len(row.cells) > len(sheet.columns):
            found = OTHER_WIDTH.at(Source(""), found=len(row.cells), wanted=len(sheet.columns))
            yield row, Refusal(found)
            continue
        cells = {column: row.cells[index] for column, index in sheet.where.items()}
        for column in fill:
            if cells[column].strip(BLANKS):
                above[column] = cells[column]
            else:
                cells[column] = above.get(column, "")
        if any((_folded(cells[one.column]) in one.words) is not one.keeps for one in filters):
            yield row, None
            continue
        for column, means in words.items():
            text = cells[column]
            cells[column] = means.get(_folded(text), text)
        yield row, cells


def _folded(text: str) -> str:
    return fold(text.strip(BLANKS))
