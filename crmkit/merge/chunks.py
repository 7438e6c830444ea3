"""Take a collection of the front-matter apart: each key with its value, or item, with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from crmkit.document.nodes import MappingNode, Node, Scalar, SequenceNode
from crmkit.merge.pieces import Unmergeable

_COMMENT = re.compile(r"[ ]*(?:#[^\n]*)?")
_OWN_COMMENT = re.compile(r"(?:^|[ \t])(#[^\n]*)", re.M)
_DASH = "- "

Collection = MappingNode | SequenceNode


class Chunk(NamedTuple):
    """A key with its value, or an item with its hyphen; one of a flow collection reads as in a block.

    `body` begins at its first character, which stands in `column`, and ends with a line end; `prefix`
    characters of it stand before the value. `lead` are the comment lines above; `end` is its end in `text`.
    """

    key: str
    lead: str
    body: str
    value: Node
    column: int
    prefix: int
    text: str
    end: int
    flow: bool = False

    def at(self, column: int) -> str:
        """The body as it reads where its first character stands in another column."""
        return shifted(self.body, 0 if self.flow else column - self.column)

    @property
    def plain(self) -> str:
        """The body as it is wherever it stands, for comparing."""
        return self.at(0).replace("\r\n", "\n")

    @property
    def comments(self) -> frozenset[str]:
        """Comments that stand in the body, as far as they can be told from text."""
        begin = self.prefix
        rest = self.body[:begin] + self.body[begin + self.value.end - self.value.start :]
        scalar = isinstance(self.value, Scalar)
        return frozenset(each.strip() for each in _OWN_COMMENT.findall(rest if scalar else self.body))


class Chunks(NamedTuple):
    """The chunks of a collection and the comment lines behind them; `inline` when the first of a block begins
    within a line. For a flow collection what stands before, behind and between its items.
    """

    chunks: tuple[Chunk, ...]
    tail: str = ""
    column: int = 0
    inline: bool = False
    flow: bool = False
    opening: str = ""
    closing: str = ""
    between: str = ", "


def opened(text: str, node: Collection, end: int) -> Chunks:
    """The parts of a collection whose last line ends at `end`; Unmergeable where they are no lines."""
    if node.flow:
        return _of_flow(text, node)
    return _of_block(text, node, end) if node.items else Chunks(())


def _of_block(text: str, node: Collection, end: int) -> Chunks:
    begin = node.start
    column = begin - _line(text, begin)
    inline = bool(text[begin - column : begin].strip())
    starts = [*_starts(text, node, column), end]
    chunks: list[Chunk] = []
    lead = ""
    for start, behind, (key, value) in zip(starts, starts[1:], _items(node), strict=False):
        stop = end if behind == end else _line(text, behind)
        own = _own_end(text, value, start, stop, column)
        prefix = _prefix(text, start, value)
        chunks.append(Chunk(key, lead, text[start:own], value, column, prefix, text, own))
        lead = text[own:stop]
    return Chunks(tuple(chunks), lead, column, inline)


def _of_flow(text: str, node: Collection) -> Chunks:
    if not node.items:
        opening, closing = "{}" if isinstance(node, MappingNode) else "[]"
        return Chunks((), flow=True, opening=opening, closing=closing)
    chunks: list[Chunk] = []
    spans: list[tuple[int, int]] = []
    for (key, value), item in zip(_items(node), node.items, strict=True):
        named = isinstance(node, MappingNode)
        start = item.key.start if isinstance(node, MappingNode) else value.start  # type: ignore[union-attr]
        end = max(value.end, item.key.end) if isinstance(node, MappingNode) else value.end  # type: ignore[union-attr]
        body = ("" if named else _DASH) + text[start:end] + "\n"
        prefix = max(value.start - start, 0) if named else len(_DASH)
        chunks.append(Chunk(key, "", body, value, 0, prefix, text, end, flow=True))
        spans.append((start, end))
    gaps = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    opening, closing = text[node.start : spans[0][0]], text[spans[-1][1] : node.end]
    if any("#" in gap for gap in (*gaps, opening, closing)):
        raise Unmergeable
    return Chunks(
        tuple(chunks), flow=True, opening=opening, closing=closing, between=gaps[0] if gaps else ", "
    )


def shifted(body: str, by: int) -> str:
    """All lines but the first moved right or left; Unmergeable where one has no room."""
    first, newline, rest = body.partition("\n")
    return first + newline + indented(rest, by)


def indented(text: str, by: int) -> str:
    """All lines moved right or left, blank ones aside."""
    if not by or not text:
        return text
    moved = []
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            moved.append(line)
        elif indent + by < 0 and not line.lstrip().startswith("#"):
            raise Unmergeable
        else:
            moved.append(" " * max(indent + by, 0) + line[indent:])
    return "\n".join(moved)


def _items(node: Collection) -> list[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        return [(item.key.text, item.value) for item in node.items]
    return [("", item) for item in node.items]


def _starts(text: str, node: Collection, column: int) -> Iterator[int]:
    """Where each key, or the hyphen of each item, stands; Unmergeable unless first on its line."""
    for index, item in enumerate(node.items):
        if isinstance(node, MappingNode):
            start = item.key.start  # type: ignore[union-attr]
        else:
            start = _line(text, item.start) + column  # type: ignore[union-attr]
            if text[start : start + 1] != "-" or text[start + 1 : item.start].strip():  # type: ignore[union-attr]
                raise Unmergeable
        line = _line(text, start)
        if start != node.start if index == 0 else (start - line != column or text[line:start].strip(" ")):
            raise Unmergeable
        yield start


def _own_end(text: str, value: Node, start: int, stop: int, column: int) -> int:
    """Where the lines of a chunk end; comments as far out as its key, and blank lines, are the next one's."""
    position = text.find("\n", max(_content_end(text, value), start)) + 1
    if not 0 < position <= stop:
        raise Unmergeable
    while position < stop:
        end = text.find("\n", position) + 1
        line = text[position : end - 1].rstrip("\r")
        if not _COMMENT.fullmatch(line):
            raise Unmergeable
        if not line.strip() or len(line) - len(line.lstrip(" ")) <= column:
            break
        position = end
    return position


def _content_end(text: str, node: Node) -> int:
    """The end of a node's own characters; libyaml's end of a block collection lies behind later comments."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow and node.items:
        last = node.items[-1]
        node = last.value if isinstance(node, MappingNode) else last  # type: ignore[union-attr, assignment]
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return node.start + len(text[node.start : node.end].rstrip())
    return node.end


def _prefix(text: str, start: int, value: Node) -> int:
    """Characters of a chunk before its value, up to the line of a block collection that begins below."""
    if isinstance(value, Scalar) or value.flow:
        return value.start - start
    line = _line(text, value.start)
    return (line if line > start else value.start) - start


def _line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1
