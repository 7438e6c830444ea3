"""Say where a value comes from: a column, columns put together, or a constant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crmkit.imports import BLANKS

_COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Origin:
    """`written` in the map: `phone` is a column, `{first} {last}` two of them, `=business` a constant.

    `columns` are those that are read, `single` says that one alone is the value.
    """

    written: str
    constant: bool = field(init=False, compare=False, default=False)
    single: bool = field(init=False, compare=False, default=False)
    columns: tuple[str, ...] = field(init=False, compare=False, default=())
    between: tuple[str, ...] = field(init=False, compare=False, default=())

    def __post_init__(self) -> None:
        """Take the text apart once, not for each row."""
        pieces = _COLUMN.split(self.written)
        constant, single = self.written.startswith("="), len(pieces) == 1
        object.__setattr__(self, "constant", constant)
        object.__setattr__(self, "single", single and not constant)
        if not constant:
            object.__setattr__(self, "columns", (self.written,) if single else tuple(pieces[1::2]))
            object.__setattr__(self, "between", tuple(pieces[::2]))

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
