"""A procedure was begun or went on."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass

CLASS = EntryClass(
    key="run",
    label=Label("流程", "Procedure"),
    plural=Label("流程", "Procedures"),
)
