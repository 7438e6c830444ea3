"""The customer bought."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="order",
    label=Label("订单", "Order"),
    plural=Label("订单", "Orders"),
    tone=Tone.OK,
    first=Label("首笔订单", "First order"),
)
