"""Say what an item of a list is called, so that an edit and a merge find the same one without a policy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from crmkit.document.nodes import MappingNode, Node, Scalar

IDENTITY = (
    ("id", "编号", "需求编号", "合同编号", "商机编号"),
    ("path", "文件", "路径"),
    ("name", "姓名", "联系人姓名", "商机名称", "名称"),
    ("field", "字段"),
    ("text", "need", "需求内容", "内容"),
)
"""Closed, of the format: the keys that name an item, the first that it has, in every shipped spelling."""

BY_ID = 0
"""The rank of an id, which entries name."""

_RANK = {word: rank for rank, words in enumerate(IDENTITY) for word in words}


def rank(key: str) -> int | None:
    """How early a key names an item, 0 before all others; None for one that names nothing."""
    found = _RANK.get(key)
    return _RANK.get(unicodedata.normalize("NFKC", key).strip().casefold()) if found is None else found


_LASTING = IDENTITY[:3]


def lasting(node: Node) -> tuple[int, Scalar] | None:
    """By which rank, and where, a group names one thing for good: by id, path or name; None when by none.

    A field or a need's words may be noted again.
    """
    if not isinstance(node, MappingNode):
        return None
    found = [(rank(key.text), value) for key, value in node.items if isinstance(value, Scalar) and value.text]
    named = [(place, value) for place, value in found if place is not None and place < len(_LASTING)]
    return min(named, key=lambda pair: pair[0], default=None)


def names_of(node: Node) -> tuple[str, ...]:
    """What an item may be called, its identity first: a text by itself, a group by each key that names it."""
    if isinstance(node, Scalar):
        return (node.text,)
    if not isinstance(node, MappingNode):
        return ()
    return tuple(text for _, text in sorted(_ranked(node), key=lambda pair: pair[0]))


def _ranked(node: MappingNode) -> Iterator[tuple[int, str]]:
    for key, value in node.items:
        place = rank(key.text)
        if place is not None and isinstance(value, Scalar) and value.text:
            yield place, value.text


def identity(node: Node) -> str | None:
    """What an item of a list is called, such as a contact by its name; None when nothing names it."""
    return next(iter(names_of(node)), None)
