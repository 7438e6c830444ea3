"""Hold rows under named columns: what every report makes and every output takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable key, its words in zh and en, and `align` left or right."""

    key: str
    zh: str
    en: str
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a row has one value per column, of text, numbers, booleans, None or lists."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]
