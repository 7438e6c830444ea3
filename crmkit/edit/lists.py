"""Add to and remove from the lists of the front-matter: texts such as tags, groups such as contacts."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.diagnostics import Splice
from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode
from crmkit.edit.layout import Written, behind, column, lead, lines_at, node_end, quoted
from crmkit.edit.outcome import (
    ALREADY,
    AMBIGUOUS,
    NO_PLACE,
    WRONG_SHAPE,
    Edited,
    Refused,
    checked_profile,
    editable,
)  # fmt: skip
from crmkit.edit.place import Path, Spot, called, find, said, with_item, with_value
from crmkit.edit.value import STEP, added, remove_value


def add_item(document: Document, path: Path, text: str, *, order: Sequence[str] = ()) -> Edited:
    """The document with `text` as the last item of the list at `path`, which is made when missing.

    A list has a text once: one that is there already changes nothing and says so.
    """
    try:
        editable(document)
        spot = find(document, path)
        items = spot.node.items if isinstance(spot.node, SequenceNode) and not spot.missing else ()
        if any(not isinstance(item, Scalar) for item in items):
            raise Refused(WRONG_SHAPE.at(document.source(spot.node.start), path=said(path)))
        if any(isinstance(item, Scalar) and item.text == text for item in items):
            raise Refused(ALREADY.at(document.source(spot.node.start), path=said(path), text=text))
        block = not _in_flow(spot)
        item = quoted(document, spot.node.start, text, flow=not block, leads=True)
        value = Written(f"[{quoted(document, spot.node.start, text, flow=True)}]")
        return _appended(document, spot, Written(item, (item,)), value, text, order), ()
    except Refused as refused:
        return document, (refused.finding,)


def remove_item(document: Document, path: Path, text: str) -> Edited:
    """The document whose list at `path` has no item `text`; a list left empty goes with its key.

    A group goes with all that stands in it; one of several that are called so is not picked.
    """
    try:
        editable(document)
        spot = find(document, path)
    except Refused as refused:
        return document, (refused.finding,)
    there = spot.node if isinstance(spot.node, SequenceNode) and not spot.missing else None
    found = called(there, text) if there else []
    texts = all(isinstance(item, Scalar) for item in there.items) if there else False
    if len(found) == 1 or (found and texts):
        return remove_value(document, [*path, found[0]])
    code = AMBIGUOUS if found else NO_PLACE
    return document, (code.at(document.source(spot.node.start), path=said([*path, text])),)


def add_mapping(
    document: Document, path: Path, items: Sequence[tuple[str, str]], *, order: Sequence[str] = ()
) -> Edited:
    """The document with a group (a contact, a contract) as the last item of the list at `path`.

    In block style, a line for each of `items`, unless the list itself stands in `[…]`.
    """
    try:
        editable(document)
        spot = find(document, path)
        at = spot.node.start
        if not items:
            raise Refused(WRONG_SHAPE.at(document.source(at), path=said(path)))
        flow = [
            f"{quoted(document, at, k, flow=True, leads=True)}: {quoted(document, at, v, flow=True)}"
            for k, v in items
        ]
        block = [f"{quoted(document, at, k, leads=True)}: {quoted(document, at, v)}" for k, v in items]
        item = Written(f"{{{', '.join(flow)}}}", (block[0], *(STEP + line for line in block[1:])))
        lines = tuple(("- " if index == 0 else "") + line for index, line in enumerate(item.below))
        value = Written(f"[{item.inline}]", lines)
        return _appended(document, spot, item, value, dict(items), order), ()
    except Refused as refused:
        return document, (refused.finding,)


def _appended(
    document: Document, spot: Spot, item: Written, value: Written, data: object, order: Sequence[str]
) -> Document:
    """Put `item` behind the list's items, or `value`, the list of just it, where there is no list yet."""
    text, node = document.text, spot.node
    if spot.missing:
        expected = with_value(document, spot.steps, spot.missing, [data])
        return checked_profile(document, added(document, spot, value, order), expected)
    if isinstance(node, SequenceNode) and node.items:
        expected = with_item(document, spot.steps, data)
        return checked_profile(document, [_behind_last(text, node, item, spot)], expected)
    expected = with_value(document, spot.steps, (), [data])
    return checked_profile(document, _first(document, spot, value), expected)


def _behind_last(text: str, node: SequenceNode, item: Written, spot: Spot) -> Splice:
    last: Node = node.items[-1]
    if _in_flow(spot):
        end = node_end(text, last)
        return Splice(end, end, f", {item.inline}")
    pad = " " * column(text, node.start)
    lines = [pad + ("- " if index == 0 else "") + line for index, line in enumerate(item.below)]
    return lines_at(text, behind(text, last), lines)


def _first(document: Document, spot: Spot, value: Written) -> list[Splice]:
    """The first item of a list that stands empty: `tags:` or `tags: []`."""
    text, node = document.text, spot.node
    empty = isinstance(node, SequenceNode) or (isinstance(node, Scalar) and node.start == node.end)
    holder = spot.parents[-1] if spot.parents else None
    if not empty or not isinstance(holder, MappingNode):
        raise Refused(WRONG_SHAPE.at(document.source(node.start), path=said(spot.steps)))
    if spot.flow or not value.below:
        before = lead(text, node) if isinstance(node, Scalar) else ""
        return [Splice(node.start, node.end, before + value.inline)]
    key = next(item.key for item in holder.items if item.value is node)
    pad = " " * column(text, key.start) + STEP
    lines = lines_at(text, behind(text, node), [pad + line for line in value.below])
    begin = node.start - (text[node.start - 1] == " ") if node.start < node.end else node.start
    return [Splice(begin, node.end, ""), lines] if node.start < node.end else [lines]


def _in_flow(spot: Spot) -> bool:
    return spot.flow or (isinstance(spot.node, SequenceNode) and spot.node.flow)
