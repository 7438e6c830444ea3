"""What is due was put off or left out."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass, Meaning, ToldField

CLASS = EntryClass(
    key="plan",
    label=Label("计划", "Plan"),
    plural=Label("计划", "Plans"),
    told=(ToldField("item", Meaning.ITEM),),
)
