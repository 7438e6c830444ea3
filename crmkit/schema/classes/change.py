"""A field of the profile changed."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass, Meaning, ToldField

CLASS = EntryClass(
    key="change",
    label=Label("变更", "Change"),
    plural=Label("变更", "Changes"),
    story_of=frozenset({"status", "tier"}),
    told=(
        ToldField("field", Meaning.FIELD, Label("字段", "Field")),
        ToldField("from", Meaning.VALUE, Label("原值", "From")),
        ToldField("to", Meaning.VALUE, Label("新值", "To")),
    ),
    outcome="to",
)
