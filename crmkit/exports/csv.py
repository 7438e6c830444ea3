"""Write a table as CSV that Excel opens in Chinese, with no cell that it, or a terminal, would obey."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from crmkit.exports import About, Export, cell
from crmkit.figure import Figure
from crmkit.language import Word
from crmkit.plain import safe
from crmkit.table import Table

BOM = "\ufeff"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def write(table: Table, about: About) -> str:
    """Headings and rows with CRLF, behind the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(table.heads(about.lang))
    figures = [column.align == "right" for column in table.columns]
    for row in table.cells():  # a figure stays one that a spreadsheet can add: what it lacks is for readers
        plain = (_figure(value) if figure else value for figure, value in zip(figures, row, strict=True))
        writer.writerow([_harmless(safe(cell(value, about.lang))) for value in plain])
    return out.getvalue()


def _figure(value: Any) -> Any:
    if isinstance(value, Figure):
        return value.written
    return value.key or value if isinstance(value, Word) else value


def _harmless(text: str) -> str:
    """A quote before what a spreadsheet would run; numbers below zero stay numbers."""
    runs = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs else text


EXPORT = Export("csv", write)
