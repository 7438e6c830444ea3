"""Put the rows that an import refused into a file, as they came, each with the reason."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crmkit.imports.plan import Rejected
from crmkit.words import say

ADDED = ("reject_line", "reject_column", "reject_reason")
"""Behind the file's own columns, which a map may name; it will not name these."""


def rejected_csv(rows: Sequence[Rejected], lang: str) -> bytes:
    """Header and rows in UTF-8 with a BOM for spreadsheets; cells are kept, whatever they begin with."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = rows[0].sheet.columns
    writer.writerow([*columns, *ADDED])
    for one in rows:
        message, _ = say(one.finding, lang)
        # A row of another width keeps all its cells: the reason stands behind them.
        cells = [*one.row.cells, *[""] * (len(columns) - len(one.row.cells))]
        writer.writerow([*cells, one.row.line, one.column, f"{one.finding.code} {message}"])
    return out.getvalue().encode("utf-8-sig")


def write_whole(path: Path, data: bytes) -> None:
    """Put a file outside the book in place, complete or not at all."""
    if path.is_file() and path.read_bytes() == data:
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
