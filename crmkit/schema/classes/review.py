"""Somebody judged: a tier, a sample of records, a form."""

from __future__ import annotations

from crmkit.language import Label
from crmkit.schema.entry_class import EntryClass

CLASS = EntryClass(
    key="review",
    label=Label("复核", "Review"),
    plural=Label("复核", "Reviews"),
)
