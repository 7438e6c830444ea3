"""Say where a value comes from: a column, columns put together, or a constant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_COLUMN = re.compile(r"\{([^{}]+)\}")


class Origin(NamedTuple):
    """`written` in the map: `phone` is a column, `{first} {last}` two of them, `=business` a constant."""

    written: str

    @property
    def constant(self) -> bool:
        """Whether every row says the same."""
        return self.written.startswith("=")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        if self.constant:
            return ()
        return tuple(_COLUMN.findall(self.written)) or (self.written,)

    def say(self, row: Mapping[str, str]) -> str:
        """The value of a row; columns put together say nothing unless each of them does."""
        if self.constant:
            return self.written[1:]
        if self.columns == (self.written,):
            return row[self.written]
        if not all(row[column] for column in self.columns):
            return ""
        return _COLUMN.sub(lambda match: row[match[1]], self.written)

    def named(self) -> str:
        """The columns as a person looks for them."""
        return ", ".join(self.columns)
