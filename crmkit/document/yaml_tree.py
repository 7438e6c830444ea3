"""Build the node tree from one pass over libyaml's events, refusing what can blow up before it is built."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.scanner import ScannerError

from crmkit.diagnostics import Code, Diagnostic, Source
from crmkit.document.nodes import Item, MappingNode, Node, Scalar, SequenceNode, new_item, new_scalar
from crmkit.document.quote import REFUSED as REFUSED_TEXT

NOT_YAML = Code("CRM103", "not-yaml")
DUPLICATE_KEY = Code("CRM104", "duplicate-key")
REFUSED = Code("CRM105", "yaml-feature-refused")
TOO_DEEP = Code("CRM106", "nested-too-deep")
KEY_NOT_TEXT = Code("CRM107", "key-not-text")
FLOW_KEY = Code("CRM108", "flow-key-without-value")
TAB = Code("CRM109", "tab-in-yaml")
ESCAPED_CONTROL = Code("CRM110", "escaped-control-character")
SECOND_DOCUMENT = Code("CRM111", "second-document")

# A limit of the format: a hostile nesting is cut off before it costs anything (design §2).
MAX_DEPTH = 20
_BOM = "\ufeff"
# What YAML takes for no character at all; others that it refuses are findings of the decoding.
_ALIEN = re.compile("[\ufffe\uffff]")

Place = Callable[[int], Source]


class _Refused(Exception):
    """Carries the one finding that ends the reading of a front-matter; never leaves this module."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


class _Open(NamedTuple):
    """A collection whose end has not come yet; `parts` are its nodes so far, keys and values in turn."""

    mapping: bool
    parts: list[Node]
    start: int
    flow: bool


def read_tree(text: str, offset: int, at: Place) -> tuple[Node | None, list[Diagnostic]]:
    """The one node in `text`, whose characters begin at `offset` in the file, or None and the reason.

    `at` turns an offset in the file into a place. Nothing is resolved: `NO`, `0137` and `12:30` stay text.
    """
    found: list[Diagnostic] = []
    if text[:1] == _BOM:
        offset += 1  # libyaml swallows it without counting it
    try:
        return _walk(CParser(text), offset, at, found), found
    except _Refused as refused:
        return None, [*found, refused.finding]
    except yaml.MarkedYAMLError as error:
        code, index = _complaint(error, text)
        before = min([mark.index for mark in (error.context_mark, error.problem_mark) if mark], default=0)
        deep = _deep(text[:before], offset, at) if isinstance(error, ScannerError) else None
        finding = deep or code.at(at(offset + index), problem=error.problem or "")
    except yaml.YAMLError as error:
        alien = _ALIEN.search(text)
        index = alien.start() if alien else 0
        problem = str(error).partition("\n")[0]
        finding = _deep(text[:index], offset, at) or NOT_YAML.at(at(offset + index), problem=problem)
    return None, [*found, finding]


def _deep(text: str, offset: int, at: Place) -> Diagnostic | None:
    """The finding that these first characters nest too deep, before anything else that is wrong with them.

    libyaml scans far ahead of its events, and newer ones stop nesting themselves: what the scanner says must
    not hide a depth that stands before it, whichever of the two met it first.
    """
    try:
        _walk(CParser(text), offset, at, [])
    except _Refused as refused:
        return refused.finding if refused.finding.code == TOO_DEEP.number else None
    except yaml.YAMLError:
        return None
    return None


def _complaint(error: yaml.MarkedYAMLError, text: str) -> tuple[Code, int]:
    """What libyaml trips over, and where a person should look: at the open bracket, not where it gave up."""
    problem, begun = error.problem or "", error.context_mark
    mark = error.problem_mark or begun
    index = min(mark.index if mark else 0, max(len(text) - 1, 0))
    if text[index : index + 1] == "\t":
        return TAB, index
    if "escape" in problem or "hexdec" in problem:
        return ESCAPED_CONTROL, max(text.rfind("\\", 0, index + 1), 0)
    if "<document start>" in problem and re.search(r"^(?:\.\.\.|---)", text[:index], re.M):
        return SECOND_DOCUMENT, index
    spans_lines = begun and mark and begun.line < mark.line
    if begun and spans_lines and re.search("flow|quoted", error.context or ""):
        return NOT_YAML, begun.index
    return NOT_YAML, index


def _walk(parser: Any, offset: int, at: Place, found: list[Diagnostic]) -> Node | None:
    stack: list[_Open] = []
    top: list[Node] = []
    parts = top  # of the innermost collection that is open
    documents = 0
    get_event = parser.get_event
    while True:
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            start = offset + event.start_mark.index
            if event.anchor is not None or event.tag is not None:
                raise _Refused(REFUSED.at(at(start), feature=_feature(event)))
            style = event.style
            value = event.value
            if style == '"' and REFUSED_TEXT.search(value):
                found.append(ESCAPED_CONTROL.at(at(start)))
            parts.append(new_scalar((value, start, offset + event.end_mark.index, style or "")))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = offset + event.start_mark.index
            if event.anchor is not None or event.tag is not None:
                raise _Refused(REFUSED.at(at(start), feature=_feature(event)))
            if len(stack) >= MAX_DEPTH:
                raise _Refused(TOO_DEEP.at(at(start), limit=MAX_DEPTH))
            parts = []
            stack.append(_Open(kind is MappingStartEvent, parts, start, bool(event.flow_style)))
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            opened = stack.pop()
            end = offset + event.end_mark.index
            parts = stack[-1].parts if stack else top
            if opened.mapping:
                parts.append(MappingNode(_items(opened, at, found), opened.start, end, opened.flow))
            else:
                parts.append(SequenceNode(tuple(opened.parts), opened.start, end, opened.flow))
        elif kind is AliasEvent:
            raise _Refused(REFUSED.at(at(offset + event.start_mark.index), feature="*" + event.anchor))
        elif kind is StreamEndEvent:
            return top[-1] if top else None
        else:
            documents += kind is DocumentStartEvent
            if documents > 1:
                raise _Refused(SECOND_DOCUMENT.at(at(offset + event.start_mark.index)))


def _items(opened: _Open, at: Place, found: list[Diagnostic]) -> tuple[Item, ...]:
    """Pair keys with values, reporting keys that stand twice, are no text, merge, or lost their value."""
    items: dict[str, Item] = {}
    parts, flow = opened.parts, opened.flow
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if type(key) is not Scalar:
            found.append(KEY_NOT_TEXT.at(at(key.start)))
            continue
        text = key.text
        if text == "<<" and not key.style:
            raise _Refused(REFUSED.at(at(key.start), feature="<<"))
        if text in items:
            first = at(items[text].key.start).line
            length = key.end - key.start
            found.append(DUPLICATE_KEY.at(at(key.start), length=length, key=text, first=first))
            continue
        if flow and value.start == value.end and type(value) is Scalar:
            found.append(FLOW_KEY.at(at(key.start), length=key.end - key.start, key=text))
        items[text] = new_item((key, value))
    return tuple(items.values())


def _feature(event: Any) -> str:
    return f"&{event.anchor}" if event.anchor is not None else str(event.tag)
