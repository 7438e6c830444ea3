"""Turn rows of orders into dated entries, each recognised again by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Source
from crmkit.document import Document, encode, read
from crmkit.edit import append_entry
from crmkit.imports import Row, Sheet
from crmkit.imports.plan.fresh import first_error
from crmkit.imports.plan.mapping import EntryMap
from crmkit.imports.plan.origin import Origin
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.values import judge, same
from crmkit.language import Label
from crmkit.load import Loaded, load_record
from crmkit.load.events import UNKNOWN_KIND
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.schema.fields import Field
from crmkit.schema.presence import MISSING_FIELD

DIFFERS = Code("CRM708", "order-differs")

ORDER = "order"
_BARE, _ = read("", b"---\nid: x\n---\n")
_PARTS = {kind: Field(kind, Label(kind, kind), kind) for kind in ("date", "time")}


class Order(NamedTuple):
    """An entry to be: `heading` without its `##`, fields with their texts, and all of it as it is written."""

    sheet: Sheet
    row: Row
    customer: str
    cls: str
    id: str
    when: tuple[str, str]
    heading: str
    fields: tuple[tuple[Field, str], ...]
    text: str


def read_order(
    sheet: Sheet, row: Row, cells: Mapping[str, str], entry: EntryMap, policy: Policy
) -> Order | Refusal:
    """The entry that a row says; refused when one of its values could not stand in a record."""
    parts = {name: origin.say(cells) for name, origin in entry.parts.items()}
    for name in ("customer", "date"):
        if not parts[name]:
            return _lacks(name, Label(name, name), entry.parts[name])
    for name, field in _PARTS.items():
        wrong = judge(parts[name], field, policy.context) if parts.get(name) else None
        if wrong is not None:
            return Refusal(wrong, entry.parts[name].named())
    kind_word = parts.get("kind") or _order_word(policy)
    kind = policy.vocabulary.kind(kind_word)
    if kind is None:
        near = policy.vocabulary.near_kind(kind_word)
        return Refusal(UNKNOWN_KIND.at(Source(""), kind=kind_word, near=near), _named(entry, "kind"))
    fields = _fields(cells, entry, kind.cls, policy)
    if isinstance(fields, Refusal):
        return fields
    words = (parts["date"], parts.get("time", ""), kind_word, parts.get("subject", ""))
    heading = " ".join(filter(None, words))
    after, refused = append_entry(_BARE, heading, [(field.key, text) for field, text in fields])
    if refused:
        return Refusal(refused[0], _column_of(refused[0], entry))
    id = next(text for field, text in fields if field.key == "id")
    written = after.text[len(_BARE.text) :]
    return Order(sheet, row, parts["customer"], kind.cls, id, (words[0], words[1]), heading, fields, written)


def _fields(
    cells: Mapping[str, str], entry: EntryMap, cls: str, policy: Policy
) -> tuple[tuple[Field, str], ...] | Refusal:
    """The fields that the row says; the id and what the kind always asks must be among them."""
    said = [(field, origin, text) for field, origin in entry.fields if (text := origin.say(cells))]
    for field, origin, text in said:
        wrong = judge(text, field, policy.context)
        if wrong is not None:
            return Refusal(wrong, origin.named())
    there = {field.key for field, _, _ in said}
    origins = {field.key: origin for field, origin in entry.fields}
    asked = [field for field in policy.schema.entry if field.key == "id"]
    for field in (*asked, *policy.schema.required_of(cls)):
        if field.key not in there:
            return _lacks(field.key, field.label, origins.get(field.key))
    return tuple((field, text) for field, _, text in said)


def _lacks(key: str, label: Label, origin: Origin | None) -> Refusal:
    lack = MISSING_FIELD.at(Source(""), field=key, zh=label.zh, en=label.en, status="")
    return Refusal(lack, origin.named() if origin else "")


def _order_word(policy: Policy) -> str:
    """What an order is called in the language of the book."""
    kind = next((one for one in policy.vocabulary.kinds.values() if one.cls == ORDER), None)
    if kind is None:
        return ORDER
    return kind.label.zh if policy.book.language == "zh" else kind.key


def _named(entry: EntryMap, part: str) -> str:
    return entry.parts[part].named() if part in entry.parts else ""


def _column_of(finding: Diagnostic, entry: EntryMap) -> str:
    """The column of the field that an edit refused, or of the subject."""
    key = dict(finding.arguments).get("key", "")
    origin = next((origin for field, origin in entry.fields if field.key == key), None)
    return origin.named() if origin else _named(entry, "subject")


def differs(order: Order, event: Event, path: str, policy: Policy) -> Refusal | None:
    """What an entry of the same id says otherwise; history is not rewritten by an import.

    A voided entry is settled, whatever the row says.
    """
    if event.voided_on is not None:
        return None
    said = {field.key: text for field, text in order.fields}
    texts = {key: getattr(value.node, "text", "") for key, value in event.fields.items()}
    pairs = [("date", order.when[0], event.date.isoformat())]
    pairs += [(key, text, texts.get(key, "")) for key, text in said.items()]
    by_key = {field.key: field for field, _ in order.fields}
    for key, here, there in pairs:
        if not same(here, there, by_key.get(key, _PARTS["date"]), policy.context):
            place = Source("", order.row.line)
            return Refusal(
                DIFFERS.at(place, id=order.id, path=path, line=event.line, field=key, here=here, there=there)
            )
    return None


def with_orders(
    loaded: Loaded, orders: Sequence[Order], policy: Policy
) -> tuple[Loaded, list[tuple[Order, Refusal]]]:
    """The record with new entries in the order of their dates, and those orders that it does not take."""
    ordered = sorted(orders, key=lambda order: order.when)
    if not ordered:
        return loaded, []
    document = loaded.document
    if not document.entries and not document.text[document.body_start :].strip():
        text = document.text + "".join(order.text for order in ordered)
        after = load_record(document.path, encode(text, document.decoded.bom), policy)
        wrong = first_error(after.findings, loaded.findings)
        return (loaded, [(order, wrong) for order in ordered]) if wrong else (after, [])
    refused: list[tuple[Order, Refusal]] = []
    for order in ordered:
        document = _appended(document, order, refused)
    return load_record(document.path, document.render(), policy), refused


def _appended(document: Document, order: Order, refused: list[tuple[Order, Refusal]]) -> Document:
    after, findings = append_entry(
        document, order.heading, [(field.key, text) for field, text in order.fields]
    )
    if findings:
        refused.append((order, Refusal(findings[0])))
    return after
