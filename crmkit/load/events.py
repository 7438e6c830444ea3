"""Read dated entries into events by the policy's vocabulary, and settle which entries are void."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import Document, Entry, Scalar
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.schema.read_entry import read_entry
from crmkit.schema.values import Value

UNKNOWN_KIND = Code("CRM208", "unknown-kind", Severity.WARNING)
VOID_TARGET = Code("CRM209", "void-target-missing")
VOID_AMBIGUOUS = Code("CRM210", "void-target-ambiguous")

_TARGET = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?(?:[ \t]+(\S+))?")


def read_events(document: Document, policy: Policy) -> tuple[tuple[Event, ...], list[Diagnostic]]:
    """Events in file order; an entry of unknown kind is kept with an empty class."""
    found: list[Diagnostic] = []
    text, position, line = document.text, 0, 1
    events: list[Event] = []
    for number, entry in enumerate(document.entries, 1):
        line += text.count("\n", position, entry.start)  # counted on, so that 100,000 entries stay linear
        position = entry.start
        events.append(_event(document, entry, number, line, policy, found))
    if any(event.cls == "void" for event in events):
        return _without_void(document, events, found), found
    return tuple(events), found


def _event(
    document: Document, entry: Entry, number: int, line: int, policy: Policy, found: list[Diagnostic]
) -> Event:
    kind = policy.vocabulary.kind(entry.kind)
    cls, key = (kind.cls, kind.key) if kind else ("", entry.kind)
    if kind is None and entry.kind:
        column = entry.kind_start - entry.start + 1
        near = policy.vocabulary.near_kind(entry.kind)
        place = Source(document.path, line, column)
        found.append(UNKNOWN_KIND.at(place, length=len(entry.kind), kind=entry.kind, near=near))
    values, problems = read_entry(entry, policy.schema, cls, document, policy.context)
    found.extend(problems)
    if kind and kind.field:
        word = Scalar(kind.field, entry.kind_start, entry.kind_start + len(entry.kind))
        values.setdefault("field", Value(kind.field, word))
    free = document.text[entry.text_start : entry.end].strip("\r\n")
    return Event(
        number,
        line,
        entry.date,
        entry.time,
        entry.end_time,
        key,
        entry.kind,
        cls,
        entry.subject,
        values,
        free,
    )


def _without_void(document: Document, events: list[Event], found: list[Diagnostic]) -> tuple[Event, ...]:
    """Mark the entries that later ones void, by id or by date, time and kind; a doubtful target voids nothing."""
    voided: dict[int, date] = {}
    for event in events:
        if event.cls != "void" or not event.say("voids"):
            continue
        targets = [
            other for other in events if other.number != event.number and _means(event.say("voids"), other)
        ]
        place = document.source(event.fields["voids"].node.start)
        if not targets:
            found.append(VOID_TARGET.at(place, target=event.say("voids")))
        elif len(targets) > 1:
            lines = ", ".join(str(other.line) for other in targets)
            found.append(VOID_AMBIGUOUS.at(place, target=event.say("voids"), lines=lines))
        else:
            voided[targets[0].number] = event.date
    return tuple(replace(e, voided_on=voided[e.number]) if e.number in voided else e for e in events)


def _means(target: str, event: Event) -> bool:
    if event.say("id") == target.strip():
        return True
    match = _TARGET.match(target.strip())
    if match is None or event.cls == "void":
        return False
    day, time, kind = match.groups()
    named = kind is None or kind.casefold() in (event.word.casefold(), event.kind)
    return event.date.isoformat() == day and named and time in (None, event.time)
