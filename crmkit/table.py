"""Hold rows under named columns: what every report makes and every output takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from crmkit.diagnostics import Source
from crmkit.figure import Figure, lacking
from crmkit.language import Label, Lang, Word

Row = Mapping[str, Any]
"""By column key text, a number, a boolean, `Label`, `Word`, `Figure`, a list of these, None for unknown; or a
`Cell` that holds one."""


class Cell(NamedTuple):
    """A value with the lines of records that it rests on."""

    value: Any
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable key, its heading, and `align` left or right."""

    key: str
    label: Label
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows by the columns' keys; what else a row says is not shown.

    A row that lacks a column is misuse and raises KeyError with the keys that are missing.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        keys = {column.key for column in self.columns}
        for row in self.rows:
            if not keys <= row.keys():
                raise KeyError(", ".join(sorted(keys - row.keys())))

    def cells(self) -> Iterator[list[Any]]:
        """Each row's values in the order of the columns: for what draws a grid."""
        keys = [column.key for column in self.columns]
        return ([row[key] for key in keys] for row in self.rows)

    def heads(self, lang: Lang) -> list[str]:
        """The columns' headings."""
        return [column.label.said(lang) for column in self.columns]

    def records(self, lang: Lang) -> list[dict[str, Any]]:
        """The rows for programs: words by their keys, those without one in the language."""
        keys = [column.key for column in self.columns]
        return [{key: _plain(row[key], lang) for key in keys} for row in self.rows]


def sources(value: Any) -> tuple[Source, ...]:
    """The lines of records that a value of a row rests on, as far as it names them."""
    return value.sources if isinstance(value, Cell | Figure) else ()


def said(value: Any, lang: Lang) -> Any:
    """A value as people read it: words in their language, yes or no, anything else as it is."""
    if isinstance(value, Label | Word):
        return value.said(lang)
    if isinstance(value, bool):
        return _FLAGS[value].said(lang)
    if isinstance(value, list):
        return [said(each, lang) for each in value]
    if isinstance(value, Figure) and value.lacks is not None:
        return lacking(str(value.written), value.lacks).said(lang)
    return said(value.value, lang) if isinstance(value, Cell) else _bare(value)


_FLAGS = {True: Label("是", "yes"), False: Label("否", "no")}


def _plain(value: Any, lang: Lang) -> Any:
    if isinstance(value, Word):
        return value.key or value.said(lang)
    if isinstance(value, list):
        return [_plain(each, lang) for each in value]
    if isinstance(value, Cell):
        return _plain(value.value, lang)
    return value.said(lang) if isinstance(value, Label) else _bare(value)


def _bare(value: Any) -> Any:
    return value.written if isinstance(value, Figure) else value
