"""Say where a value comes from: a column, columns put together, or a constant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from crmkit.imports import BLANKS

_COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Origin:
    """`written` in the map: `phone` is a column, `{first} {last}` two of them, `=business` a constant.

    It is taken apart once, not for each row.
    """

    written: str

    @cached_property
    def constant(self) -> bool:
        """Whether the map says the value itself."""
        return self.written.startswith("=")

    @cached_property
    def single(self) -> bool:
        """Whether one column alone is the value."""
        return not self.constant and len(self._pieces) == 1

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        if self.constant:
            return ()
        return (self.written,) if self.single else tuple(self._pieces[1::2])

    @cached_property
    def between(self) -> tuple[str, ...]:
        """What stands before, between and behind the columns."""
        return () if self.constant else tuple(self._pieces[::2])

    @cached_property
    def _pieces(self) -> list[str]:
        return _COLUMN.split(self.written)

    def say(self, row: Mapping[str, str], *, whole: bool = False) -> str:
        """The value of a row: of columns put together what there is, nothing when all are empty.

        What stands between two columns is left out with an empty one. `whole` wants all, as a key does.
        """
        if self.constant:
            return self.written[1:]
        if self.single:
            return row[self.written]
        parts = [row[column].strip(BLANKS) for column in self.columns]
        if not (all(parts) if whole else any(parts)):
            return ""
        said = self.between[0]
        begun = False
        for between, part in zip(self.between, parts, strict=False):
            if part:
                said += (between if begun else "") + part
                begun = True
        return said + self.between[-1]

    def named(self) -> str:
        """The columns as a person looks for them."""
        return ", ".join(self.columns)
