"""Something happened that the relationship is remembered by."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.tone import Tone

CLASS = EntryClass(
    key="milestone",
    label=Label("里程碑", "Milestone"),
    plural=Label("里程碑", "Milestones"),
    tone=Tone.OK,
    story=True,
)
