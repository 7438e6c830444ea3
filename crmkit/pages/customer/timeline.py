"""Tell a customer's log: entries by month, the newest first, and the growth story in one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter

from crmkit.history import stands, stood
from crmkit.language import same
from crmkit.model import Customer, Event
from crmkit.pages import MASK, Cell, Context, Row, cells, closed, key_cell, rows, unless_private
from crmkit.policy import Policy
from crmkit.policy.labels import called, changed_field, field_word, put_off
from crmkit.reader import Reader
from crmkit.schema.entry_class import EntryClass, Meaning, ToldField
from crmkit.schema.values import Value

AT_ONCE = 40


def past_events(customer: Customer, *, as_of: date) -> list[Event]:
    """The entries up to the day, in file order."""
    return [event for event in customer.events if event.date <= as_of]


def classes(events: Iterable[Event], words: Reader) -> list[Context]:
    """The classes of the entries with counts, the most frequent first."""
    counts = Counter(event.cls for event in events)
    return [
        {
            "key": cls.key,
            "label": words.label(cls.plural),
            "tone": cls.tone.value,
            "count": count,
        }
        for cls, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].key))
    ]


def months(
    events: list[Event], customer: Customer, policy: Policy, words: Reader, *, as_of: date
) -> list[Context]:
    """Entries under the month they happened in, the newest first."""
    found: dict[tuple[int, int], list[Context]] = {}
    for event in sorted(events, key=lambda each: (each.date, each.time, each.number), reverse=True):
        month = found.setdefault((event.date.year, event.date.month), [])
        month.append(_entry(event, customer.path, policy, words, as_of=as_of))
    return [
        {
            "label": words.tr("%(year)s-%(month)02d", year=year, month=month),
            "year": year,
            "entries": entries,
        }
        for (year, month), entries in found.items()
    ]


def folded(all_months: list[Context], words: Reader) -> tuple[list[Context], list[Context]]:
    """The newest months that hold `AT_ONCE` entries, and those before them under their year."""
    shown, count = 0, 0
    while shown < len(all_months) and count < AT_ONCE:
        count += len(all_months[shown]["entries"])
        shown += 1
    older: list[Context] = []
    for year, of_year in groupby(all_months[shown:], key=itemgetter("year")):
        held = list(of_year)
        count = sum(len(month["entries"]) for month in held)
        older.append({"label": words.tr("Older: %(year)s", year=year), "count": count, "months": held})
    return all_months[:shown], older


def _entry(event: Event, path: str, policy: Policy, words: Reader, *, as_of: date) -> Context:
    amount = event.fields.get("amount")
    said = (
        cells(amount, policy.schema.entry_fields(event.cls).find("amount"), policy, words) if amount else ()
    )
    voided = (
        "" if stands(event.voided_on, as_of=as_of) else words.tr("voided on %(day)s", day=event.voided_on)
    )
    forge = policy.book.forge
    return {
        "anchor": f"e{event.line}",
        "class": event.cls.key,
        "tone": event.cls.tone.value,
        "date": event.date.isoformat(),
        "day": f"{event.date:%m-%d}",
        "time": "–".join(filter(None, (event.time, event.end_time))),
        "kind": kind_name(event, policy, words),
        "subject": event.subject if words.reads_text else "",
        "amount": said[0].text if said and not said[0].masked else "",
        "rows": _fields(event, policy, words),
        "text": event.text if words.reads_text else "",
        "voided": voided,
        "source": {
            "text": f"{path}:{event.line}",
            "line": event.line,
            "href": f"{forge}{path}#L{event.line}" if forge else "",
        },
    }


def kind_name(event: Event, policy: Policy, words: Reader) -> str:
    """The kind in the reader's language; an unknown one as it was written, or not at all."""
    kind = policy.vocabulary.kinds.get(event.kind)
    if kind is not None:
        return words.label(kind.label)
    return event.word if words.reads_text else words.label(event.cls.label)


def _fields(event: Event, policy: Policy, words: Reader) -> list[Row]:
    """What the entry says, but the amount, which stands in its heading; first what its class tells first."""
    fields = policy.schema.entry_fields(event.cls)
    said, shown = event.fields, closed(fields, words)
    if shown is not None:
        said = {key: value for key, value in said.items() if key in shown}
    told = [each for each in event.cls.told if each.key in event.fields]
    first = [row for each in told if (row := _TELLS[each.meaning](event, each, policy, words))]
    return first + rows(said, fields, policy, words, ("amount", *(each.key for each in told)))


def _item(event: Event, told: ToldField, policy: Policy, words: Reader) -> Row | None:
    """What waits or is left out, as the procedures call it; what they do not know is text as written."""
    key, field = event.say(told.key), policy.schema.entry_fields(event.cls).find(told.key)
    label = put_off(policy, key)
    said = words.label(label) if label else key if words.reads_text else ""
    if field is None or not said:
        return None
    cell = unless_private(said, words) if words.may_see(field.privacy) else MASK
    return Row(words.label(told.label or field.label), (cell,))


def _field(event: Event, told: ToldField, policy: Policy, words: Reader) -> Row | None:
    """Which field changed, where the kind does not say so itself."""
    name, kind = event.say(told.key), policy.vocabulary.kinds.get(event.kind)
    if (kind and kind.field) or not (policy.schema.profile.find(name) or words.reads_text):
        return None
    said = unless_private(field_word(policy, name).said(words.language), words)
    return Row(_called(event, told, policy, words), (said,))


def _value(event: Event, told: ToldField, policy: Policy, words: Reader) -> Row:
    """A value of the changed field, shown as that field is, or not at all where it is hidden."""
    value = event.fields[told.key]
    return Row(_called(event, told, policy, words), (_changed(value, event.say("field"), policy, words),))


_TELLS: Mapping[Meaning, Callable[[Event, ToldField, Policy, Reader], Row | None]] = {
    Meaning.FIELD: _field, Meaning.VALUE: _value, Meaning.ITEM: _item,
}  # fmt: skip


def _called(event: Event, told: ToldField, policy: Policy, words: Reader) -> str:
    field = policy.schema.entry_fields(event.cls).find(told.key)
    return words.label(told.label or (field.label if field else same(told.key)))


def _changed(value: Value, name: str, policy: Policy, words: Reader) -> Cell:
    """One side of a change. It is text as written: who reads no free text sees only what a list knows."""
    field, inner = policy.schema.profile.find(name), changed_field(policy, name)
    shown = [field] if field else list(policy.schema.profile)
    if not all(words.may_see(each.privacy) for each in (*shown, inner) if each):
        return MASK
    text = value.data if isinstance(value.data, str) else ""
    key = inner.text_type.read(text, inner, policy.context) if inner and inner.text_type.ref else None
    if inner and isinstance(key, str) and called(policy, inner, key):
        return key_cell(key, inner, policy, words)
    return unless_private(text, words) if words.reads_text else MASK


def story(events: list[Event], policy: Policy, words: Reader, *, as_of: date) -> list[Context]:
    """The milestones from the first contact to the day, oldest first (B6)."""
    ordered = sorted(stood(events, as_of=as_of), key=lambda each: (each.date, each.number))
    firsts: dict[EntryClass, Event] = {}
    for event in ordered:
        if event.cls.first:
            firsts.setdefault(event.cls, event)
    found = []
    for event in ordered:
        cls = event.cls
        if event is not firsts.get(cls) and not cls.story and event.say("field") not in cls.story_of:
            continue
        found.append(
            {
                "date": event.date.isoformat(),
                "href": f"#e{event.line}",
                "text": _line(event, event is firsts.get(cls), policy, words),
            }
        )
    return found


def _line(event: Event, first: bool, policy: Policy, words: Reader) -> str:
    kind, subject = kind_name(event, policy, words), event.subject if words.reads_text else ""
    if first and event.cls.first:
        kind = words.label(event.cls.first)
    target, to = event.fields.get(event.cls.outcome), ""
    if target is not None and not subject:
        cell = _changed(target, event.say("field"), policy, words)
        to = "" if cell.masked else f"→ {cell.text}"
    return words.tr("%(kind)s: %(text)s", kind=kind, text=subject or to) if subject or to else kind
