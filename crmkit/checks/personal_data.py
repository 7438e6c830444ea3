"""Find phone, identity and card numbers and email addresses in free text (J1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document import Document
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.schema.personal import CARD, EMAIL, IDENTITY, PHONE, masked, personal
from crmkit.schema.types.text import TYPE as TEXT

PHONE_IN_TEXT = Code("CRM501", "phone-in-text", Severity.WARNING)
IDENTITY_IN_TEXT = Code("CRM502", "identity-number-in-text", Severity.WARNING)
CARD_IN_TEXT = Code("CRM503", "bank-card-in-text", Severity.WARNING)
EMAIL_IN_TEXT = Code("CRM504", "email-in-text", Severity.WARNING)

CODES = {PHONE: PHONE_IN_TEXT, IDENTITY: IDENTITY_IN_TEXT, CARD: CARD_IN_TEXT, EMAIL: EMAIL_IN_TEXT}


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Everything below the front-matter, but not fields that are protected or have a type of their own."""
    document = loaded.document
    text = document.text
    hits = personal(text, document.body_start)
    at: Places | None = None
    for kind, start, end in hits:
        at = at or Places(document.path, text)
        said = text[start:end]
        if kind == EMAIL and policy.people.find(said):
            continue  # one of us
        if not _protected(document, start, policy):
            yield CODES[kind].at(at(start), length=end - start, shown=masked(said))


def _protected(document: Document, offset: int, policy: Policy) -> bool:
    """Whether a place lies in the value of an entry's field that is not plain text for all to read."""
    entries = document.entries
    index = bisect_right(entries, offset, key=lambda entry: entry.start) - 1
    if index < 0 or offset >= entries[index].end:
        return False
    fields = entries[index].fields
    at = bisect_right(fields, offset, key=lambda field: field.value_start) - 1
    if at < 0 or offset >= fields[at].end:
        return False
    known = policy.schema.entry.find(fields[at].key)
    return known is not None and (known.hidden or known.text_type is not TEXT)


CHECK = Check("personal data", record=record)
