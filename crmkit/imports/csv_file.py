"""Read a CSV file in UTF-8 or GB18030, separated by comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Source
from crmkit.document.encoding import misread
from crmkit.imports import Import, Row, Sheet

if TYPE_CHECKING:
    from _csv import Reader

UNKNOWN_ENCODING = Code("CRM700", "table-encoding-unknown")
READ_AS_GB18030 = Code("CRM701", "table-read-as-gb18030", Severity.WARNING)
MALFORMED = Code("CRM702", "table-malformed")
COLUMN_TWICE = Code("CRM703", "table-column-twice")

DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 20  # rows that decide between delimiters whose headers are equally wide


def read(path: str, data: bytes) -> tuple[Sheet | None, Findings]:
    """The sheet; a file that is not wholly read as its quotes say is refused, never read in part."""
    text, found = _decode(path, data)
    if text is None:
        return None, tuple(found)
    rows: list[Row] = []
    problem = _rows(path, text, delimiter(text), rows)
    if problem is not None:
        return None, (*found, problem)
    if not rows:
        return None, (*found, MALFORMED.at(Source(path), problem="empty"))
    head, *rest = rows
    columns = tuple(cell.strip() for cell in head.cells)
    twice = [name for index, name in enumerate(columns) if name and name in columns[:index]]
    if twice:
        return None, (*found, COLUMN_TWICE.at(Source(path, head.line), column=twice[0]))
    return Sheet(path, columns, tuple(rest)), tuple(found)


def _decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    wrong = misread(data)
    if wrong is None:
        return data.decode("utf-8-sig"), []
    if wrong.guess == "GB18030":
        return data.decode("gb18030"), [READ_AS_GB18030.at(Source(path))]
    place, before = Source(path, wrong.line, wrong.column), "".join(filter(str.isprintable, wrong.before))
    return None, [UNKNOWN_ENCODING.at(place, byte=wrong.byte, before=before, guess=wrong.guess)]


def delimiter(text: str) -> str:
    """The separator that makes most of the header; of equals, the one with more rows as wide."""

    def fits(one: str) -> tuple[int, int]:
        widths: list[int] = []
        with suppress(csv.Error):  # what breaks off later is told when the rows are read
            for cells, _ in zip(_reader(text, one), range(_LOOKED_AT), strict=False):
                widths.append(len(cells))
        return (widths[0], widths.count(widths[0])) if widths else (0, 0)

    return max(DELIMITERS, key=fits)


def _reader(text: str, separator: str) -> Reader:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _rows(path: str, text: str, separator: str, rows: list[Row]) -> Diagnostic | None:
    """Add each row that has a cell with text; the finding when the file breaks off."""
    reader = _reader(text, separator)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                rows.append(Row(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        return MALFORMED.at(Source(path, line), problem="long" if "limit" in str(error) else "quote")
    return None


IMPORT = Import("csv", (".csv", ".tsv", ".txt"), read)
