"""Read what an import was given: the map, and each table as the map has it."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from crmkit.cli.imported import tell_findings
from crmkit.cli.rim import Rim
from crmkit.imports import Asked, Sheet, readers
from crmkit.imports.plan import ImportMap, fits, read_map, sheet_of
from crmkit.policy.reading import MISSING_KEY

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "pipe": "|"}
_ENCODINGS = "utf-8, gb18030, gbk, big5, utf-16, cp1252, shift_jis"


class GivenTable(NamedTuple):
    """What the command was given, read."""

    mapping: ImportMap
    customers: Sheet
    orders: tuple[Sheet, ...]


def given(
    rim: Rim, file: Path, map_file: Path, order_files: Sequence[Path], asked: Asked
) -> GivenTable | int:
    """Map and tables; the exit code when one of them cannot be used."""
    mapping, found = read_map(map_file.as_posix(), read_bytes(rim, map_file), rim.policy)
    tell_findings(rim, found)
    if mapping is None:
        return 2
    if order_files and mapping.orders is None:
        tell_findings(rim, (MISSING_KEY.at(mapping.place, key="orders"),))
        return 2
    read = [_sheet(rim, file, mapping, "customers", asked)]
    read += [_sheet(rim, path, mapping, "orders", asked) for path in order_files]
    wrong = max((one for one in read if isinstance(one, int)), default=0)
    sheets = [one for one in read if isinstance(one, Sheet)]
    return wrong or GivenTable(mapping, sheets[0], tuple(sheets[1:]))


def _sheet(rim: Rim, path: Path, mapping: ImportMap, table: str, asked: Asked) -> Sheet | int:
    """The table of a file; 1 when it cannot be read, 2 when it does not fit the map."""
    reader = readers().get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(readers()))
        raise rim.fail("{path}: not a kind of table that is read: {known}", path=path, known=known)
    _serve(rim, path, asked, workbook=reader.name == "workbook", customers=table == "customers")
    wanted = mapping.columns[table]
    columns = dict.fromkeys(one.column for one in wanted)
    named = mapping.options.sheets.get(table, "")
    sheet_name = (asked.sheet if table == "customers" else "") or named
    how = Asked(asked.encoding, asked.separator, sheet_name, fits(columns))
    grid, found = reader.read(path.as_posix(), read_bytes(rim, path), how)
    tell_findings(rim, found)
    if grid is None:
        return 1
    sheet, found = sheet_of(grid, wanted, keys=mapping.keys(table), alone=mapping.numbers(table))
    tell_findings(rim, found)
    return 2 if sheet is None else sheet


def _serve(rim: Rim, path: Path, asked: Asked, *, workbook: bool, customers: bool) -> None:
    """Refuse an option that the kind of table has no use for: a wish that nobody hears is a mistake."""
    if customers and asked.sheet and not workbook:
        raise rim.fail("{path} has no sheets: --sheet is for workbooks", path=path)
    if customers and workbook and (asked.encoding or asked.separator):
        raise rim.fail("{path} is a workbook: --encoding and --separator are for CSV files", path=path)


def read_bytes(rim: Rim, path: Path) -> bytes:
    """A file named on the command line, seen from the folder that the run was sent to."""
    if not (rim.folder / path).is_file():
        raise rim.fail("no such file: {path}", path=path)
    return (rim.folder / path).read_bytes()


def asked(rim: Rim, encoding: str | None, separator: str | None, sheet: str | None) -> Asked:
    """The options that say how a table is read; what names nothing is misuse."""
    if encoding is not None:
        try:
            if not codecs.lookup(encoding)._is_text_encoding:
                raise LookupError
        except (LookupError, ValueError):
            raise rim.fail(
                "there is no encoding '{encoding}'; known are {known} and more",
                encoding=encoding,
                known=_ENCODINGS,
            ) from None
    between = _SEPARATORS.get((separator or "").lower(), separator or "")
    if separator is not None and (len(between) != 1 or between in '"\r\n'):
        raise rim.fail("--separator takes one character, or: {known}", known=", ".join(_SEPARATORS))
    return Asked(encoding or "", between, sheet or "")
