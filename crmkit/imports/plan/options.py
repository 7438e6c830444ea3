"""Read what a map says about the cells: how days are written, what words mean, which rows count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from crmkit.diagnostics import Code
from crmkit.document import MappingNode, Node, Scalar, SequenceNode
from crmkit.imports import BLANKS
from crmkit.imports.plan.day import Way, way
from crmkit.imports.plan.target import LINES
from crmkit.policy.reading import WRONG_SHAPE, Cursor, group, listed, scalar, scalars
from crmkit.schema.names import fold, nearest

UNKNOWN_KEY = Code("CRM732", "import-key-unknown")
NO_WAY = Code("CRM733", "import-dates-unknown")
NO_EFFECT = Code("CRM734", "import-key-without-effect")

TABLES = ("customers", "orders")
KNOWN_WAYS = "Y/M/D, D/M/Y, M/D/Y, D/M/YY, excel, excel-1904"


class Filter(NamedTuple):
    """A column and the words, folded, that a row must say there, or must not; `""` is an empty cell."""

    column: str
    words: frozenset[str]
    keeps: bool


@dataclass(frozen=True, slots=True)
class Options:
    """`days` are ways of writing dates by column, for all others under `""`; `words` what words mean, by
    column; `filters` by table; `fill` the columns in which an empty cell says what stands above it.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    days: dict[str, tuple[Way, ...]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    filters: dict[str, tuple[Filter, ...]] = field(default_factory=dict)
    fill: tuple[str, ...] = ()
    lines: str = ""

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns that the filters of a table read."""
        return tuple(one.column for one in self.filters.get(table, ()))


def only(c: Cursor, *keys: str) -> None:
    """Report each key that is not one of these: what nothing reads would be a wish that nobody heard."""
    for item in c.node.items:
        if item.key.text not in keys:
            c.report(UNKNOWN_KEY, item.key, key=c.name(item.key.text), near=nearest(item.key.text, keys))


def read_options(c: Cursor) -> Options:
    """All that the map says besides columns and fields."""
    filters: dict[str, tuple[Filter, ...]] = {}
    for key, keeps in (("only", True), ("except", False)):
        inner = group(c, key)
        if inner is None:
            continue
        only(inner, *TABLES)
        for table in TABLES:
            columns = group(inner, table)
            found = _filters(columns, keeps) if columns is not None else ()
            filters[table] = (*filters.get(table, ()), *found)
    sheets = group(c, "sheets")
    if sheets is not None:
        only(sheets, *TABLES)
    named = {
        t: node.text for t in TABLES if sheets is not None and (node := scalar(sheets, t, required=False))
    }
    lines = scalar(c, "lines", required=False)
    if lines is not None and not listed(c, lines, LINES, "lines"):
        lines = None
    fill = tuple(node.text for node in scalars(c, "fill"))
    return Options(named, _days(c), _words(c), filters, fill, lines.text if lines is not None else "")


def _filters(c: Cursor, keeps: bool) -> tuple[Filter, ...]:
    return tuple(
        Filter(item.key.text, frozenset(fold(word.strip(BLANKS)) for word in _texts(c, item.value)), keeps)
        for item in c.node.items
    )


def _texts(c: Cursor, node: Node) -> list[str]:
    """One text or a list of them."""
    nodes = node.items if isinstance(node, SequenceNode) else (node,)
    for one in nodes:
        if not isinstance(one, Scalar):
            c.report(WRONG_SHAPE, one, key=c.path, wanted="text")
    return [one.text for one in nodes if isinstance(one, Scalar)]


def _days(c: Cursor) -> dict[str, tuple[Way, ...]]:
    node = c.node.get("dates")
    if node is None:
        return {}
    if isinstance(node, MappingNode):
        return {item.key.text: _ways(c, item.value) for item in node.items}
    return {"": _ways(c, node)}


def _ways(c: Cursor, node: Node) -> tuple[Way, ...]:
    found = []
    for one in node.items if isinstance(node, SequenceNode) else (node,):
        if isinstance(one, Scalar):
            known = way(one.text)
            if known is None:
                c.report(NO_WAY, one, text=one.text, known=KNOWN_WAYS)
            else:
                found.append(known)
        else:
            c.report(WRONG_SHAPE, one, key="dates", wanted="text")
    return tuple(found)


def _words(c: Cursor) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    columns = group(c, "values")
    for item in columns.node.items if columns is not None else ():
        inner = group(columns, item.key.text) if columns is not None else None
        for word in inner.node.items if inner is not None else ():
            if isinstance(word.value, Scalar):
                means = words.setdefault(item.key.text, {})
                means[fold(word.key.text.strip(BLANKS))] = word.value.text
            else:
                c.report(WRONG_SHAPE, word.value, key=f"values.{item.key.text}", wanted="text")
    return words


def dead(c: Cursor, options: Options, read: Collection[str], dated: Collection[str], orders: bool) -> None:
    """Report what can have no effect: a column that nothing reads, lines or sheets of orders without orders.

    `read` are the columns that go somewhere, `dated` those of them that go into a date.
    """
    asked: list[tuple[str, Mapping[str, object] | Collection[str], Collection[str]]] = [
        ("values", options.words, read),
        ("fill", options.fill, read),
        ("dates", [column for column in options.days if column], dated),
    ]
    for key, columns, among in asked:
        for column in columns:
            if column not in among:
                node = _key(c, key, column)
                c.report(NO_EFFECT, node, key=f"{key}: {column}", near=nearest(column, among))
    if "" in options.days and not dated:
        c.report(NO_EFFECT, _key(c, "dates", ""), key="dates", near="")
    if not orders:
        said = [("lines", bool(options.lines)), ("sheets", "orders" in options.sheets)]
        said += [(k, bool(g.get("orders"))) for k in ("only", "except") if (g := _mapping(c, k)) is not None]
        for key, there in said:
            if there:
                c.report(NO_EFFECT, _key(c, key, "orders"), key=f"{key}: orders", near="")


def _mapping(c: Cursor, key: str) -> MappingNode | None:
    node = c.node.get(key)
    return node if isinstance(node, MappingNode) else None


def _key(c: Cursor, key: str, inner: str) -> Node:
    """The node to point at: the inner key or text where there is one."""
    node = c.node.get(key)
    if isinstance(node, MappingNode):
        return next((item.key for item in node.items if item.key.text == inner), node)
    items = node.items if isinstance(node, SequenceNode) else ()
    found = next((one for one in items if isinstance(one, Scalar) and one.text == inner), node)
    return found or c.node
