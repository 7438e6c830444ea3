"""Read the map of an import: which column goes into which field, and which one names the customer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from crmkit.diagnostics import Code, Findings, Severity, Source, in_order
from crmkit.document import Item, Node, Scalar, read
from crmkit.imports import Sheet
from crmkit.imports.plan.origin import Origin
from crmkit.policy import Policy
from crmkit.policy.reading import (
    MISSING_KEY,
    TWICE,
    WRONG_SHAPE,
    Cursor,
    group,
    known,
    one_of,
    scalar,
    scalars,
)
from crmkit.schema.fields import LIST, STRUCTURES, Field, Fields
from crmkit.schema.names import nearest

NO_COLUMN = Code("CRM711", "import-column-missing")
NO_FIELD = Code("CRM712", "import-field-unknown")
NOT_ONE_VALUE = Code("CRM713", "import-field-not-one-value")

KEPT_IN = ("external", "id")
"""The fields that can hold the key of a row; the first unless the map puts the key's column into another."""
PARTS = ("customer", "date", "time", "kind", "subject")
"""What an entry has besides its fields."""
IDENTITY = ("id", "name")
"""What tells the items of a list apart, as editing has it."""


class Target(NamedTuple):
    """A field of the profile that a value goes into, `fields` from the outermost; `place` is in the map."""

    fields: tuple[Field, ...]
    origin: Origin
    place: Source

    @property
    def path(self) -> str:
        """As people write it: `contacts.phone`."""
        return ".".join(field.key for field in self.fields)


@dataclass(frozen=True, slots=True)
class EntryMap:
    """Where an entry's parts (`customer`, `date`, …) come from, and its fields in the order of the schema."""

    parts: dict[str, Origin]
    fields: tuple[tuple[Field, Origin], ...]


@dataclass(frozen=True, slots=True)
class ImportMap:
    """`key` tells rows apart and is kept in the field `kept_in`. Fields of `keep` are never written again.

    `defaults` are targets with constants: they speak for new customers only, where no column does. `columns`
    are those to be found, each with its table (`customers` or `orders`) and its place in the map.
    """

    place: Source
    key: Origin
    kept_in: str
    customers: tuple[Target, ...]
    defaults: tuple[Target, ...]
    keep: frozenset[str]
    orders: EntryMap | None
    columns: tuple[tuple[str, str, Source], ...]


def read_map(path: str, data: bytes, policy: Policy) -> tuple[ImportMap | None, Findings]:
    """The map from a Markdown file with front-matter; None when a finding forbids its use."""
    document, problems = read(path, data)
    found = list(problems)
    made = _map(Cursor(document, document.profile, "", found), policy) if document.whole else None
    wrong = any(finding.severity is Severity.ERROR for finding in found)
    return (None if wrong else made), in_order(found)


def missing_columns(mapping: ImportMap, sheet: Sheet, table: str) -> Findings:
    """Columns that the map reads from a table, `customers` or `orders`, and the file does not have."""
    return tuple(
        NO_COLUMN.at(place, column=column, file=sheet.path, near=nearest(column, sheet.columns))
        for where, column, place in dict.fromkeys(mapping.columns)
        if where == table and column not in sheet.columns
    )


def _map(c: Cursor, policy: Policy) -> ImportMap | None:
    known(c, "format", "key", "customers", "defaults", "keep", "orders")
    one_of(c, "format", ("1",), "1", required=True)
    key_node = scalar(c, "key")
    fields = policy.schema.profile
    customers = [_target(c, item, fields) for item in _items(c, "customers")]
    targets = [target for target in customers if target is not None]
    # A default is written the other way round: no column goes somewhere, a field says something.
    defaults = [_default(c, item, fields) for item in _items(c, "defaults", required=False)]
    _once(c, [target for target in targets if not target.origin.constant])
    orders = group(c, "orders")
    entry = _entry(orders, policy) if orders is not None else None
    if key_node is None:
        return None
    key = Origin(key_node.text)
    kept_in = next((t.path for t in targets if t.origin == key and t.path in KEPT_IN), KEPT_IN[0])
    field = fields.find(kept_in)
    if field is None:
        c.report(NO_FIELD, key_node, field=kept_in, near="")
        return None
    _lists(c, targets)
    place = c.document.source(key_node.start)
    columns = [("customers", column, place) for column in key.columns]
    columns += [("customers", column, t.place) for t in targets for column in t.origin.columns]
    columns += _entry_columns(orders) if orders is not None else []
    own = (Target((field,), key, place), *(t for t in targets if not t.origin.constant and t.path != kept_in))
    constants = (*(t for t in targets if t.origin.constant), *(t for t in defaults if t is not None))
    return ImportMap(place, key, kept_in, own, constants, _keep(c, fields), entry, tuple(columns))


def _items(c: Cursor, key: str, *, required: bool = True) -> tuple[Item, ...]:
    inner = group(c, key, required=required)
    return inner.node.items if inner is not None else ()


def _text(c: Cursor, item: Item, table: str) -> str:
    if isinstance(item.value, Scalar) and item.value.text:
        return item.value.text
    c.report(WRONG_SHAPE, item.value, key=f"{table}.{item.key.text}", wanted="text")
    return ""


def _target(c: Cursor, item: Item, fields: Fields) -> Target | None:
    said = _text(c, item, "customers")
    path = _path(c, item.value, said, fields) if said else ()
    return Target(path, Origin(item.key.text), c.document.source(item.key.start)) if path else None


def _default(c: Cursor, item: Item, fields: Fields) -> Target | None:
    said = _text(c, item, "defaults")
    path = _path(c, item.key, item.key.text, fields) if said else ()
    return Target(path, Origin(f"={said}"), c.document.source(item.key.start)) if path else None


def _path(c: Cursor, node: Node, said: str, fields: Fields) -> tuple[Field, ...]:
    """The fields that a path names, from the outermost; empty, and reported, if it names no single text."""
    path: list[Field] = []
    for name in said.split("."):
        inside = path[-1].fields if path else fields
        field = inside.find(name)
        if field is None:
            c.report(NO_FIELD, node, field=said, near=nearest(name, inside.words()))
            return ()
        path.append(field)
    if path[-1].type in STRUCTURES and (path[-1].fields or len(path) > 1):
        inner = next(iter(path[-1].fields), None)
        c.report(NOT_ONE_VALUE, node, field=said, example=f"{said}.{inner.key}" if inner else "")
        return ()
    return tuple(path)


def _once(c: Cursor, targets: Iterable[Target]) -> None:
    """Two columns for one field: the later would win without a word."""
    seen: set[str] = set()
    for target in targets:
        if target.path in seen:
            c.findings.append(TWICE.at(target.place, key="customers", text=target.path))
        seen.add(target.path)


def _lists(c: Cursor, targets: Iterable[Target]) -> None:
    """Of a list's items at least the one that tells them apart must be mapped."""
    by_list: dict[str, list[Target]] = {}
    for target in targets:
        if len(target.fields) > 1 and target.fields[0].type == LIST:
            by_list.setdefault(target.fields[0].key, []).append(target)
    for key, inside in by_list.items():
        if not any(target.fields[1].key in IDENTITY for target in inside):
            c.findings.append(MISSING_KEY.at(inside[0].place, key=f"customers: {key}.name"))


def _keep(c: Cursor, fields: Fields) -> frozenset[str]:
    paths = (_path(c, node, node.text, fields) for node in scalars(c, "keep") if node.text)
    return frozenset(".".join(field.key for field in path) for path in paths)


def _entry(c: Cursor, policy: Policy) -> EntryMap:
    parts: dict[str, Origin] = {}
    fields: dict[str, tuple[Field, Origin]] = {}
    for item in c.node.items:
        said, origin = _text(c, item, "orders"), Origin(item.key.text)
        field = policy.schema.entry.find(said) if said else None
        if (said in parts or (field and field.key in fields)) and isinstance(item.value, Scalar):
            c.report(TWICE, item.value, key="orders", text=said)
        elif said in PARTS:
            parts[said] = origin
        elif field is not None:
            fields[field.key] = (field, origin)
        elif said:
            c.report(
                NO_FIELD, item.value, field=said, near=nearest(said, (*PARTS, *policy.schema.entry.words()))
            )
    for wanted in ("customer", "date", "id"):
        if wanted not in parts and wanted not in fields:
            c.report(MISSING_KEY, c.node, key=f"orders: … {wanted}")
    ordered = dict.fromkeys(field.key for field in policy.schema.entry)
    return EntryMap(parts, tuple(fields[key] for key in ordered if key in fields))


def _entry_columns(c: Cursor) -> list[tuple[str, str, Source]]:
    place = c.document.source
    return [
        ("orders", column, place(item.key.start))
        for item in c.node.items
        for column in Origin(item.key.text).columns
    ]
