"""Read the map of an import: which column goes into which field, and which one names the customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crmkit.diagnostics import Code, Findings, Severity, Source, in_order
from crmkit.document import Item, Node, Scalar, read
from crmkit.imports.plan.cell import IDENTITY
from crmkit.imports.plan.fitting import constants_fit, fits, kind_fits, words_fit
from crmkit.imports.plan.header import WantedColumn
from crmkit.imports.plan.options import NO_EFFECT, Options, dead, only, read_options
from crmkit.imports.plan.origin import Origin
from crmkit.imports.plan.shape import about_shape
from crmkit.imports.plan.target import PARTS, EntryMap, Target
from crmkit.policy import Policy
from crmkit.policy.reading import MISSING_KEY, TWICE, WRONG_SHAPE, Cursor, group, one_of, scalar, scalars
from crmkit.schema.fields import LIST, STRUCTURES, Field, Fields
from crmkit.schema.names import nearest
from crmkit.schema.types.date import TYPE as DATE

NO_FIELD = Code("CRM712", "import-field-unknown")
NOT_ONE_VALUE = Code("CRM713", "import-field-not-one-value")

KEPT_IN = ("external", "id")
"""The fields that can hold the key of a row; the first unless the map puts the key's column into another."""
KEYS = (
    "format", "key", "sheets", "dates", "values", "only", "except", "fill", "lines", "customers",
    "defaults", "keep", "orders",
)  # fmt: skip
_NUMBERED = re.compile(r"([^\[\].]+)\[([0-9]+)\](\..+)")


@dataclass(frozen=True, slots=True)
class ImportMap:
    """`key` tells rows apart and is kept in the field `kept_in`. Fields of `keep` are never written again.

    `defaults` are targets with constants: they speak for new customers only, where no column does. `columns`
    are those to be found, by table (`customers` or `orders`), each with its place in the map.
    """

    place: Source
    key: Origin
    kept_in: str
    customers: tuple[Target, ...]
    defaults: tuple[Target, ...]
    keep: frozenset[str]
    orders: EntryMap | None
    columns: dict[str, tuple[WantedColumn, ...]]
    options: Options

    def keys(self, table: str) -> tuple[str, ...]:
        """The columns that name a row of a table."""
        if table == "customers":
            return self.key.columns
        entry = self.orders
        ids = [origin for field, origin in entry.fields if field.key == "id"] if entry else []
        customer = entry.parts.get("customer") if entry else None
        return tuple(c for one in (*ids, customer) if one is not None for c in one.columns)

    def numbers(self, table: str) -> frozenset[str]:
        """The columns of a table whose cells add up, so that a merged one counts once."""
        pairs = [(target.fields[-1], target.origin) for target in self.customers]
        if table == "orders":
            pairs = list(self.orders.fields) if self.orders else []
        return frozenset(c for field, origin in pairs if field.text_type.bounds for c in origin.columns)


def read_map(path: str, data: bytes, policy: Policy) -> tuple[ImportMap | None, Findings]:
    """The map from a Markdown file with front-matter; None when a finding forbids its use."""
    document, problems = read(path, data)
    found = about_shape(document, problems)
    made = _map(Cursor(document, document.profile, "", found), policy) if document.whole else None
    wrong = any(finding.severity is Severity.ERROR for finding in found)
    return (None if wrong else made), in_order(found)


def _map(c: Cursor, policy: Policy) -> ImportMap | None:
    only(c, *KEYS)
    one_of(c, "format", ("1",), "1", required=True)
    key_node = scalar(c, "key")
    fields = policy.schema.profile
    options = read_options(c)
    customers = [_target(c, item, fields) for item in _items(c, "customers")]
    targets = [target for target in customers if target is not None]
    # A default is written the other way round: no column goes somewhere, a field says something.
    defaults = [_default(c, item, fields) for item in _items(c, "defaults", required=False)]
    constants = [t for t in (*targets, *defaults) if t is not None and t.origin.constant]
    columns = [target for target in targets if not target.origin.constant]
    _once(c, columns)
    _once(c, constants)
    orders = group(c, "orders")
    entry = _entry(orders, policy) if orders is not None else None
    if key_node is None:
        return None
    key = Origin(key_node.text)
    kept_in = next((t.path for t in columns if t.origin == key and t.path in KEPT_IN), KEPT_IN[0])
    field = fields.find(kept_in)
    if field is None:
        c.report(NO_FIELD, key_node, field=kept_in, near="")
        return None
    _lists(c, columns)
    place = c.document.source(key_node.start)
    own = (Target((field,), key, place), *(t for t in columns if t.path != kept_in))
    keep = _keep(c, fields, targets)
    constants_fit(c, constants, policy)
    words_fit(c, options, own, entry, policy)
    dates, read_columns = _read_columns(own, entry)
    filtered = {column for table in ("customers", "orders") for column in options.columns(table)}
    dead(c, options, read_columns | filtered, dates, entry is not None)
    wanted = {"customers": _wanted(own, options, place), "orders": _entry_columns(orders, options)}
    return ImportMap(place, key, kept_in, own, tuple(constants), keep, entry, wanted, options)


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
    numbered = _NUMBERED.fullmatch(said)
    number, plain = (numbered[2], numbered[1] + numbered[3]) if numbered else ("", said)
    path = _path(c, item.value, plain, fields) if said else ()
    if number and path and (path[0].type != LIST or len(path) < 2):
        c.report(NOT_ONE_VALUE, item.value, field=said, example=plain)
        return None
    place = c.document.source(item.key.start)
    return Target(path, Origin(item.key.text), place, number) if path else None


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
    seen: set[tuple[str, str]] = set()
    for target in targets:
        if (target.path, target.item) in seen:
            c.findings.append(TWICE.at(target.place, key="customers", text=target.path))
        seen.add((target.path, target.item))


def _lists(c: Cursor, targets: Iterable[Target]) -> None:
    """Of a list's items at least the one that tells them apart must be mapped."""
    by_item: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        if target.list:
            by_item.setdefault((target.list, target.item), []).append(target)
    for (key, item), inside in by_item.items():
        if not any(target.fields[1].key in IDENTITY for target in inside):
            number = f"[{item}]" if item else ""
            c.findings.append(MISSING_KEY.at(inside[0].place, key=f"customers: {key}{number}.name"))


def _keep(c: Cursor, fields: Fields, targets: Sequence[Target]) -> frozenset[str]:
    """The paths that are only filled; one that no column goes into keeps nothing."""
    kept = set()
    into = {path for t in targets for path in (t.path, t.fields[0].key)}
    for node in scalars(c, "keep"):
        field = fields.find(node.text) if node.text else None
        path = (field,) if field is not None else _path(c, node, node.text, fields) if node.text else ()
        said = ".".join(one.key for one in path)
        if said and said not in into:
            c.report(NO_EFFECT, node, key=f"keep: {node.text}", near=nearest(said, into))
        kept.add(said)
    return frozenset(filter(None, kept))


def _entry(c: Cursor, policy: Policy) -> EntryMap:
    parts: dict[str, Origin] = {}
    fields: dict[str, tuple[Field, Origin]] = {}
    words = {word: part for part, names in PARTS.items() for word in names}
    for item in c.node.items:
        said, origin = _text(c, item, "orders"), Origin(item.key.text)
        field = policy.schema.entry.find(said) if said and said not in PARTS else None
        part = words.get(said) if field is None else None
        if (part in parts or (field and field.key in fields)) and isinstance(item.value, Scalar):
            c.report(TWICE, item.value, key="orders", text=said)
        elif part is not None:
            parts[part] = origin
            if part == "kind" and origin.constant:
                kind_fits(c, origin.say({}), c.document.source(item.key.start), policy)
        elif field is not None:
            fields[field.key] = (field, origin)
            if origin.constant:
                fits(c, origin.say({}), field, c.document.source(item.key.start), policy)
        elif said:
            c.report(
                NO_FIELD, item.value, field=said, near=nearest(said, (*words, *policy.schema.entry.words()))
            )
    for wanted in ("customer", "date", "id"):
        if wanted not in parts and wanted not in fields:
            c.report(MISSING_KEY, c.node, key=f"orders: … {wanted}")
    ordered = dict.fromkeys(field.key for field in policy.schema.entry)
    return EntryMap(parts, tuple(fields[key] for key in ordered if key in fields))


def _read_columns(own: Iterable[Target], entry: EntryMap | None) -> tuple[set[str], set[str]]:
    """The columns that go into a date, and all that are read."""
    origins = [(target.fields[-1].text_type is DATE, target.origin) for target in own]
    if entry is not None:
        origins += [(part == "date", origin) for part, origin in entry.parts.items()]
        origins += [(field.text_type is DATE, origin) for field, origin in entry.fields]
    dates = {column for dated, origin in origins if dated for column in origin.columns}
    return dates, {column for _, origin in origins for column in origin.columns}


def _wanted(own: Iterable[Target], options: Options, place: Source) -> tuple[WantedColumn, ...]:
    columns = [WantedColumn(column, target.place) for target in own for column in target.origin.columns]
    columns += [WantedColumn(column, place) for column in options.columns("customers")]
    return tuple(columns)


def _entry_columns(c: Cursor | None, options: Options) -> tuple[WantedColumn, ...]:
    if c is None:
        return ()
    source = c.document.source
    columns = [
        WantedColumn(column, source(item.key.start))
        for item in c.node.items
        for column in Origin(item.key.text).columns
    ]
    columns += [WantedColumn(column, source(c.node.start)) for column in options.columns("orders")]
    return tuple(columns)
