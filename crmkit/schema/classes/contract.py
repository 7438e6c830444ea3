"""An agreement was signed."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="contract",
    label=Label("合同", "Contract"),
    plural=Label("合同", "Contracts"),
    tone=Tone.OK,
    story=True,
)
