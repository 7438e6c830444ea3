"""Tell a customer's log: entries by month, the newest first, and the growth story in one line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

from crmkit.history import stands, stood
from crmkit.model import Customer, Event
from crmkit.pages import MASK, Cell, Context, Row, cells, closed, rows, status_cell, tier_cell
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.said import field_word
from crmkit.reader import Reader
from crmkit.schema.values import Value

TONES = {
    "contact": "info", "order": "ok", "refund": "warn", "contract": "ok", "opportunity": "info",
    "survey": "warn", "ticket": "risk", "void": "warn", "milestone": "ok", "need": "info",
}  # fmt: skip
STORY = ("milestone", "contract")
STORY_FIELDS = ("status", "tier")
FIRSTS = ("contact", "order")
AT_ONCE = 40


def past_events(customer: Customer, *, as_of: date) -> list[Event]:
    """The entries up to the day, in file order."""
    return [event for event in customer.events if event.date <= as_of]


def class_name(cls: str, words: Reader) -> str:
    """What a class of entries is called."""
    names = {
        "contact": words.tr("Contacts"), "order": words.tr("Orders"), "refund": words.tr("Refunds"),
        "contract": words.tr("Contracts"), "opportunity": words.tr("Opportunities"),
        "survey": words.tr("Surveys"), "ticket": words.tr("Tickets"), "change": words.tr("Changes"),
        "verification": words.tr("Verifications"), "need": words.tr("Needs"), "run": words.tr("Procedures"),
        "void": words.tr("Voids"), "milestone": words.tr("Milestones"), "review": words.tr("Reviews"),
        "note": words.tr("Notes"),
    }  # fmt: skip
    return names.get(cls, words.tr("Other"))


def classes(events: Iterable[Event], words: Reader) -> list[Context]:
    """The classes of the entries with counts, the most frequent first."""
    counts = Counter(event.cls for event in events)
    return [
        {
            "key": cls or "other",
            "label": class_name(cls, words),
            "tone": TONES.get(cls, "none"),
            "count": count,
        }
        for cls, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
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
            "label": words.tr("%(year)s-%(mm)s", year=year, mm=f"{month:02}", m=month),
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
        "class": event.cls or "other",
        "tone": TONES.get(event.cls, "none"),
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
    return event.word if words.reads_text else class_name(event.cls, words)


def _fields(event: Event, policy: Policy, words: Reader) -> list[Row]:
    """What the entry says, but the amount, which stands in its heading; a change as from and to."""
    fields = policy.schema.entry_fields(event.cls)
    said, shown = event.fields, closed(fields, words)
    if shown is not None:
        said = {key: value for key, value in said.items() if key in shown}
    if event.cls == "plan":
        return _put_off(event, policy, words) + rows(said, fields, policy, words, ("amount", "item"))
    if event.cls != "change":
        return rows(said, fields, policy, words, ("amount",))
    return _change(event, policy, words) + rows(
        said, fields, policy, words, ("amount", "from", "to", "field")
    )


def _put_off(event: Event, policy: Policy, words: Reader) -> list[Row]:
    """What waits or is left out, as the procedures call it; what they do not know is text as written."""
    key, field = event.say("item"), policy.schema.entry_fields(event.cls).find("item")
    called = {track.key: track.label for track in policy.get(Cadence).tracks}
    called |= {step.key: step.label for step in policy.get(Cadence).steps}
    said = words.label(called[key]) if key in called else key if words.reads_text else ""
    if field is None or not said:
        return []
    return [Row(words.label(field.label), (Cell(said) if words.may_see(field.privacy) else MASK,))]


def _change(event: Event, policy: Policy, words: Reader) -> list[Row]:
    """Old and new value of the changed field, shown as that field is, or not at all where it is hidden."""
    name = event.say("field")
    field = policy.schema.profile.find(name)
    kinds = policy.vocabulary.kinds.get(event.kind)
    found = []
    if not (kinds and kinds.field) and "field" in event.fields and (field or words.reads_text):
        found.append(Row(words.tr("Field"), (Cell(field_word(policy, name).said(words.language)),)))
    for key, label in (("from", words.tr("From")), ("to", words.tr("To"))):
        value = event.fields.get(key)
        if value is not None:
            found.append(Row(label, (_changed(value, name, policy, words),)))
    return found


def _changed(value: Value, name: str, policy: Policy, words: Reader) -> Cell:
    """One side of a change. It is text as written: who reads no free text sees only what a list knows."""
    field = policy.schema.profile.find(name)
    shown = [field] if field else list(policy.schema.profile)
    if not all(words.may_see(each.privacy) for each in shown):
        return MASK
    text = value.data if isinstance(value.data, str) else ""
    kind = field.type if field is not None else ""
    if kind == "status" and (status := policy.statuses.find(text)):
        return status_cell(status.key, policy, words)
    if kind == "person" and (person := policy.people.find(text)):
        return Cell(person.name)
    if name == "tier" and policy.tiers.find(text):
        return tier_cell(text, policy, words)
    return Cell(text) if words.reads_text else MASK


def story(events: list[Event], policy: Policy, words: Reader, *, as_of: date) -> list[Context]:
    """The milestones from the first contact to the day, oldest first (B6)."""
    ordered = sorted(stood(events, as_of=as_of), key=lambda each: (each.date, each.number))
    firsts = {cls: next((event for event in ordered if event.cls == cls), None) for cls in FIRSTS}
    found = []
    for event in ordered:
        changed = event.cls == "change" and event.say("field") in STORY_FIELDS
        if event not in firsts.values() and event.cls not in STORY and not changed:
            continue
        found.append(
            {
                "date": event.date.isoformat(),
                "href": f"#e{event.line}",
                "text": _line(event, event is firsts.get(event.cls), policy, words),
            }
        )
    return found


def _line(event: Event, first: bool, policy: Policy, words: Reader) -> str:
    kind, subject = kind_name(event, policy, words), event.subject if words.reads_text else ""
    if first and event.cls == "contact":
        kind = words.tr("First contact")
    elif first and event.cls == "order":
        kind = words.tr("First order")
    target = event.fields.get("to")
    to = ""
    if event.cls == "change" and target is not None and not subject:
        cell = _changed(target, event.say("field"), policy, words)
        to = "" if cell.masked else f"→ {cell.text}"
    return words.tr("%(kind)s: %(text)s", kind=kind, text=subject or to) if subject or to else kind
