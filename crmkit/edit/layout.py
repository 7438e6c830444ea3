"""Say where in a file's text a node of its front-matter ends, and where a line may be put behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crmkit.diagnostics import Splice
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.document.quote import scalar
from crmkit.edit.outcome import unwritable

_KEPT = re.compile(r"[|>][0-9]?\+")
_HEADER_COMMENT = re.compile(r"[|>][0-9+-]*[ \t]+(#[^\r\n]*)")


class Written(NamedTuple):
    """A new value: `inline` on its key's line, or `below` it in lines of their own (not in flow style)."""

    inline: str
    below: tuple[str, ...] = ()


def line_start(text: str, offset: int) -> int:
    """Where the line of a character begins."""
    return text.rfind("\n", 0, offset) + 1


def column(text: str, offset: int) -> int:
    """How many characters stand before this one on its line."""
    return offset - line_start(text, offset)


def last_leaf(node: Node) -> Node:
    """The node whose line is the last one of a block collection."""
    while isinstance(node, MappingNode | SequenceNode) and not node.flow and node.items:
        node = node.items[-1].value if isinstance(node, MappingNode) else node.items[-1]
    return node


def node_end(text: str, node: Node) -> int:
    """The end of a node's own characters; libyaml's end of a block collection lies behind later comments."""
    leaf = last_leaf(node)
    if isinstance(leaf, Scalar) and leaf.style in ("|", ">"):
        return leaf.start + len(text[leaf.start : leaf.end].rstrip())
    return leaf.end


def behind(text: str, node: Node) -> int:
    """Where the line behind a node's last one begins, past a comment on that line."""
    leaf = last_leaf(node)
    if isinstance(leaf, Scalar) and leaf.style in ("|", ">") and _KEPT.match(text, leaf.start):
        return leaf.end
    return text.index("\n", node_end(text, leaf)) + 1


def newline_before(text: str, offset: int) -> str:
    """The line end that the line before this offset has."""
    return "\r\n" if text[offset - 2 : offset] == "\r\n" else "\n"


def lines_at(text: str, offset: int, lines: list[str]) -> Splice:
    """Whole lines put in at the beginning of a line, with its neighbour's line end."""
    end = newline_before(text, offset)
    return Splice(offset, offset, "".join(line + end for line in lines))


def replaced(document: Document, node: Scalar, new: str, *, flow: bool, leads: bool) -> Splice:
    """The characters of a scalar replaced, in its own quotes where they serve."""
    text = document.text
    style = node.style if node.style in ("'", '"') else ""
    written = scalar(new, flow=flow, leads=leads, style=style)
    if written is None:
        raise unwritable(document, node.start, new)
    if node.style in ("|", ">"):
        comment = _HEADER_COMMENT.match(text, node.start)
        return Splice(node.start, node_end(text, node), f"{written} {comment[1]}" if comment else written)
    return Splice(node.start, node.end, lead(text, node) + written)


def lead(text: str, node: Scalar) -> str:
    """What must stand between a key and a value where there was none: `key:`, `-`, or `{key}`."""
    if node.start < node.end:
        return ""
    before = text[: node.start]
    if before.rstrip(" \t").endswith((":", "-")):
        return " " if before.endswith((":", "-")) else ""
    return ": "


def quoted(document: Document, offset: int, text: str, *, flow: bool = False, leads: bool = False) -> str:
    """The text as YAML, or the refusal of the edit."""
    written = scalar(text, flow=flow, leads=leads)
    if written is None:
        raise unwritable(document, offset, text)
    return written
