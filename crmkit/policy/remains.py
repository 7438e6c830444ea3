"""Report what remains when a pack was read: keys that nothing read, names that nothing answers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from crmkit.calendar.span import parse as parse_span
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import Item, MappingNode, Node, Scalar, SequenceNode
from crmkit.policy import unread
from crmkit.policy.notes import Answers, Name
from crmkit.policy.reading import NO, NOTES, UNKNOWN_KEY, WRONG_VALUE, YES, Cursor, listed
from crmkit.resources import PlugInError
from crmkit.schema.names import nearest
from crmkit.schema.numerals import decimal

UNKNOWN_FILE = Code("CRM919", "policy-file-unknown", Severity.WARNING)

SHAPES: Mapping[str, tuple[Callable[[str], object], str]] = {
    "span": (parse_span, "2 weeks, 24 hours, 1 workday"),
    "rhythm": (lambda text: parse_span(text) or parse_span(f"1 {text}"), "workday, 1 week"),
    "number": (lambda text: decimal(text.removesuffix("%").rstrip()) is not None, "10, 85%"),
    "flag": (lambda text: text.lower() in (*YES, *NO), "yes, no"),
    "clock": (re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]").fullmatch, "08:30"),
}
"""How a value of an unread key is known to be one, and an example."""

Words = Mapping[str, tuple[str, ...]]
"""Names by kind."""

Trail = tuple["Trail", "str | int"] | tuple[()]
"""The way to a node: keys and places in lists, the last first. It is written out for findings only."""


def report_remains(cursors: Mapping[str, Cursor], answers: Iterable[Answers]) -> None:
    """Add the findings on all files, by name below `sop/`; `answers` are the names that parts declare."""
    known = dict(unread.NAMES)
    for one in answers:
        for kind, words in one.items():
            known[kind] = (*known.get(kind, ()), *words)
    called = set()
    for name, c in cursors.items():
        _keys(c, c.node, (), unread.later(name), known)
        for used in c.notes.names:
            called.add((used.kind, used.node.text))
            _answered(used, known)
    for c in cursors.values():
        for spare in c.notes.spare:
            if (spare.kind, spare.node.text) not in called and spare.node.text not in spare.ours:
                _unknown(spare.cursor, spare.node, spare.ours)


def unknown_file(path: str, name: str, known: Iterable[str], *, data: bool) -> Diagnostic | None:
    """The finding for a file that nothing reads; prose is one only when its name is nearly a known one."""
    folder, _, own = name.rpartition("/")
    sought = {True: f"{folder}/" if folder else "", False: own.rpartition(".")[0]}
    stems = {one.removesuffix(".md"): one for one in known}
    found = [nearest(sought[of], [one for one in stems if one.endswith("/") is of]) for of in sought]
    near = next((stems[one] for one in found if one), "")
    return UNKNOWN_FILE.at(Source(path), file=name, near=near) if data or near else None


def _answered(used: Name, known: Words) -> None:
    if used.kind in known:
        listed(used.cursor, used.node, known[used.kind], used.key)
    elif used.kind not in unread.UNANSWERED:
        raise PlugInError(f"no policy file answers to a {used.kind}")


def _keys(c: Cursor, node: Node, trail: Trail, later: unread.Keys, known: Words) -> None:
    """Report each key below a node that was not asked for and is not listed as unread."""
    if node.start in c.notes.told:
        return
    if isinstance(node, SequenceNode):
        for index, one in enumerate(node.items):
            if not isinstance(one, Scalar):
                _keys(c, one, (trail, index), later, known)
    if not isinstance(node, MappingNode):
        return
    asked = c.notes.asked.get(node.start, {})
    for item in node.items:
        key = item.key.text
        if key not in asked:
            if key not in NOTES:
                _unasked(c, item, trail, asked, later, known)
        elif not isinstance(item.value, Scalar):
            _keys(c, item.value, (trail, key), later, known)


def _unasked(
    c: Cursor, item: Item, trail: Trail, asked: Iterable[str], later: unread.Keys, known: Words
) -> None:
    """A key that nothing read: one that is listed must say what it may, any other is reported."""
    above, path = _said(trail, "[]"), item.key.text
    path = f"{above}.{path}" if above else path
    here = Cursor(c.document, MappingNode((), -1, -1), _said(trail), c.findings, c.notes)
    if path in later or (item.key.text == "value" and above in later):
        said = later.get(path) or later.get(above, "")
        nodes = item.value.items if isinstance(item.value, SequenceNode) else (item.value,)
        for node in nodes:
            if isinstance(node, Scalar) and node.text:
                _fits(here, node, here.name(item.key.text), said, known)
        _keys(c, item.value, (trail, item.key.text), later, known)
        return
    start = f"{above}." if above else ""
    beside = (one.removeprefix(start) for one in later if one.startswith(start))
    _unknown(here, item.key, (*asked, *(one for one in beside if "." not in one), *NOTES))


def _fits(c: Cursor, node: Scalar, key: str, said: str, known: Words) -> None:
    """Report a value that is not what `unread` says of its key."""
    mark, (what, *words) = said[:1], said[1:].split("|")
    if mark == "=":
        listed(c, node, (what, *words), key)
    elif mark == ":" and what in known:  # a list that a team has not, say, names nothing
        listed(c, node, (*known[what], *words), key)
    elif mark == "~" and not SHAPES[what][0](node.text):
        c.report(WRONG_VALUE, node, key=key, text=node.text, example=SHAPES[what][1])


def _unknown(c: Cursor, key: Scalar, known: Iterable[str]) -> None:
    c.report(UNKNOWN_KEY, key, key=c.name(key.text), near=nearest(key.text, tuple(known)))


def _said(trail: Trail, index: str = "") -> str:
    """The way as findings write it; every place in a list as `index` where one is given."""
    parts: list[str] = []
    while trail:
        trail, part = trail
        parts.append((index or f"[{part}]") if isinstance(part, int) else f".{part}")
    return "".join(reversed(parts)).removeprefix(".")
