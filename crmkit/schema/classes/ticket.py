"""The customer asked for service."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="ticket",
    label=Label("工单", "Ticket"),
    plural=Label("工单", "Tickets"),
    tone=Tone.RISK,
)
