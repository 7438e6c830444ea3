"""Read a CSV file in any encoding that says itself or is named, separated by comma, semicolon, tab or bar."""

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Source
from crmkit.document.encoding import misread
from crmkit.imports import Asked, Grid, Import, Row

if TYPE_CHECKING:
    from _csv import Reader

UNKNOWN_ENCODING = Code("CRM700", "table-encoding-unknown")
READ_AS_GB18030 = Code("CRM701", "table-read-as-gb18030", Severity.WARNING)
MALFORMED = Code("CRM702", "table-malformed")
NOT_IN_ENCODING = Code("CRM714", "table-not-in-encoding")

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 30  # rows that decide between separators
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t,;]*(?:\r\n|\n|\r|$)', re.IGNORECASE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(path: str, data: bytes, asked: Asked = Asked()) -> tuple[Grid | None, Findings]:  # noqa: B008
    """Its rows; a file that is not wholly read as its quotes say is refused, never read in part."""
    text, found = _text(path, data, asked.encoding)
    if text is None:
        return None, tuple(found)
    said = _SEP_LINE.match(text)
    rows: list[Row] = []
    line = 1
    if said is not None:
        rows.append(Row(1, (said[0].strip(),)))
        text, line = text[said.end() :], 2
    separator = asked.separator or (said[1] if said else delimiter(text, asked))
    problem = _rows(path, text, separator, rows, line)
    if problem is not None:
        return None, (*found, problem)
    if all(row.blank for row in rows):
        return None, (*found, MALFORMED.at(Source(path), problem="empty"))
    return Grid(path, tuple(rows), separator), tuple(found)


def _text(path: str, data: bytes, encoding: str) -> tuple[str | None, list[Diagnostic]]:
    if encoding:
        return _as_asked(path, data, encoding)
    if data.startswith(_UTF16):  # a spreadsheet's “Unicode text”: its mark leaves no doubt
        return _as_asked(path, data, "utf-16")
    return _decode(path, data)


def _as_asked(path: str, data: bytes, encoding: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        return data.decode(encoding).removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        return None, [NOT_IN_ENCODING.at(Source(path, line), encoding=encoding, byte=byte)]


def _decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    wrong = misread(data)
    if wrong is None:
        return data.decode("utf-8-sig"), []
    if wrong.guess == "GB18030":
        return data.decode("gb18030"), [READ_AS_GB18030.at(Source(path))]
    place, before = Source(path, wrong.line, wrong.column), "".join(filter(str.isprintable, wrong.before))
    return None, [UNKNOWN_ENCODING.at(place, byte=wrong.byte, before=before, guess=wrong.guess)]


def delimiter(text: str, asked: Asked = Asked()) -> str:  # noqa: B008
    """The separator under which most of the map's columns are found.

    Of equals the one that makes most of the first row, then the one with more rows as wide.
    """

    def fits(one: str) -> tuple[int, int, int]:
        rows: list[Row] = []
        with suppress(csv.Error):  # what breaks off later is told when the rows are read
            for number, cells in enumerate(islice(_reader(text, one), _LOOKED_AT)):
                rows.append(Row(number, tuple(cells)))
        widths = [len(row.cells) for row in rows]
        return (asked.fits(rows), widths[0], widths.count(widths[0])) if widths else (0, 0, 0)

    return max(DELIMITERS, key=fits)


def _reader(text: str, separator: str) -> Reader:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _rows(path: str, text: str, separator: str, rows: list[Row], line: int) -> Diagnostic | None:
    """Add each row; the finding when the file breaks off."""
    reader = _reader(text, separator)
    first = line
    try:
        for cells in reader:
            rows.append(Row(line, tuple(cells)))
            line = reader.line_num + first
    except csv.Error as error:
        return MALFORMED.at(Source(path, line), problem="long" if "limit" in str(error) else "quote")
    return None


IMPORT = Import("csv", (".csv", ".tsv", ".txt"), read)
