"""Turn rows of orders into dated entries, each recognised again by its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Source
from crmkit.document import read as read_document
from crmkit.edit import append_entry
from crmkit.imports import BLANKS, Row, Sheet
from crmkit.imports.plan.cell import NOWHERE
from crmkit.imports.plan.mapping import ImportMap
from crmkit.imports.plan.origin import Origin
from crmkit.imports.plan.result import Refusal
from crmkit.imports.plan.target import EntryMap
from crmkit.imports.plan.values import WHOLE, Cells, same
from crmkit.language import Label, Word
from crmkit.load.events import UNKNOWN_KIND
from crmkit.model import Event
from crmkit.policy import Policy
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.entry_class import UNKNOWN, EntryClass
from crmkit.schema.fields import Field
from crmkit.schema.presence import MISSING_FIELD

TEXT = Label("正文", "text")
DIFFERS = Code("CRM708", "order-differs")
SEVERAL_LINES = Code("CRM726", "cell-of-several-lines")

_BARE, _ = read_document("", b"---\nid: x\n---\n")
LABELS = {
    "customer": Label("客户", "customer"),
    "date": Label("日期", "date"),
    "time": Label("时间", "time"),
}
PART_FIELDS = {part: Field(part, label, part) for part, label in LABELS.items() if part != "customer"}
_KEY = Field("external", Label("外部编号", "External number"))
_LINE_END = re.compile(r"\r\n?")
# What every reader takes for itself: no blanks to lose, no sign that could open anything.
_SURE = re.compile(r"[\w.,:;/+%¥￥$()（）、，。&'-]+(?: [\w.,:;/+%¥￥$()（）、，。&'-]+)*")


class Order(NamedTuple):
    """An entry to be: `heading` without its `##`, fields with their texts, free text below them.

    `rows` are those that it is made of. `sure` says that nothing in it can be read as anything else.
    """

    sheet: Sheet
    rows: tuple[Row, ...]
    customer: str
    cls: EntryClass
    id: str
    when: tuple[str, str]
    heading: str
    fields: tuple[tuple[Field, str], ...]
    body: str
    sure: bool

    @property
    def text(self) -> str:
        """The entry as it stands in a record, a blank line before it."""
        lines = [f"\n## {self.heading}", *(f"- {field.key}: {text}" for field, text in self.fields)]
        if self.body:
            lines += ["", self.body]
        return "\n".join(lines) + "\n"


class Made(NamedTuple):
    """The entry that a row says, or every reason against it; and what was mended."""

    order: Order | None
    wrong: list[Refusal]
    told: list[tuple[str, Diagnostic]]


def read_order(sheet: Sheet, row: Row, cells: Mapping[str, str], mapping: ImportMap, read: Cells) -> Made:
    """The entry that a row says; refused when one of its values could not stand in a record."""
    entry, policy = mapping.orders, read.policy
    assert entry is not None
    made = Made(None, [], [])
    customer = _part(entry, "customer", _KEY, cells, read, made)
    day, beside = _day(entry, cells, read, made)
    time = _part(entry, "time", PART_FIELDS["time"], cells, read, made) or beside
    for name, there in (("customer", customer), ("date", day)):
        if not there and not any(one.column == entry.parts[name].named() for one in made.wrong):
            made.wrong.append(_lacks(name, LABELS[name], entry.parts[name]))
    word = _plain(entry, "kind", cells) or order_word(policy)
    kind = policy.vocabulary.kind(word)
    if kind is None:
        near = policy.vocabulary.near_kind(word)
        made.wrong.append(Refusal(UNKNOWN_KIND.at(NOWHERE, kind=word, near=near), _named(entry, "kind")))
    subject = _plain(entry, "subject", cells)
    if re.search(r"[\r\n]", subject):
        column = _named(entry, "subject")
        made.wrong.append(Refusal(SEVERAL_LINES.at(NOWHERE, field="subject", column=column), column))
    body = _body(_plain(entry, "text", cells))
    fields = _fields(cells, entry, kind.cls if kind else UNKNOWN, read, made)
    heading = " ".join(filter(None, (day, time, word, subject)))
    if made.wrong or kind is None:
        return made
    id = next(text for field, text in fields if field.key == "id")
    sure = not body and not subject and all(_SURE.fullmatch(text) for _, text in fields)
    order = Order(sheet, (row,), customer, kind.cls, id, (day, time), heading, tuple(fields), body, sure)
    refused = None if sure else unwritable(order)
    if refused is not None:
        made.wrong.append(Refusal(refused, _column_of(refused, entry)))
        return made
    return made._replace(order=order)


def unwritable(order: Order) -> Diagnostic | None:
    """What forbids the entry to stand in any record."""
    fields = [(field.key, text) for field, text in order.fields]
    _, refused = append_entry(_BARE, order.heading, fields, order.body)
    return refused[0] if refused else None


def _plain(entry: EntryMap, part: str, cells: Mapping[str, str]) -> str:
    origin = entry.parts.get(part)
    return origin.say(cells).strip(BLANKS) if origin is not None else ""


def _body(text: str) -> str:
    """Free text with the line ends of a record."""
    return _LINE_END.sub("\n", text)


def _part(entry: EntryMap, part: str, field: Field, cells: Mapping[str, str], read: Cells, made: Made) -> str:
    origin = entry.parts.get(part)
    if origin is None:
        return ""
    one = read.read(origin.say(cells, whole=part == "customer"), field, origin)
    if one.wrong is not None:
        made.wrong.append(Refusal(one.wrong, origin.named()))
    made.told.extend((origin.named(), note) for note in one.told)
    return one.text if one.wrong is None else ""


def _day(entry: EntryMap, cells: Mapping[str, str], read: Cells, made: Made) -> tuple[str, str]:
    """The day, and the time that stands beside it in the same cell."""
    origin = entry.parts["date"]
    day = _part(entry, "date", PART_FIELDS["date"], cells, read, made)
    return day, read.read(origin.say(cells), PART_FIELDS["date"], origin).time


def _fields(
    cells: Mapping[str, str], entry: EntryMap, cls: EntryClass, read: Cells, made: Made
) -> list[tuple[Field, str]]:
    """The fields that the row says; the id and what the kind always asks must be among them."""
    said: list[tuple[Field, str]] = []
    bad: set[str] = set()
    for field, origin in entry.fields:
        text = origin.say(cells, whole=field.key in WHOLE).strip(BLANKS)
        if not text:
            continue
        one = read.read(text, field, origin)
        wrong = one.wrong
        if wrong is None and re.search(r"[\r\n]", one.text):
            wrong = SEVERAL_LINES.at(NOWHERE, field=field.key, column=origin.written)
        if wrong is not None:
            bad.add(field.key)
            made.wrong.append(Refusal(wrong, origin.named()))
        made.told.extend((origin.named(), note) for note in one.told)
        if one.text:
            said.append((field, one.text))
    there = {field.key for field, _ in said} | bad
    origins = {field.key: origin for field, origin in entry.fields}
    asked = [field for field in read.policy.schema.entry if field.key == "id"]
    for field in dict.fromkeys((*asked, *read.policy.schema.required_of(cls))):
        if field.key not in there:
            made.wrong.append(_lacks(field.key, field.label, origins.get(field.key)))
    return said


def _lacks(key: str, label: Label, origin: Origin | None) -> Refusal:
    lack = MISSING_FIELD.at(Source(""), field=key, label=label, status="")
    return Refusal(lack, origin.named() if origin else "")


def order_word(policy: Policy) -> str:
    """What an order is called in the language of the book."""
    kind = next((one for one in policy.vocabulary.kinds.values() if one.cls is ORDER), None)
    if kind is None:
        return ORDER.key
    return kind.label.zh if policy.book.language == "zh" else kind.key


def _named(entry: EntryMap, part: str) -> str:
    return entry.parts[part].named() if part in entry.parts else ""


def _column_of(finding: Diagnostic, entry: EntryMap) -> str:
    """The column of the field that an edit refused, or of the subject or the free text."""
    key = dict(finding.arguments).get("key", "")
    origin = next((origin for field, origin in entry.fields if field.key == key), None)
    part = "subject" if finding.code == "CRM257" else "text"
    return origin.named() if origin else _named(entry, part)


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
    if order.body:
        pairs.append(("text", order.body, event.text.replace("\r\n", "\n").strip("\n")))
    by_key = {field.key: field for field, _ in order.fields}
    for key, here, there in pairs:
        field = by_key.get(key, PART_FIELDS["date"])
        if here != there and (key == "text" or not same(here, there, field, policy.context)):
            called = Word(key, TEXT if key == "text" else field.label)
            wrong = DIFFERS.at(
                NOWHERE, id=order.id, path=path, line=event.line, field=called, here=here, there=there
            )
            return Refusal(wrong)
    return None
