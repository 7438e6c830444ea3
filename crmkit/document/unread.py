"""Find the lines of free text that look like fields, outside code and comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from crmkit.document.fields import BULLET, KEY, Field
from crmkit.document.headings import hidden
from crmkit.document.read import Document

FEW = 3
"""Lines in which a slip shows. A limit of the format (reliability P8): seeking a near name is slow."""
_MARKS = "[*_`]{0,3}"
_ITEM = re.compile(
    rf"""\n[ \t\u00a0\u3000]*+(?P<bullet>(?:(?!\*[^ \t]){BULLET}|[0-9]{{1,3}}[.)、）])[ \t\u00a0\u3000]*+)
    {_MARKS}(?P<key>{KEY}?){_MARKS}[ \t]*(?:[:：](?!//)){_MARKS}[ \t\u00a0\u3000]*(?P<value>[^\n]*)""",
    re.X,
)
_BARE = re.compile(
    rf"""[ \t\u00a0\u3000]*+{_MARKS}(?P<key>{KEY}?){_MARKS}[ \t]*(?:[:：](?!//)){_MARKS}[ \t\u00a0\u3000]*
    (?P<value>[^\n]*)""",
    re.X,
)
_BULLETED = re.compile(rf"[ \t\u00a0\u3000]*+(?:{BULLET}|[0-9]{{1,3}}[.)、）])")


class UnreadLine(NamedTuple):
    """A line like a field's: `start:end` are its characters without the line end."""

    key: str
    value: str
    start: int
    end: int


class Hidden:
    """Whether a character stands in a code fence or a comment, which are looked for when first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._spans: list[tuple[int, int]] | None = None

    def __call__(self, offset: int) -> bool:
        """Whether the character at `offset` is no text of the record's own."""
        if self._spans is None:
            self._spans = hidden(self._document.text, self._document.body_start)
        index = bisect_right(self._spans, (offset, len(self._document.text))) - 1
        return index >= 0 and offset < self._spans[index][1]


def items(document: Document, begin: int, end: int, hides: Hidden) -> Iterator[tuple[UnreadLine, ...]]:
    """The lists in `begin:end` that hold such lines, each as those of its lines."""
    text = document.text
    together: list[UnreadLine] = []
    for match in _ITEM.finditer(text, max(begin - 1, 0), end):
        start = match.start() + 1
        if hides(start):
            continue
        if together and start != together[-1].end + 1:
            yield tuple(together)
            together = []
        together.append(UnreadLine(match["key"].strip("*_`"), match["value"].rstrip(), start, match.end()))
    if together:
        yield tuple(together)


def bare(document: Document, begin: int, end: int) -> tuple[list[UnreadLine], bool]:
    """The lines like fields without a bullet that begin the first paragraph, and whether it has no others."""
    text, position, found = document.text, begin, []
    while position < end and not text[position : _line_end(text, position)].strip():
        position = _line_end(text, position) + 1
    while position < end and (match := _BARE.match(text, position, end)):
        found.append(UnreadLine(match["key"].strip("*_`"), match["value"].rstrip(), position, match.end()))
        position = match.end() + 1
    return found, position >= end or not text[position : _line_end(text, position)].strip()


def broken_off(document: Document, field: Field) -> list[UnreadLine]:
    """The lines of a wrapped value that themselves begin like fields."""
    text, found = document.text, []
    position = _line_end(text, field.value_start) + 1
    while position < field.end:
        end = _line_end(text, position)
        if match := _BARE.match(text, position, end):
            found.append(UnreadLine(match["key"].strip("*_`"), match["value"].rstrip(), position, end))
        position = end + 1
    return found


def stands_first(document: Document, begin: int, start: int) -> bool:
    """Whether only lists and blank lines stand between `begin` and a line."""
    lines = document.text[begin:start].split("\n")
    return all(not line.strip() or _BULLETED.match(line) for line in lines)


def whole_list(document: Document, lines: tuple[UnreadLine, ...], begin: int, end: int) -> bool:
    """Whether the list has no lines but these."""
    text = document.text
    above = text[text.rfind("\n", 0, max(lines[0].start - 1, 0)) + 1 : lines[0].start]
    below = text[lines[-1].end + 1 : _line_end(text, lines[-1].end + 1)]
    before = lines[0].start > begin and _BULLETED.match(above)
    return not before and not (lines[-1].end + 1 < end and _BULLETED.match(below))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
