"""Cut one key or one item of a list out of the text, with its line where it has one to itself."""

from __future__ import annotations

import re

from crmkit.diagnostics import Splice
from crmkit.document import Document, MappingNode, Node, SequenceNode
from crmkit.edit.layout import behind, line_start, node_end
from crmkit.edit.outcome import NOT_KEPT, Refused

_DASH = re.compile(r"[ ]*-[ ]*")


def removed(document: Document, holder: MappingNode | SequenceNode, step: str | int) -> Splice:
    """The splice that takes `step` out of its mapping or list, which holds something else as well."""
    if isinstance(holder, MappingNode):
        spans = [(item.key.start, item.value) for item in holder.items]
        index = [item.key.text for item in holder.items].index(str(step))
    else:
        spans = [(item.start, item) for item in holder.items]
        index = int(step)
    if holder.flow:
        return _from_flow(document, spans, index)
    if isinstance(holder, MappingNode):
        return _from_mapping(document, spans, index)
    text, (start, node) = document.text, spans[index]
    begin = line_start(text, start)
    if not _DASH.fullmatch(text, begin, start):
        raise Refused(NOT_KEPT.at(document.source(start)))
    return Splice(begin, behind(text, node), "")


def _from_flow(document: Document, spans: list[tuple[int, Node]], index: int) -> Splice:
    start, node = spans[index]
    if index + 1 < len(spans):
        return Splice(start, spans[index + 1][0], "")
    if index == 0:
        return Splice(start, node_end(document.text, node), "")
    return Splice(node_end(document.text, spans[index - 1][1]), node_end(document.text, node), "")


def _from_mapping(document: Document, spans: list[tuple[int, Node]], index: int) -> Splice:
    text, (start, node) = document.text, spans[index]
    begin, end = line_start(text, start), behind(text, node)
    if not text[begin:start].strip():
        return Splice(begin, end, "")
    # The first key stands behind the dash of its list item: the next one moves up to it.
    follower = spans[index + 1][0] if index + 1 < len(spans) else start
    if text[end:follower].strip() or follower <= start:
        raise Refused(NOT_KEPT.at(document.source(start)))
    return Splice(start, follower, "")
