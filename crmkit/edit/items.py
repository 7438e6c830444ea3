"""Write a whole list of texts, such as the tags, in the style that it has."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.diagnostics import Splice
from crmkit.document import Document, MappingNode, Scalar, SequenceNode, plain
from crmkit.edit.layout import Written, column, lead, line_start, newline_before, node_end, quoted
from crmkit.edit.outcome import NOT_KEPT, WRONG_SHAPE, Edited, Refused, checked_profile, editable
from crmkit.edit.place import Path, Spot, find, said, with_value
from crmkit.edit.value import added


def set_items(document: Document, path: Path, texts: Sequence[str], *, order: Sequence[str] = ()) -> Edited:
    """The document whose list at `path` is `texts`, at least one, in the style that the list has.

    A single text that stands there instead becomes a list. A comment inside the list is never written over.
    """
    try:
        editable(document)
        spot = find(document, path)
        node = spot.node
        flow = [quoted(document, node.start, text, flow=True) for text in texts]
        value = Written(f"[{', '.join(flow)}]")
        expected = with_value(document, spot.steps, spot.missing, list(texts))
        if spot.missing:
            return checked_profile(document, added(document, spot, value, order), expected), ()
        if plain(node) == list(texts):
            return document, ()
        return checked_profile(document, [_rewritten(document, spot, texts, value)], expected), ()
    except Refused as refused:
        return document, (refused.finding,)


def _rewritten(document: Document, spot: Spot, texts: Sequence[str], value: Written) -> Splice:
    """The characters of a list, or of the text in its place, replaced by those of the new list."""
    text, node = document.text, spot.node
    if isinstance(node, Scalar) and spot.parents and isinstance(spot.parents[-1], MappingNode):
        return Splice(node.start, node_end(text, node), lead(text, node) + value.inline)
    if not isinstance(node, SequenceNode) or not all(isinstance(item, Scalar) for item in node.items):
        raise Refused(WRONG_SHAPE.at(document.source(node.start), path=said(spot.steps)))
    end = node_end(text, node)
    begins, ends = [*(item.start for item in node.items), end], [node.start, *(i.end for i in node.items)]
    if any("#" in text[behind:before] for behind, before in zip(ends, begins, strict=True)):
        raise Refused(NOT_KEPT.at(document.source(node.start)))
    if node.flow or spot.flow:
        return Splice(node.start, end, value.inline)
    gap = newline_before(text, line_start(text, node.start)) + " " * column(text, node.start) + "- "
    items = [quoted(document, node.start, each, leads=True) for each in texts]
    return Splice(node.start, end, f"- {gap.join(items)}")
