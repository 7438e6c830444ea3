"""Money went back."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="refund",
    label=Label("退款", "Refund"),
    plural=Label("退款", "Refunds"),
    tone=Tone.WARN,
)
