"""Write data as YAML's flow style, for what goes from a block into a list in brackets."""

from __future__ import annotations

from crmkit.document.nodes import MappingNode, Node, Scalar
from crmkit.document.quote import scalar
from crmkit.merge.chunks import Chunk
from crmkit.merge.pieces import Unmergeable


def flow_text(chunk: Chunk) -> str:
    """A chunk on one line, as it stands between the commas of a flow collection."""
    if chunk.flow:
        return chunk.body.removesuffix("\n")[0 if chunk.key else 2 :]
    if chunk.comments:
        raise Unmergeable
    value = _text(chunk.value)
    return f"{_quoted(chunk.key, leads=True)}: {value}" if chunk.key else value


def _text(node: Node) -> str:
    if isinstance(node, Scalar):
        return _quoted(node.text)
    if isinstance(node, MappingNode):
        pairs = (f"{_quoted(item.key.text, leads=True)}: {_text(item.value)}" for item in node.items)
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(map(_text, node.items))}]"


def _quoted(text: str, *, leads: bool = False) -> str:
    written = scalar(text, flow=True, leads=leads)
    if written is None:
        raise Unmergeable
    return written
