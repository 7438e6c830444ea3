"""Let users of python-frontmatter read our files by our splitter and YAML: every scalar is text."""

from __future__ import annotations

from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from crmkit.diagnostics import Source
from crmkit.document.decode import BOM
from crmkit.document.nodes import MappingNode, plain
from crmkit.document.read import OPENING, read, split
from crmkit.document.yaml_tree import read_tree


class CrmHandler(BaseHandler):
    """`frontmatter.loads(text, handler=CrmHandler())`: `0571…`, `NO` and `12:30` stay the text they are.

    It only reads. python-frontmatter itself strips the text and turns CRLF into LF; `post` does not.
    """

    FM_BOUNDARY = OPENING
    START_DELIMITER = END_DELIMITER = "---"

    def detect(self, text: str) -> bool:
        """Whether the text begins with a closed front-matter, behind a possible BOM."""
        return split(text.removeprefix(BOM)) is not None

    def split(self, text: str) -> tuple[str, str]:
        """Front-matter and body, character for character; ValueError, which it takes as "none", without."""
        parts = split(text.removeprefix(BOM))
        if parts is None:
            raise ValueError("no closed front-matter")
        return parts

    def load(self, fm: str) -> dict[str, Any]:
        """Text, lists and dictionaries; ValueError with the place for YAML that the tool refuses too."""
        node, found = read_tree(fm, 0, lambda offset: Source("", fm.count("\n", 0, offset) + 2))
        if not isinstance(node, MappingNode):
            where = found[-1] if found else None
            raise ValueError(f"line {where.source.line}: {where.name}" if where else "not a mapping")
        return {item.key.text: plain(item.value) for item in node.items}


def post(data: bytes) -> frontmatter.Post:
    """A file's bytes as python-frontmatter's `Post`, its content exactly as it stands in the file."""
    document, _ = read("", data)
    metadata = {item.key.text: plain(item.value) for item in document.profile.items}
    return frontmatter.Post(document.text[document.body_start :], CrmHandler(), **metadata)
