"""Read a record's front-matter by its fields into values with places, keeping what it cannot read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Splice
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.language import Word
from crmkit.schema.field_type import Context, Problem
from crmkit.schema.fields import GROUP, LIST, Field, FieldReading, Fields, named
from crmkit.schema.names import Sought
from crmkit.schema.numerals import spelled
from crmkit.schema.values import SEALED, Money, Sealed, Value, new_value

UNKNOWN_FIELD = Code("CRM300", "unknown-field", Severity.WARNING)
FIELD_TWICE = Code("CRM301", "field-twice")
WRONG_SHAPE = Code("CRM302", "wrong-shape")
OUT_OF_RANGE = Code("CRM328", "out-of-range")
BLANKS = Code("CRM123", "value-of-blanks")

BETWEEN = re.compile(r"(?:(?<!\s)\s++)?[,，、;；]\s*+")
"""What people put between the items of a list on one line; a run of blanks is looked at once."""
BLANK = (
    " \t\r\n\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\ufeff"
)
"""What a person sees as nothing."""
PLAIN_SAFE = re.compile(r"[0-9A-Za-z+][0-9A-Za-z.,:%+-]*")
"""Texts that mean themselves in YAML without quotes: only these are written by a fix."""
SHOWN = 60
MASK = "•••"
Values = dict[str, Value]


@dataclass(slots=True)
class Reading:
    """What stays the same while one document is read, and the findings so far."""

    document: Document
    context: Context
    findings: list[Diagnostic] = field(default_factory=list)
    sought: Sought = field(default_factory=Sought)

    def report(self, code: Code, node: Node, fix: tuple[Splice, ...] = (), **arguments: object) -> None:
        """Add a finding at a node; the caret underlines it when it lies on one line."""
        written = self.document.text[node.start : node.end]
        length = 0 if "\n" in written else len(written)
        place = self.document.source(node.start)
        self.findings.append(code.at(place, fix=fix, length=length, **arguments))


def read_record(
    node: MappingNode, fields: Fields, document: Document, context: Context
) -> tuple[Values, Findings]:
    """Values by key, and findings; unknown fields are kept under the name they were written with.

    A field that is left empty is not in the answer; one that cannot be read has the data None.
    """
    reading = Reading(document, context)
    return read_mapping(node, fields, reading), tuple(reading.findings)


def read_mapping(node: MappingNode, fields: Fields, reading: Reading) -> Values:
    """The values of one mapping, nested groups and lists included."""
    values: Values = {}
    steps, context = fields.steps, reading.context
    for key, value in node.items:
        step = steps.get(key.text) or fields.step(key.text)
        if step is None:
            _unknown(key, value, fields, values, reading)
            continue
        one = step.field
        if one.key in values:
            reading.report(FIELD_TWICE, key, field=key.text, **named(one, "key"))
        elif step.scalar and type(value) is Scalar:
            text = value.text
            if text and text[0] in BLANK and not text.strip(BLANK):
                reading.report(BLANKS, value, **named(one))
            elif text:
                data = step.read(text, one, context)
                if step.careful or type(data) is Problem:
                    data = judged(data, one, value, reading)
                values[one.key] = new_value((data, value))
        else:
            _structure(step, value, values, reading)
    return values


def _unknown(key: Scalar, value: Node, fields: Fields, values: Values, reading: Reading) -> None:
    if not key.text.strip(BLANK):
        reading.report(BLANKS, key, field=shown(ascii(key.text)))
        return
    if key.style or key.text[0] not in BLANK:  # of a wide blank in front, the document has told
        near = reading.sought.near(key.text, fields)
        called = Word(near, fields.called(near))
        reading.report(UNKNOWN_FIELD, key, field=shown(key.text), near=called)
    values.setdefault(key.text, as_written(value))


def as_written(node: Node) -> Value:
    """What nobody declared, as text in the shape it has."""
    if isinstance(node, Scalar):
        return Value(node.text, node)
    if isinstance(node, SequenceNode):
        return Value(tuple(as_written(item) for item in node.items), node)
    return Value({key.text: as_written(value) for key, value in node.items}, node)


def judged(data: object, one: Field, node: Scalar, reading: Reading) -> object:
    """The data when it may stand, else None (or what its problem keeps), with a finding."""
    if one.hidden and node.text.startswith(SEALED):
        return Sealed(node.text)
    if isinstance(data, Problem):
        _report_problem(data, one, node, reading)
        return data.data
    number = data.amount if isinstance(data, Money) else data
    if not isinstance(number, Decimal | int) or _within(number, one.minimum, one.maximum):
        return data
    unit = one.text_type.unit
    low, high = ("" if bound is None else spelled(bound) + unit for bound in (one.minimum, one.maximum))
    said = MASK if one.hidden else shown(node.text)
    reading.report(OUT_OF_RANGE, node, **named(one), text=said, minimum=low, maximum=high)
    return None


def _within(number: Decimal | int, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _report_problem(problem: Problem, one: Field, node: Scalar, reading: Reading) -> None:
    """Say what is wrong; a hidden field's text is not repeated, and only a certain fix is offered."""
    near = ""
    if problem.known is not None and not one.hidden:
        near = reading.sought.near(node.text, problem.known)
    fixable = problem.safe and PLAIN_SAFE.fullmatch(problem.suggestion) and node.style not in ("|", ">")
    fix = (Splice(node.start, node.end, problem.suggestion),) if fixable else ()
    said: dict[str, object] = {
        **problem.arguments,
        **named(one),
        "text": shown(node.text),
        "suggestion": problem.suggestion or near,
    }
    if problem.known is not None:
        kept = problem.data is not None  # people and tags, which are kept as written, are words themselves
        said["near"] = near if kept else Word(near, problem.known.called(near))
    if one.hidden:
        said |= {"text": MASK, "suggestion": ""}
    reading.report(problem.code, node, fix, **said)


def _structure(step: FieldReading, node: Node, values: Values, reading: Reading) -> None:
    """A list or a group, or a scalar field that was given one."""
    one = step.field
    if isinstance(node, Scalar) and not node.text.strip(BLANK):
        if node.text:
            reading.report(BLANKS, node, **named(one))
        return
    if one.type == LIST:
        values[one.key] = _list(step, node, reading)
    elif not step.scalar and isinstance(node, MappingNode):
        values[one.key] = Value(read_mapping(node, one.fields, reading), node)
    elif isinstance(node, Scalar) and one.gist is not None:
        values[one.key] = Value(_gist(one.gist, node, reading), node)
    else:
        values[one.key] = _misshapen(one, node, reading)


def _gist(inner: Field, node: Scalar, reading: Reading) -> Values:
    """A group of which a form says one thing alone: that which a group of its kind always says."""
    data = judged(inner.text_type.read(node.text, inner, reading.context), inner, node, reading)
    return {inner.key: Value(data, node)}


def _list(step: FieldReading, node: Node, reading: Reading) -> Value:
    """A list; one scalar alone is a list of one, unless it looks like several."""
    one = step.field
    if isinstance(node, Scalar) and not one.fields and not BETWEEN.search(node.text):
        return Value(_items(step, (node,), reading), node)
    if not isinstance(node, SequenceNode):
        return _misshapen(one, node, reading)
    return Value(_items(step, node.items, reading), node)


def _items(step: FieldReading, nodes: tuple[Node, ...], reading: Reading) -> tuple[Value, ...]:
    one, items = step.field, []
    for node in nodes:
        if one.fields and isinstance(node, MappingNode):
            items.append(Value(read_mapping(node, one.fields, reading), node))
        elif not one.fields and isinstance(node, Scalar):
            if node.text and not node.text.strip(BLANK):
                reading.report(BLANKS, node, **named(one))
            elif node.text:
                data = judged(step.read(node.text, one, reading.context), one, node, reading)
                items.append(Value(data, node))
        else:
            items.append(_misshapen(one, node, reading, item=True))
    return tuple(items)


def _misshapen(one: Field, node: Node, reading: Reading, *, item: bool = False) -> Value:
    """Report a value of the wrong shape; it stands as written but unread."""
    wanted = LIST if one.type == LIST and not item else GROUP if one.fields else "text"
    example = _example(one, wanted, node, item)
    found = _shape(node)
    reading.report(WRONG_SHAPE, node, **named(one), wanted=wanted, found=found, example=example)
    return Value(None, node)


def _example(one: Field, wanted: str, node: Node, item: bool) -> str:
    """The field on one line in the shape it should have, with the words written when they may be shown."""
    inside = "{" + ", ".join(f"{inner.key}: …" for inner in list(one.fields)[:2]) + "}" if one.fields else "…"
    if wanted == LIST:
        if not one.fields and isinstance(node, Scalar) and not one.hidden:
            inside = ", ".join(filter(None, BETWEEN.split(shown(node.text))))
        inside = f"[{inside}]"
    return inside if item else f"{one.key}: {inside}"


def _shape(node: Node) -> str:
    return "list" if isinstance(node, SequenceNode) else "group" if isinstance(node, MappingNode) else "text"


def shown(text: str) -> str:
    """The text, cut where a finding would grow too long."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
