"""Give YAML its shape without meaning: every scalar is text and knows its place."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple, TypeAlias


class Scalar(NamedTuple):
    """Text; `start:end` are its characters in the file, `style` is `''` for plain, else the YAML quote."""

    text: str
    start: int
    end: int
    style: str = ""


class Item(NamedTuple):
    """One key of a mapping with its value."""

    key: Scalar
    value: Node


class MappingNode(NamedTuple):
    """Keys in the order written; a key that stands twice keeps its first value."""

    items: tuple[Item, ...]
    start: int
    end: int
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value under a key exactly as written."""
        for item in self.items:
            if item.key.text == key:
                return item.value
        return None


class SequenceNode(NamedTuple):
    """A list in the order written."""

    items: tuple[Node, ...]
    start: int
    end: int
    flow: bool = False


Node: TypeAlias = Scalar | MappingNode | SequenceNode

# The same tuples made of a tuple of all their parts, without a call of Python: a record has hundreds.
new_scalar = partial(tuple.__new__, Scalar)
new_item = partial(tuple.__new__, Item)


def plain(node: Node) -> object:
    """The node as text, lists and dictionaries, for comparing what data says whatever its spelling."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {item.key.text: plain(item.value) for item in node.items}
