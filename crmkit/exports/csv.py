"""Write a table as CSV that Excel opens in Chinese, with no cell that it, or a terminal, would obey."""

from __future__ import annotations

import csv
import io
import re

from crmkit.exports import About, Export, cell
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
    writer.writerows([_harmless(safe(cell(value, about.lang))) for value in row] for row in table.cells())
    return out.getvalue()


def _harmless(text: str) -> str:
    """A quote before what a spreadsheet would run; numbers below zero stay numbers."""
    runs = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs else text


EXPORT = Export("csv", write)
