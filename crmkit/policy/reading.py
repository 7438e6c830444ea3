"""Read policy values from nodes, each mistake a finding at its place, and go on with a stand-in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import Document, Item, MappingNode, Node, Scalar, SequenceNode
from crmkit.language import Label
from crmkit.policy.notes import Name, Notes
from crmkit.schema.field_type import Problem
from crmkit.schema.names import nearest
from crmkit.schema.numerals import decimal as read_decimal
from crmkit.schema.types.date import parse as read_date

MISSING_KEY = Code("CRM902", "policy-key-missing")
WRONG_SHAPE = Code("CRM903", "policy-wrong-shape")
WRONG_VALUE = Code("CRM904", "policy-wrong-value")
UNKNOWN_KEY = Code("CRM905", "policy-unknown-key", Severity.WARNING)
NOT_LISTED = Code("CRM906", "policy-not-listed")
TWICE = Code("CRM907", "policy-twice")

NOTES = ("chosen", "source", "note", "why")
"""Keys allowed everywhere: they tell people where a value comes from and change nothing."""

DATE = "2024-05-20"
SHOWN = 24
YES, NO = ("yes", "true", "是"), ("no", "false", "否")


@dataclass(slots=True)
class Cursor:
    """A mapping in a policy file, how it is called in findings, the findings and what was read so far.

    Whatever is read goes through `get` or `items`, which note it: a key that nobody asked for is a finding.
    """

    document: Document
    node: MappingNode
    path: str
    findings: list[Diagnostic] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    asked: dict[str, None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Two cursors on one mapping share what was asked of it."""
        self.asked = self.notes.asked.setdefault(self.node.start, {})

    def get(self, key: str) -> Node | None:
        """The node under a key, which is thereby read."""
        self.asked[key] = None
        return self.node.get(key)

    def items(self) -> tuple[Item, ...]:
        """All keys of a mapping that may have any, notes left out."""
        found = tuple(item for item in self.node.items if item.key.text not in NOTES)
        self.asked.update((item.key.text, None) for item in found)
        return found

    def report(self, code: Code, node: Node, **arguments: object) -> None:
        """Add a finding at a node."""
        if node is not self.node and not isinstance(node, Scalar):
            self.notes.told.add(node.start)
        written = self.document.text[node.start : node.end]
        length = 0 if "\n" in written else len(written)
        self.findings.append(code.at(self.document.source(node.start), fix=(), length=length, **arguments))

    def below(self, node: MappingNode, path: str) -> Cursor:
        """The same file, deeper."""
        name = f"{self.path}.{path}" if self.path else path
        return Cursor(self.document, node, name, self.findings, self.notes)

    def name(self, key: str) -> str:
        """How findings call a key here."""
        return f"{self.path}.{key}" if self.path else key


def child(c: Cursor, key: str, *, required: bool = True) -> Node | None:
    """The node under a key; a missing or empty one is reported when it is required."""
    node = c.get(key)
    empty = isinstance(node, Scalar) and not node.text
    if node is not None and not (empty and required):
        return node
    if required:
        c.report(MISSING_KEY, node or c.node, key=c.name(key))
    return None


def scalar(c: Cursor, key: str, *, required: bool = True) -> Scalar | None:
    """The text node under a key."""
    node = child(c, key, required=required)
    if node is None or isinstance(node, Scalar):
        return node
    c.report(WRONG_SHAPE, node, key=c.name(key), wanted="text")
    return None


def text(c: Cursor, key: str, default: str = "", *, required: bool = False) -> str:
    """The text under a key, the default when there is none."""
    node = scalar(c, key, required=required)
    return node.text if node is not None and node.text else default


def for_people(c: Cursor, key: str) -> str:
    """The text under a key that tells people something and changes no answer."""
    node = scalar(c, key, required=False)
    if node is not None:
        c.notes.for_people.add(node.start)
    return node.text if node is not None else ""


def one_of(c: Cursor, key: str, words: tuple[str, ...], default: str, *, required: bool = False) -> str:
    """A text that is one of a closed list."""
    node = scalar(c, key, required=required)
    if node is None or not node.text:
        return default
    if node.text in words:
        return node.text
    listed(c, node, words, c.name(key))
    return default


def listed(c: Cursor, node: Scalar, words: tuple[str, ...], what: str) -> bool:
    """Whether the node names one of the words; reported when it does not."""
    if node.text in words:
        return True
    some = ", ".join(words[:SHOWN]) + (" …" if len(words) > SHOWN else "")
    c.report(NOT_LISTED, node, key=what, text=node.text, near=nearest(node.text, words), known=some)
    return False


def listed_under(c: Cursor, key: str, words: tuple[str, ...], *, required: bool = False) -> tuple[str, ...]:
    """Those under a key that are of the words; the others are reported."""
    found = scalars(c, key, required=required)
    return tuple(node.text for node in found if listed(c, node, words, c.name(key)))


def named(c: Cursor, key: str, kind: str, *, required: bool = False) -> str:
    """The name of a kind, such as `role`, under a key; it is looked up when all files are read."""
    node = scalar(c, key, required=required)
    if node is None or not node.text:
        return ""
    c.notes.names.append(Name(c, node, c.name(key), kind))
    return node.text


def all_named(c: Cursor, key: str, kind: str, *, required: bool = False) -> tuple[str, ...]:
    """The names of a kind in a list under a key, which are looked up when all files are read."""
    found = [node for node in scalars(c, key, required=required) if node.text]
    c.notes.names.extend(Name(c, node, c.name(key), kind) for node in found)
    return tuple(node.text for node in found)


def place(c: Cursor) -> Source:
    """Where the mapping stands."""
    return c.document.source(c.node.start)


def flag(c: Cursor, key: str, default: bool = False) -> bool:
    """Yes or no under a key."""
    node = scalar(c, key, required=False)
    if node is None or not node.text:
        return default
    word = node.text.lower()
    if word not in (*YES, *NO):
        c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example="yes, no")
    return word in YES


def number(c: Cursor, key: str, *, percent: bool = False, required: bool = False) -> Decimal | None:
    """A decimal number under a key; a percentage is in points and may carry its sign."""
    node = scalar(c, key, required=required)
    if node is None or not node.text:
        return None
    said = node.text.removesuffix("%").rstrip() if percent else node.text
    found = read_decimal(said)
    if found is None:
        c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example="100%" if percent else "10")
    return found


def integer(c: Cursor, key: str, default: int, *, required: bool = False, least: int = 0) -> int:
    """A whole number under a key, none below the least."""
    found = number(c, key, required=required)
    if found is None:
        return default
    if found != found.to_integral_value() or found < least:
        c.report(WRONG_VALUE, c.get(key) or c.node, key=c.name(key), text=found, example="10")
        return default
    return int(found)


def day(c: Cursor, key: str) -> datetime.date | None:
    """A date under a key."""
    node = scalar(c, key, required=False)
    if node is None or not node.text:
        return None
    found = read_date(node.text)
    if isinstance(found, Problem):
        c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example=found.suggestion or DATE)
        return None
    return found


def scalars(c: Cursor, key: str, *, required: bool = False) -> tuple[Scalar, ...]:
    """The texts of a list under a key; one text alone is a list of one."""
    node = child(c, key, required=required)
    if node is None:
        return ()
    if isinstance(node, Scalar):
        return (node,) if node.text else ()
    if not isinstance(node, SequenceNode):
        c.report(WRONG_SHAPE, node, key=c.name(key), wanted="list")
        return ()
    if required and not node.items:
        c.report(MISSING_KEY, node, key=c.name(key))
    found = []
    for index, item in enumerate(node.items):
        if isinstance(item, Scalar):
            found.append(item)
        else:
            c.report(WRONG_SHAPE, item, key=f"{c.name(key)}[{index}]", wanted="text")
    return tuple(found)


def texts(c: Cursor, key: str, *, required: bool = False) -> tuple[str, ...]:
    """The texts of a list under a key."""
    return tuple(node.text for node in scalars(c, key, required=required) if node.text)


def group(c: Cursor, key: str, *, required: bool = False) -> Cursor | None:
    """The mapping under a key."""
    node = child(c, key, required=required)
    if node is None or (isinstance(node, Scalar) and not node.text):
        return None
    if isinstance(node, MappingNode):
        return c.below(node, key)
    c.report(WRONG_SHAPE, node, key=c.name(key), wanted="group")
    return None


def groups(c: Cursor, key: str, *, required: bool = False) -> Iterator[Cursor]:
    """The mappings of a list under a key."""
    node = child(c, key, required=required)
    if node is None or (isinstance(node, Scalar) and not node.text):
        return
    if not isinstance(node, SequenceNode):
        c.report(WRONG_SHAPE, node, key=c.name(key), wanted="list")
        return
    for index, item in enumerate(node.items):
        if isinstance(item, MappingNode):
            yield c.below(item, f"{key}[{index}]")
        else:
            c.report(WRONG_SHAPE, item, key=f"{c.name(key)}[{index}]", wanted="group")


def label(c: Cursor, key: str = "label", fallback: str = "") -> Label:
    """`{zh, en}` under a key; the fallback stands in for a language that is missing."""
    inner = group(c, key, required=True)
    if inner is None:
        return Label(fallback, fallback)
    zh, en = text(inner, "zh", required=True), text(inner, "en", required=True)
    return Label(zh or en or fallback, en or zh or fallback)


def once(c: Cursor, key: str, seen: set[str], read: Callable[[str], str] = str) -> str:
    """The required text under a key, reported when an earlier one was the same."""
    node = scalar(c, key, required=True)
    if node is None:
        return ""
    if read(node.text) in seen:
        c.report(TWICE, node, key=c.name(key), text=node.text)
    seen.add(read(node.text))
    return node.text
