"""Name the fields that a column goes into, and what an entry takes from a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmkit.diagnostics import Source
from crmkit.imports.plan.origin import Origin
from crmkit.schema.fields import LIST, Field

PARTS = {
    "customer": ("customer", "客户"),
    "date": ("date", "日期"),
    "time": ("time", "时间"),
    "kind": ("kind", "类型", "方式"),
    "subject": ("subject", "主题", "标题"),
    "text": ("text", "正文"),
}
"""What an entry has besides its fields, each with the words that name it; `text` is its free text."""
LINES = ("sum", "keep")
"""What several rows of one order are: lines that add up to it, or entries of their own."""


class Target(NamedTuple):
    """A field of the profile that a value goes into, `fields` from the outermost; `place` is in the map.

    `item` tells the items of one list apart that stand in one row: `contacts[2].phone` has `2`.
    """

    fields: tuple[Field, ...]
    origin: Origin
    place: Source
    item: str = ""

    @property
    def path(self) -> str:
        """As people write it: `contacts.phone`."""
        return ".".join(field.key for field in self.fields)

    @property
    def list(self) -> str:
        """The key of the list whose item this is part of; empty for any other field."""
        return self.fields[0].key if len(self.fields) > 1 and self.fields[0].type == LIST else ""


@dataclass(frozen=True, slots=True)
class EntryMap:
    """Where an entry's parts (`customer`, `date`, …) come from, and its fields in the order of the schema."""

    parts: dict[str, Origin]
    fields: tuple[tuple[Field, Origin], ...]
