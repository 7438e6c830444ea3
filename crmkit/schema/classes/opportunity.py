"""A sale may come."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="opportunity",
    label=Label("商机", "Opportunity"),
    plural=Label("商机", "Opportunities"),
    tone=Tone.INFO,
)
