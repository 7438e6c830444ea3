"""The customer wants something."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="need",
    label=Label("需求", "Need"),
    plural=Label("需求", "Needs"),
    tone=Tone.INFO,
)
