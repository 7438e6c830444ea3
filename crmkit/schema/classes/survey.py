"""The customer said how satisfied they are."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="survey",
    label=Label("满意度", "Survey"),
    plural=Label("满意度", "Surveys"),
    tone=Tone.WARN,
)
