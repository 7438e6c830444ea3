"""Put the rows that an import refused into a file, as they came, each with the reasons."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from crmkit.imports.plan import Rejected
from crmkit.imports.plan.header import REJECT
from crmkit.words import message

ENDING = ".rejected"
_LOOKED_AT = 64 << 10  # the header stands in the first bytes


def rejected_csv(rows: Sequence[Rejected], lang: str) -> bytes:
    """Header and rows in UTF-8 with a BOM for spreadsheets; cells are kept, whatever they begin with.

    The reasons stand right behind the file's columns, so that the next import finds and replaces them; what a
    row has more than the header stands behind them.
    """
    out = io.StringIO(newline="")
    sheet = rows[0].sheet
    writer = csv.writer(out, lineterminator="\r\n", delimiter=sheet.separator)
    width = len(sheet.columns)
    for head in sheet.head:
        added = REJECT if head is sheet.head[-1] else [""] * len(REJECT)
        writer.writerow([*_wide(head.cells, width), *added])
    for one in rows:
        columns = "; ".join(dict.fromkeys(filter(None, (why.column for why in one.reasons))))
        reason = "; ".join(f"{why.finding.code} {message(why.finding, lang)}" for why in one.reasons)
        cells = _wide(one.row.cells, width)
        writer.writerow([*cells[:width], one.row.line, columns, reason, *cells[width:]])
    return out.getvalue().encode("utf-8-sig")


def _wide(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def target_of(table: Path) -> Path:
    """Where the refused rows of a table go: beside it; those of such a file into the file itself."""
    if table.stem.endswith(ENDING) and table.suffix == ".csv":
        return table
    return table.with_name(f"{table.stem}{ENDING}.csv")


def is_ours(path: Path) -> bool:
    """Whether an import wrote the file: it has our columns in its first lines."""
    if path.is_symlink() or not path.is_file():
        return False
    with open(path, "rb") as file:
        begin = file.read(_LOOKED_AT)
    return all(name.encode() in begin for name in REJECT)


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
