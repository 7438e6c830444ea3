"""Hold entries of needs and opportunities against the profile: ids, states, chances (A7, A8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from crmkit.checks import Check
from crmkit.compute.deals import DEALS
from crmkit.compute.needs import NEEDS
from crmkit.diagnostics import Code, Diagnostic, Severity, Splice
from crmkit.document import Document
from crmkit.document.decode import Places
from crmkit.edit.change import ADD, Change, changed
from crmkit.edit.spelling import spelling_of
from crmkit.language import Label, same
from crmkit.load import Loaded
from crmkit.model import Customer, Event, Group, groups
from crmkit.policy import Policy
from crmkit.policy.files.deals import OPEN, Deals
from crmkit.policy.files.needs import NeedRules
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.field_path import Wrong, read_path
from crmkit.schema.fields import Choice
from crmkit.schema.names import LONGEST, fold, nearest
from crmkit.schema.read import shown
from crmkit.view.deals import gathered as gathered_deals
from crmkit.view.needs import gathered as gathered_needs

UNKNOWN = Code("CRM540", "id-unknown", Severity.WARNING)
NO_ID = Code("CRM541", "id-missing", Severity.WARNING)
DIFFERS = Code("CRM542", "state-differs", Severity.WARNING)
CHANCE = Code("CRM545", "probability-impossible", Severity.WARNING)
NO_STATE = Code("CRM546", "need-state-impossible", Severity.WARNING)
ELSEWHERE = Code("CRM548", "need-given-elsewhere", Severity.WARNING)

Strays = Callable[[Customer, Policy], Iterable[int]]


class MovedList(NamedTuple):
    """A list of the profile whose items entries move: its key, that of the entry's field that names one,
    of the state in both, and of the text in the list.
    """

    key: str
    names: str
    state: str
    text: str
    cls: EntryClass
    strays: Strays


def _need_strays(customer: Customer, policy: Policy) -> Iterable[int]:
    return [move.line for move in gathered_needs(NEEDS.read(customer, policy), policy, datetime.max)[1]]


def _deal_strays(customer: Customer, policy: Policy) -> Iterable[int]:
    return [move.line for move in gathered_deals(DEALS.read(customer, policy), policy, datetime.max)[1]]


LISTS = (
    MovedList("needs", "need", "state", "text", NEED, _need_strays),
    MovedList("opportunities", "opportunity", "stage", "name", OPPORTUNITY, _deal_strays),
)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """The profile says what is true now, so all entries that nobody voided are held against it."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    for kept in LISTS:
        listed = groups(customer.profile, kept.key)
        events = [
            e
            for e in customer.events
            if (e.cls is kept.cls or kept.names in e.fields) and e.voided_on is None
        ]
        if not listed and not events:
            continue
        yield from _unknown(kept, listed, events, loaded.document, policy, at)
        yield from _differs(kept, listed, events, customer, policy, at)
        if any(event.cls is kept.cls and not event.say(kept.names) for event in events):
            for line in kept.strays(customer, policy):
                yield NO_ID.at(loaded.document.source(0)._replace(line=line), list=_called(kept.key, policy))
    yield from _chances(customer, policy, at)
    yield from _needs(customer, policy, at)


def _unknown(
    kept: MovedList,
    listed: Sequence[Group],
    events: Sequence[Event],
    document: Document,
    policy: Policy,
    at: Places,
) -> Iterator[Diagnostic]:
    """Ids that the profile lists nowhere, with the one that was meant, or the item that is missing."""
    ids = [_text(group, "id") for group in listed if _text(group, "id")]
    known, told = {fold(one) for one in ids}, set[str]()
    for event in events:
        said = event.say(kept.names)
        if not said or fold(said) in known:
            continue
        node = event.fields[kept.names].node
        alike = [one for one in ids if _bare(one) == _bare(said)]
        near = alike[0] if len(alike) == 1 else ""
        fix: tuple[Splice, ...] = (Splice(node.start, node.end, near),) if near else ()
        if not near and event.cls is kept.cls and fold(said) not in told:
            fix = _listed(kept, event, said, document, policy)
        told.add(fold(said))
        like = near or (nearest(said, ids) if len(told) < LONGEST else "")
        yield UNKNOWN.at(
            at(node.start), fix=fix, length=node.end - node.start, id=shown(said), near=like,
            list=_called(kept.key, policy),
        )  # fmt: skip


def _listed(
    kept: MovedList, event: Event, said: str, document: Document, policy: Policy
) -> tuple[Splice, ...]:
    """What adds the item to the profile's list, in the words of the record; nothing where it cannot be."""
    path, list_field = read_path(kept.key, policy.schema.profile), policy.schema.profile.find(kept.key)
    if isinstance(path, Wrong) or list_field is None:
        return ()
    spelling = spelling_of([document], policy)
    inner, state = list_field.fields, event.say(kept.state)
    field = inner.find(kept.state)
    word = next((one for one in (field.choices if field else ()) if one.key == state), None)
    first = next(iter(field.choices), None) if field else None
    values = {"id": said, kept.text: event.subject or said}
    chosen = word or first
    if chosen is not None:
        values[kept.state] = spelling.value(chosen.key, chosen.label)
    inside = tuple((one, values[one.key]) for one in inner if one.key in values)
    after, findings = changed(document, Change(path, ADD, said, inside), spelling, policy.schema.profile)
    return () if findings else (_splice(document.text, after.text),)


def _splice(before: str, after: str) -> Splice:
    """The one splice between two texts."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Splice(start, len(before) - end, after[start : len(after) - end])


def _differs(
    kept: MovedList,
    listed: Sequence[Group],
    events: Sequence[Event],
    customer: Customer,
    policy: Policy,
    at: Places,
) -> Iterator[Diagnostic]:
    """A state of the profile that is not what the last entry left; one that ended it says so by its day."""
    last: dict[str, Event] = {}
    own = sorted(
        (e for e in events if e.cls is kept.cls and e.say(kept.state)),
        key=lambda e: (e.date, e.time, e.number),
    )
    for event in own:
        last[fold(event.say(kept.names))] = event
    for group in listed:
        value, event_of = group.get(kept.state), last.get(fold(_text(group, "id")))
        if value is None or event_of is None or not isinstance(value.data, str) or not _text(group, "id"):
            continue
        state = event_of.say(kept.state)
        choices = _choices(kept, policy)
        if (
            value.data == state
            or state not in {one.key for one in choices}
            or _signed(kept, group, customer, policy)
        ):
            continue
        word = next(one for one in choices if one.key == state)
        ahead = [one.key for one in choices]
        behind = value.data in ahead and ahead.index(value.data) < ahead.index(state)
        written = event_of.fields[kept.state].node
        said = _written(written, word, state)
        fix = (Splice(value.node.start, value.node.end, said),) if behind else ()
        yield DIFFERS.at(
            at(value.node.start), fix=fix, length=value.node.end - value.node.start,
            id=shown(_text(group, "id")), state=_label(value.data, choices), said=word.label,
            date=event_of.date, list=_called(kept.key, policy),
        )  # fmt: skip


def _written(node: object, word: Choice, key: str) -> str:
    """The entry's own word for a state, which the record is spelled with."""
    text = getattr(node, "text", "")
    return text if isinstance(text, str) and fold(text) in map(fold, word.words) else word.label.zh or key


def _signed(kept: MovedList, group: Group, customer: Customer, policy: Policy) -> bool:
    """Whether an opportunity of the profile ended on a day on which a contract was signed."""
    close, stage = group.get("close"), group.get(kept.state)
    if kept.cls is not OPPORTUNITY or close is None or stage is None:
        return False
    if policy.get(Deals).ends(str(stage.data)) == OPEN:
        return False
    return any(e.cls is CONTRACT and e.date == close.data and e.voided_on is None for e in customer.events)


def _chances(customer: Customer, policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """A probability that an opportunity which ended cannot have."""
    rules = policy.get(Deals)
    said: list[Mapping[str, object]] = [*groups(customer.profile, "opportunities")]
    said += [e.fields for e in customer.events if e.cls is OPPORTUNITY and e.voided_on is None]
    for group in said:
        stage, chance = group.get("stage"), group.get("probability")
        rule = rules.stages.get(str(getattr(stage, "data", "")))
        likely = getattr(chance, "data", None)
        if rule is None or rule.ends == OPEN or not isinstance(likely, Decimal) or likely == rule.probability:
            continue
        node = chance.node  # type: ignore[attr-defined]
        right = f"{rule.probability.normalize():f}%"
        yield CHANCE.at(
            at(node.start), fix=(Splice(node.start, node.end, right),), length=node.end - node.start,
            probability=f"{likely.normalize():f}%", right=right,
            stage=_label(rule.key, _choices(LISTS[1], policy)),
        )  # fmt: skip


def _needs(customer: Customer, policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """Entries of needs in a state that no need can be in, or given to a department that is not asked."""
    asked, states = policy.get(NeedRules).departments, _choices(LISTS[0], policy)
    for event in customer.events:
        if event.cls is not NEED or event.voided_on is not None:
            continue
        state, handler = event.say("state"), policy.people.find(event.say("handler"))
        if state and states and state not in {one.key for one in states}:
            node = event.fields["state"].node
            known = Label("、".join(s.label.zh for s in states), ", ".join(s.label.en for s in states))
            length = node.end - node.start
            yield NO_STATE.at(
                at(node.start), length=length, state=shown(getattr(node, "text", state)), known=known
            )
        if handler is not None and asked and handler.department and handler.department not in asked:
            node = event.fields["handler"].node
            yield ELSEWHERE.at(at(node.start), length=node.end - node.start, person=handler.name)


def _choices(kept: MovedList, policy: Policy) -> tuple[Choice, ...]:
    field = policy.schema.profile.find(f"{kept.key}.{kept.state}")
    outer = policy.schema.profile.find(kept.key)
    inner = field or (outer.fields.find(kept.state) if outer else None)
    return inner.choices if inner else ()


def _label(key: str, choices: Sequence[Choice]) -> Label:
    return next((one.label for one in choices if one.key == key), same(key))


def _called(key: str, policy: Policy) -> Label:
    field = policy.schema.profile.find(key)
    return field.label if field else same(key)


def _text(group: Group, key: str) -> str:
    value = group.get(key)
    return value.data if value is not None and isinstance(value.data, str) else ""


def _bare(id: str) -> str:
    """An id without signs: `HT-2025-001` and `ht2025001` are one slip apart."""
    return "".join(character for character in fold(id) if character.isalnum())


CHECK = Check("dealings", record=record)
