"""Read dated entries into events by the policy's vocabulary, and settle which entries are void."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import Document, Entry, Scalar
from crmkit.document.decode import Places
from crmkit.load.next_steps import spelled
from crmkit.load.settled import glued
from crmkit.model import Event, NextStep
from crmkit.policy import Policy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.schema.classes.void import CLASS as VOID
from crmkit.schema.entry_class import UNKNOWN
from crmkit.schema.names import Sought
from crmkit.schema.read import shown
from crmkit.schema.read_entry import NEXT, read_entry
from crmkit.schema.values import Value

UNKNOWN_KIND = Code("CRM208", "unknown-kind", Severity.WARNING)
VOID_TARGET = Code("CRM209", "void-target-missing")
VOID_AMBIGUOUS = Code("CRM210", "void-target-ambiguous")

_SHOWN = 5  # of thousands of entries that a target fits, a person looks at the first few

Name = str | tuple[str, str, str]

DIRECTION, REACHED = "direction", "reached"
_SIGNS = re.compile(r"[,，.。;；、:：!！?？()（）]+")

_TARGET = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?(?:[ \t]+(\S+))?")


def read_events(document: Document, policy: Policy) -> tuple[tuple[Event, ...], list[Diagnostic]]:
    """Events in file order; an entry of unknown kind is kept with the class `UNKNOWN`."""
    found: list[Diagnostic] = []
    text, position, line = document.text, 0, 1
    events: list[Event] = []
    sought = Sought()
    for number, entry in enumerate(document.entries, 1):
        line += text.count("\n", position, entry.start)  # counted on, so that 100,000 entries stay linear
        position = entry.start
        events.append(_event(document, entry, number, line, policy, found, sought))
    if any(event.cls is VOID for event in events):
        return _without_void(document, events, found), found
    return tuple(events), found


def _event(
    document: Document,
    entry: Entry,
    number: int,
    line: int,
    policy: Policy,
    found: list[Diagnostic],
    sought: Sought,
) -> Event:
    kind = policy.vocabulary.kind(entry.kind)
    cls, key = (kind.cls, kind.key) if kind else (UNKNOWN, entry.kind)
    if kind is None and entry.kind and glued(entry.kind, policy.vocabulary) is None:
        column = entry.kind_start - entry.start + 1
        near = sought.near(entry.kind, policy.vocabulary.kind_names)
        place = Source(document.path, line, column)
        found.append(UNKNOWN_KIND.at(place, length=len(entry.kind), kind=entry.kind, near=near))
    values, problems = read_entry(entry, policy.schema, cls, document, policy.context, sought=sought)
    found.extend(problems)
    if kind and kind.field:
        word = Scalar(kind.field, entry.kind_start, entry.kind_start + len(entry.kind))
        values.setdefault("field", Value(kind.field, word))
    if cls.contact:
        _implied(document, entry, values, policy.vocabulary)
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
        steps=_steps(document, values, entry, line, policy) if NEXT in values else (),
    )


def _implied(document: Document, entry: Entry, values: dict[str, Value], vocabulary: Vocabulary) -> None:
    """What the heading of a contact says where no field does: who made it, and that nobody was reached."""
    behind = entry.kind_start + len(entry.kind)
    way = vocabulary.directed.find(entry.kind)
    if way is not None and DIRECTION not in values:
        values[DIRECTION] = Value(way, Scalar(entry.kind, entry.kind_start, behind))
    said = _unreached(entry.subject, vocabulary) if REACHED not in values else ""
    if said:
        start = max(document.text.find(said, behind, entry.heading_end), entry.kind_start)
        values[REACHED] = Value(False, Scalar(said, start, start + len(said)))


def _unreached(subject: str, vocabulary: Vocabulary) -> str:
    """The part of a subject, between its signs, that says that nobody answered; of Chinese also one word."""
    for part in _SIGNS.split(subject) if vocabulary.unreached else ():
        words = (part, *(word for word in part.split() if not word.isascii()))
        said = next((word for word in words if word and vocabulary.unreached.find(word)), "")
        if said:
            return said.strip()
    return ""


def _steps(
    document: Document, values: Mapping[str, Value], entry: Entry, line: int, policy: Policy
) -> tuple[NextStep, ...]:
    """What the entry promises next, each with its place."""
    value, text, found, position = values[NEXT], document.text, list[NextStep](), entry.start
    for one in value.data if type(value.data) is tuple else (value,):
        if not isinstance(one.data, str):
            continue
        base = one.node.start
        for said in spelled(one.data, policy.vocabulary, entry.date):
            start, doubt = base + said.start, base + said.doubt if said.doubt >= 0 else -1
            day = said.day if said.dated and isinstance(said.day, date) else None
            line += text.count("\n", position, start)  # counted on, so that thousands of steps stay linear
            position, column = start, start - text.rfind("\n", 0, start)
            found.append(
                NextStep(
                    day, said.kind, said.goal, line, column, start, base + said.end, doubt,
                    said.day, base + said.day_end, said.sure,
                )
            )  # fmt: skip
    return tuple(found)


def _without_void(document: Document, events: list[Event], found: list[Diagnostic]) -> tuple[Event, ...]:
    """Mark what later entries void, by id or by date, time and kind; a doubtful target voids nothing."""
    named = _named(events)
    at = Places(document.path, document.text)
    voided: dict[int, date] = {}
    for event in events:
        target = event.say("voids").strip()
        if event.cls is not VOID or not target:
            continue
        meant, place = named.get(_name(target), ()), at(event.fields["voids"].node.start)
        if not meant:
            found.append(VOID_TARGET.at(place, target=shown(target)))
        elif len(meant) > 1:
            few = [str(other.line) for other in meant[:_SHOWN]] + ["…"] * (len(meant) > _SHOWN)
            found.append(VOID_AMBIGUOUS.at(place, target=shown(target), lines=", ".join(few)))
        else:
            number = meant[0].number
            voided[number] = min(event.date, voided.get(number, event.date))
    return tuple(e._replace(voided_on=voided[e.number]) if e.number in voided else e for e in events)


def _named(events: list[Event]) -> dict[Name, list[Event]]:
    """Entries under every name that a target may give them; what is void is written anew, never revived."""
    named: dict[Name, list[Event]] = {}
    for event in events:
        if event.cls is VOID:
            continue
        day = event.date.isoformat()
        kinds = dict.fromkeys(("", event.word.casefold(), event.kind.casefold()))
        times = dict.fromkeys(("", event.time))
        names: list[Name] = [(day, time, kind) for time in times for kind in kinds]
        for name in [*names, event.say("id")]:
            if name:
                named.setdefault(name, []).append(event)
    return named


def _name(target: str) -> Name:
    """Day, time and kind as a target says them, with empty texts for what it leaves out; else an id."""
    match = _TARGET.match(target)
    return (match[1], match[2] or "", (match[3] or "").casefold()) if match else target
