"""Set, add or remove one value of the front-matter."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.diagnostics import Splice
from crmkit.document import Document, MappingNode, Scalar, SequenceNode
from crmkit.edit.layout import Written, behind, column, lead, lines_at, node_end, quoted, replaced
from crmkit.edit.outcome import NO_PLACE, WRONG_SHAPE, Edited, Refused, checked_profile, editable
from crmkit.edit.place import Path, Spot, find, said, with_value, without
from crmkit.edit.removal import removed


def set_value(document: Document, path: Path, text: str, *, order: Sequence[str] = ()) -> Edited:
    """The document whose value at `path` is `text`, the key and its parents added where they are missing.

    A path's element is a key, or in a list the index or what an item is called. A new key stands behind the
    nearest key that comes before it in `order` and is there, else behind all others.
    """
    try:
        editable(document)
        spot = find(document, path)
        if spot.missing:
            pieces = added(document, spot, _scalar(document, spot, text), order)
        elif not isinstance(spot.node, Scalar):
            raise Refused(WRONG_SHAPE.at(document.source(spot.node.start), path=said(path)))
        elif spot.node.text == text:
            return document, ()
        else:
            leads = isinstance(spot.parents[-1], SequenceNode)
            pieces = [replaced(document, spot.node, text, flow=spot.flow, leads=leads)]
        return checked_profile(document, pieces, with_value(document, spot.steps, spot.missing, text)), ()
    except Refused as refused:
        return document, (refused.finding,)


def remove_value(document: Document, path: Path) -> Edited:
    """The document without what stands at `path`; a mapping or list that would be left empty goes with it."""
    try:
        editable(document)
        spot = find(document, path)
        if spot.missing or not spot.steps:
            raise Refused(NO_PLACE.at(document.source(spot.node.start), path=said(path)))
        depth = len(spot.steps)
        while depth > 1 and len(spot.parents[depth - 1].items) == 1:
            depth -= 1
        piece = removed(document, spot.parents[depth - 1], spot.steps[depth - 1])
        return checked_profile(document, [piece], without(document, spot.steps[:depth])), ()
    except Refused as refused:
        return document, (refused.finding,)


def added(document: Document, spot: Spot, value: Written, order: Sequence[str]) -> list[Splice]:
    """A new value put behind the keys that are there, its missing parents around it."""
    text, node = document.text, spot.node
    flow = spot.flow or (isinstance(node, MappingNode) and node.flow)
    keys = [quoted(document, node.start, key, flow=flow, leads=True) for key in spot.missing]
    if isinstance(node, Scalar) and node.start == node.end and isinstance(spot.parents[-1], MappingNode):
        if flow:
            return [Splice(node.end, node.end, f"{lead(text, node)}{{{_inline(keys, value)}}}")]
        holder = next(item.key for item in spot.parents[-1].items if item.value is node)
        lines = _lines(column(text, holder.start) + len(STEP), keys, value)
        return [lines_at(text, behind(text, node), lines)]
    if not isinstance(node, MappingNode):
        raise Refused(WRONG_SHAPE.at(document.source(node.start), path=said([*spot.steps, *spot.missing])))
    if not node.items:
        return [Splice(node.start + 1, node.start + 1, _inline(keys, value))]
    neighbour = _neighbour(node, spot.missing[0], order)
    if flow:
        end = node_end(text, neighbour)
        return [Splice(end, end, f", {_inline(keys, value)}")]
    lines = _lines(column(text, node.items[0].key.start), keys, value)
    return [lines_at(text, behind(text, neighbour), lines)]


STEP = "  "


def _neighbour(node: MappingNode, key: str, order: Sequence[str]) -> MappingNode | SequenceNode | Scalar:
    """The value behind whose line a new key stands."""
    before = order[: order.index(key)] if key in order else ()
    for earlier in reversed(before):
        found = node.get(earlier)
        if found is not None:
            return found
    return node.items[-1].value


def _inline(keys: Sequence[str], value: Written) -> str:
    written = value.inline
    for depth, key in enumerate(reversed(keys)):
        written = f"{key}: {{{written}}}" if depth else f"{key}: {written}"
    return written


def _lines(indent: int, keys: Sequence[str], value: Written) -> list[str]:
    lines = [" " * indent + STEP * depth + f"{key}:" for depth, key in enumerate(keys)]
    if not value.below:
        return [*lines[:-1], f"{lines[-1]} {value.inline}"]
    return [*lines, *(" " * indent + STEP * len(keys) + line for line in value.below)]


def _scalar(document: Document, spot: Spot, text: str) -> Written:
    flow = spot.flow or (isinstance(spot.node, MappingNode) and spot.node.flow)
    return Written(quoted(document, spot.node.start, text, flow=flow))
