"""Read the fields of a dated entry by the class of its kind."""

from __future__ import annotations

from crmkit.diagnostics import Code, Findings, Severity
from crmkit.document import Document, Entry, Node, Scalar, SequenceNode
from crmkit.document import Field as EntryField
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import LIST, Fields, Schema, Step
from crmkit.schema.names import nearest
from crmkit.schema.presence import MISSING_FIELD
from crmkit.schema.read import BETWEEN, FIELD_TWICE, UNKNOWN_FIELD, Reading, Values, judged, shown
from crmkit.schema.values import Value

FIELD_OF_OTHER_KIND = Code("CRM306", "field-of-other-kind", Severity.WARNING)

NEXT = "next"
"""The field of the next step: a talk often ends with several, each on a line of its own."""


def read_entry(
    entry: Entry,
    schema: Schema,
    kind_class: str,
    document: Document,
    context: Context,
    given: tuple[str, ...] = (),
) -> tuple[Values, Findings]:
    """Values by key; a list may stand on one line with commas or `、`, or on several lines with one key.

    `kind_class` is empty when the kind is unknown: then any field fits and none is missed. `given` are keys
    that the kind itself says.
    """
    reading = Reading(document, context)
    fields, values = schema.entry_fields(kind_class), Values()
    steps = fields.steps
    for written in entry.fields:
        key, text, _, value_start, end = written
        step = steps.get(key) or fields.step(key)
        if step is None:
            _unknown(written, fields, values, reading)
            continue
        one, node = step.field, Scalar(text, value_start, end)
        if kind_class and one.classes and kind_class not in one.classes:
            reading.report(FIELD_OF_OTHER_KIND, _name(written), field=one.key, kind=entry.kind)
        if one.key in values and one.key == NEXT and one.type != LIST:
            values[NEXT] = _one_more(values[NEXT], text, node)
        elif one.key in values and one.type != LIST:
            reading.report(FIELD_TWICE, _name(written), field=key, key=one.key)
        elif text and step.scalar:
            data = step.read(text, one, context)
            if step.careful or type(data) is Problem:
                data = judged(data, one, node, reading)
            values[one.key] = Value(data, node)
        elif text:
            values[one.key] = _structure(step, node, values.get(one.key), reading)
    for one in schema.required_of(kind_class):
        if one.key not in values and one.key not in given:
            zh, en = one.label
            place = document.source(entry.start)
            lack = MISSING_FIELD.at(place, field=one.key, label_zh=zh, label_en=en, status="")
            reading.findings.append(lack)
    return values, tuple(reading.findings)


def _one_more(before: Value, text: str, node: Scalar) -> Value:
    """The next steps so far and one more, as a list of texts, each with its own place."""
    if not text:
        return before
    several = before.data if type(before.data) is tuple else (before,)
    return Value((*several, Value(text, node)), _lines(before.node, node))


def _lines(before: Node, node: Scalar) -> SequenceNode:
    """What stands on several lines under one key, as the list it is."""
    items = before.items if isinstance(before, SequenceNode) else (before,)
    return SequenceNode((*items, node), before.start, node.end)


def _name(written: EntryField) -> Scalar:
    """The key of a line, behind its `- `."""
    start = written.start + len("- ")
    return Scalar(written.key, start, start + len(written.key))


def _unknown(written: EntryField, fields: Fields, values: Values, reading: Reading) -> None:
    key, text, _, value_start, end = written
    near = nearest(key, fields.words())
    reading.report(UNKNOWN_FIELD, _name(written), field=shown(key), near=near)
    values.setdefault(key, Value(text, Scalar(text, value_start, end)))


def _structure(step: Step, node: Scalar, before: Value | None, reading: Reading) -> Value:
    """A list; a group cannot stand on one line and stays the text it is."""
    one = step.field
    if one.type != LIST or one.fields:
        return Value(node.text, node)
    items = before.data if before and isinstance(before.data, tuple) else ()
    said = (*items, *_split(step, node, reading))
    return Value(said, _lines(before.node, node) if before else node)


def _split(step: Step, node: Scalar, reading: Reading) -> tuple[Value, ...]:
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
            item = Scalar(text, start, start + len(text))
            data = step.read(text, step.field, reading.context)
            found.append(Value(judged(data, step.field, item, reading), item))
        position += len(part)
    return tuple(found)
