"""Somebody looked whether the record is true."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass

CLASS = EntryClass(
    key="verification",
    label=Label("核实", "Verification"),
    plural=Label("核实", "Verifications"),
)
