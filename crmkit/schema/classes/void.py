"""An earlier entry is taken back."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="void",
    label=Label("作废", "Void"),
    plural=Label("作废", "Voids"),
    tone=Tone.WARN,
)
