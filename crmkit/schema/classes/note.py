"""Anything else that is worth a line."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass

CLASS = EntryClass(
    key="note",
    label=Label("备注", "Note"),
    plural=Label("备注", "Notes"),
)
