"""We spoke with the customer or tried to, whoever began it."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="contact",
    label=Label("联系", "Contact"),
    plural=Label("联系", "Contacts"),
    tone=Tone.INFO,
    contact=True,
    first=Label("首次接触", "First contact"),
)
