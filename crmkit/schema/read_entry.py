"""Read the fields of a dated entry by the class of its kind."""

from __future__ import annotations

from datetime import date

from crmkit.diagnostics import Code, Findings, Severity
from crmkit.document import Document, Entry, Scalar, SequenceNode
from crmkit.document import Field as EntryField
from crmkit.document.nodes import new_scalar
from crmkit.language import Word
from crmkit.schema.entry_class import UNKNOWN, EntryClass
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import LIST, Field, FieldReading, Fields, Schema, named
from crmkit.schema.names import Sought
from crmkit.schema.presence import MISSING_FIELD
from crmkit.schema.read import (
    BETWEEN,
    BLANK,
    BLANKS,
    FIELD_TWICE,
    UNKNOWN_FIELD,
    Reading,
    Values,
    judged,
    shown,
)
from crmkit.schema.types.date import TYPE as DATE
from crmkit.schema.types.date import parse as parse_date
from crmkit.schema.types.time import TYPE as TIME
from crmkit.schema.types.time import parse as parse_time
from crmkit.schema.values import Value, new_value

# A value that was wrapped stands on several lines as a folded one does: no fix is written over it.
FOLDED = ">"
FIELD_OF_OTHER_KIND = Code("CRM306", "field-of-other-kind", Severity.WARNING)

NEXT = "next"
"""The field of the next step: a talk often ends with several, each on a line of its own."""


def read_entry(
    entry: Entry,
    schema: Schema,
    kind_class: EntryClass,
    document: Document,
    context: Context,
    given: tuple[str, ...] = (),
    sought: Sought | None = None,
) -> tuple[Values, Findings]:
    """Values by key; a list may stand on one line with commas or `、`, or on several lines with one key.

    `kind_class` is `UNKNOWN` when the kind is: then any field fits and none is missed. `given` are keys
    that the kind itself says; `sought` what was looked for in the entries before.
    """
    reading = Reading(document, context, [], sought or Sought())
    fields, values = schema.entry_fields(kind_class), Values()
    steps, more = fields.steps, dict[str, list[Value]]()
    for written in entry.fields:
        key, text, _, value_start, end, _, _ = written
        step = steps.get(key) or fields.step(key)
        if step is None:
            _unknown(written, fields, values, reading)
            continue
        one = step.field
        node = new_scalar((text, value_start, end, "" if end - value_start == len(text) else FOLDED))
        if kind_class is not UNKNOWN and one.classes and kind_class not in one.classes:
            reading.report(FIELD_OF_OTHER_KIND, _name(written), field=key, kind=entry.kind)
        again = one.key in values
        if again and one.type != LIST and one.key != NEXT:
            reading.report(FIELD_TWICE, _name(written), field=key, **named(one, "key"))
        elif text and text[0] in BLANK and not text.strip(BLANK):
            reading.report(BLANKS, node, **named(one))
        elif text:
            if step.scalar:
                data = step.read(text, one, context)
                if type(data) is Problem:
                    day = _day_of(one, node, fields, values)
                    data = day if day is not None else judged(data, one, node, reading)
                elif step.careful:
                    data = judged(data, one, node, reading)
                said = new_value((data, node))
            else:
                said = _structure(step, node, reading)
            if again:
                more.setdefault(one.key, []).append(said)
            else:
                values[one.key] = said
    for key, lines in more.items():
        values[key] = _together(values[key], lines)
    for one in schema.required_of(kind_class):
        if one.key not in values and one.key not in given:
            place = document.source(entry.start)
            lack = MISSING_FIELD.at(place, field=one.key, label=one.label, status="")
            reading.findings.append(lack)
    return values, tuple(reading.findings)


def _day_of(one: Field, node: Scalar, fields: Fields, values: Values) -> date | None:
    """The day of a text that says a time too, where the field `KEY_time` is there to take the time."""
    beside = fields.find(f"{one.key}_time") if one.text_type is DATE else None
    day, gap, clock = node.text.partition(" ")
    if beside is None or beside.text_type is not TIME or beside.key in values or not gap:
        return None
    said, at = parse_date(day), parse_time(clock.strip())
    if isinstance(said, Problem) or isinstance(at, Problem):
        return None
    start = node.end - len(clock.strip())
    values[beside.key] = Value(at, Scalar(clock.strip(), start, node.end, node.style))
    return said


def _together(first: Value, more: list[Value]) -> Value:
    """What stands on several lines under one key, as the list it is; each line keeps its place."""
    items = tuple(
        item for one in (first, *more) for item in (one.data if type(one.data) is tuple else (one,))
    )
    nodes = tuple(one.node for one in (first, *more))
    return Value(items, SequenceNode(nodes, nodes[0].start, nodes[-1].end))


def _name(written: EntryField) -> Scalar:
    """The key of a line, behind its bullet."""
    return Scalar(written.key, written.key_start, written.key_start + len(written.key))


def _unknown(written: EntryField, fields: Fields, values: Values, reading: Reading) -> None:
    key, text, _, value_start, end, key_start, _ = written
    near, place = reading.sought.near(key, fields), reading.document.source(key_start)
    called = Word(near, fields.called(near))
    reading.findings.append(UNKNOWN_FIELD.at(place, length=len(key), field=shown(key), near=called))
    values.setdefault(key, Value(text, Scalar(text, value_start, end)))


def _structure(step: FieldReading, node: Scalar, reading: Reading) -> Value:
    """A list; a group cannot stand on one line and stays the text it is."""
    one = step.field
    if one.type != LIST or one.fields:
        return Value(node.text, node)
    return Value(_split(step, node, reading), node)


def _split(step: FieldReading, node: Scalar, reading: Reading) -> tuple[Value, ...]:
    """The items of a list on one line, each with its own place."""
    inner, shift = node.text, 0
    if inner.startswith("[") and inner.endswith("]"):
        inner, shift = inner[1:-1], 1
    found, position = [], 0
    for part in BETWEEN.split(inner):
        position = inner.index(part, position)
        text = part.strip()
        if text:
            start = node.start + shift + position + part.index(text)
            item = Scalar(text, start, start + len(text)) if not node.style else node._replace(text=text)
            data = step.read(text, step.field, reading.context)
            found.append(Value(judged(data, step.field, item, reading), item))
        position += len(part)
    return tuple(found)
