"""Tell of entries and list items that stand twice, as a merge line by line leaves them (P5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document import Document, SequenceNode
from crmkit.document.identity import BY_ID, lasting
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.names import fold
from crmkit.schema.read import shown

ENTRY_TWICE = Code("CRM760", "entry-twice", Severity.WARNING)
ID_TWICE = Code("CRM543", "id-twice")
ITEM_TWICE = Code("CRM761", "item-twice", Severity.WARNING)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Entries that say the same to the letter, and items of one list with one name."""
    yield from _entries(loaded)
    if loaded.document.whole:
        yield from _items(loaded.document)


def _entries(loaded: Loaded) -> Iterator[Diagnostic]:
    """Two of one minute, or with the same words besides their heading; a bare heading may be meant twice."""
    document, first = loaded.document, dict[str, int]()
    heads = [document.text[entry.start : entry.heading_end] for entry in document.entries]
    if len({*heads}) == len(heads):
        return  # as nearly always
    # An order that counts twice is told of its own.
    orders = (
        {event.line for event in loaded.customer.events if event.cls is ORDER} if loaded.customer else set()
    )
    for entry, head in zip(document.entries, heads, strict=True):
        said = document.text[entry.start : entry.end].rstrip()
        if not entry.time and said == head.rstrip():
            continue
        line = document.source(entry.start).line
        if line not in orders and first.setdefault(said, line) != line:
            place, length = document.source(entry.start), len(head.rstrip())
            yield ENTRY_TWICE.at(place, length=length, first=first[said])


def _items(document: Document) -> Iterator[Diagnostic]:
    for key, value in document.profile.items:
        if not isinstance(value, SequenceNode):
            continue
        first = dict[tuple[int, str], int]()
        for item in value.items:
            named = lasting(item)
            if named is None:
                continue
            place, name = named
            called = place, fold(name.text)
            if first.setdefault(called, name.start) != name.start:
                other = document.source(first[called]).line
                at, length = document.source(name.start), name.end - name.start
                if place == BY_ID:  # an entry that names it could mean either
                    yield ID_TWICE.at(at, length=length, id=shown(name.text))
                    continue
                yield ITEM_TWICE.at(at, length=length, list=shown(key.text), first=other)


CHECK = Check("doubles", record=record)
