"""Read bytes into documents with places, and edit them by splices that leave every other byte alone."""

from crmkit.document.entries import Entry, Section
from crmkit.document.fields import Field
from crmkit.document.nodes import Item, MappingNode, Node, Scalar, SequenceNode, plain
from crmkit.document.read import Document, encode, read
from crmkit.document.splice import splice

__all__ = [
    "Document", "Entry", "Field", "Item", "MappingNode", "Node", "Scalar", "Section", "SequenceNode",
    "encode", "plain", "read", "splice",
]  # fmt: skip
