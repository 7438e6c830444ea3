"""Merge one entry or note section that both sides changed: heading, fields by key, text line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crmkit.document import Document, Entry, Section
from crmkit.merge.lines import merged_lines
from crmkit.merge.order import leads, woven
from crmkit.merge.pairing import Likened, paired
from crmkit.merge.pieces import Conflict, Pieces, chosen

# Closed, of the format: the fields that name an entry, in every shipped spelling.
ENTRY_ID = ("id", "编号", "事项编号")
_BLANK = " \t\r\n"
_FIRST_LINES = re.compile(r"(?:[ \t]*\r?\n)*")


class BodyPart(NamedTuple):
    """An entry or note section: `core` are its lines to the last that is not blank, `gap` those behind.

    `heading` is how many characters of the core the heading has, `text` where the free text begins.
    """

    made: Entry | Section
    core: str
    gap: str
    heading: int
    text: int

    @property
    def plain(self) -> str:
        """What it says, whatever its line ends."""
        return plain(self.core)

    @property
    def known(self) -> Likened:
        """What pairs it with its other versions."""
        said = self.plain
        lines = tuple(line.strip() for line in said.split("\n") if line.strip())
        return Likened(said, lines[0], lines, self.identity)

    @property
    def identity(self) -> str | None:
        """The number that names an entry, which most have not."""
        if isinstance(self.made, Section):
            return None
        return next((f.value for f in self.made.fields if f.key.casefold() in ENTRY_ID and f.value), None)

    @property
    def day(self) -> tuple[str, str] | None:
        """Date and start time of an entry."""
        return (self.made.date.isoformat(), self.made.time) if isinstance(self.made, Entry) else None


def plain(text: str) -> str:
    """A text without what nobody sees at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def body_parts(document: Document) -> list[BodyPart]:
    """Entries and note sections in the order of the file."""
    parts: list[Entry | Section] = sorted(
        [*document.entries, *document.sections], key=lambda part: part.start
    )
    return [_part(document, part) for part in parts]


def _part(document: Document, made: Entry | Section) -> BodyPart:
    core, gap = cut(document.text[made.start : made.end], document.decoded.newline)
    heading = min(made.heading_end - made.start, len(core))
    text = made.text_start - made.start if isinstance(made, Entry) else heading
    return BodyPart(made, core, gap, heading, min(text, len(core)))


def cut(text: str, newline: str) -> tuple[str, str]:
    """Lines up to the last that is not blank, ended even where the file is not, and what stands behind."""
    kept = len(text.rstrip(_BLANK))
    if not kept:
        return "", text
    end = text.find("\n", kept) + 1
    return (text[:end], text[end:]) if end else (text.rstrip("\r") + newline, "")


def merged_part(old: BodyPart | None, one: BodyPart | None, two: BodyPart | None) -> Pieces:
    """The lines of both versions; a deletion against a change, or no base to compare with, is a conflict."""
    was, ours, theirs = (part.plain if part else None for part in (old, one, two))
    if ours == theirs or theirs == was:
        return (one.core,) if one else ()
    if ours == was:
        return (two.core,) if two else ()
    if old and one and two:
        return _versions(old, one, two)
    return (Conflict(*(part.core if part else "" for part in (one, old, two))),)


def _versions(old: BodyPart, one: BodyPart, two: BodyPart) -> Pieces:
    three = (old, one, two)
    head = _three([part.core[: part.heading] for part in three])
    fields = _fields(*three)
    texts, gap = [], ""
    for part in three:
        rest = part.core[part.text :]
        blank = _FIRST_LINES.match(rest)
        begins = blank.end() if blank else 0
        gap = rest[:begins] or gap
        texts.append(rest[begins:])
    text = merged_lines(*texts)
    return (*head, *fields, *((gap,) if any(text) and any(texts) else ()), *text)


def _three(texts: Sequence[str]) -> Pieces:
    """A single line that all three have."""
    agreed = chosen(*(plain(text) for text in texts))
    if agreed is None:
        return (Conflict(texts[1], texts[0], texts[2]),)
    return (next(text for text in (texts[1], texts[2], texts[0]) if plain(text) == agreed),)


class _Line(NamedTuple):
    key: str
    text: str


def _lines(part: BodyPart) -> list[_Line]:
    """The fields of an entry with their lines, those that were wrapped or stand loose included."""
    if isinstance(part.made, Section):
        return []
    begin = part.made.start
    starts = [part.core.rfind("\n", 0, field.start - begin) + 1 for field in part.made.fields]
    if not starts:
        return []
    starts[0] = part.heading
    ends = [*starts[1:], part.text]
    return [
        _Line(field.key, part.core[start:end])
        for field, start, end in zip(part.made.fields, starts, ends, strict=True)
    ]


def _fields(old: BodyPart, one: BodyPart, two: BodyPart) -> Pieces:
    """Fields by key; of one that stands several times each line by itself."""
    sides = [_lines(part) for part in (old, one, two)]
    often = {
        line.key for lines in sides for line in lines if [each.key for each in lines].count(line.key) > 1
    }
    triples = paired(*([_known(line, often) for line in lines] for lines in sides))
    where = [{t[which]: key for key, t in enumerate(triples) if t[which] is not None} for which in range(3)]
    orders = [[where[which][at] for at in range(len(lines))] for which, lines in enumerate(sides)]
    found: dict[int, Pieces] = {}
    for key, triple in enumerate(triples):
        was, ours, theirs = (
            None if at is None else lines[at] for at, lines in zip(triple, sides, strict=True)
        )
        if made := _field(was, ours, theirs):
            found[key] = made
    first, second = orders[1:] if leads(*orders) else orders[:0:-1]
    return tuple(piece for key in woven(orders[0], first, second, found) for piece in found[key])


def _known(line: _Line, often: set[str]) -> Likened:
    said = line.key, plain(line.text)
    name = None if line.key in often else line.key
    return Likened(said, name, (), name or said)


def _field(old: _Line | None, one: _Line | None, two: _Line | None) -> Pieces:
    was, ours, theirs = (plain(line.text) if line else "" for line in (old, one, two))
    agreed = chosen(was, ours, theirs)
    if agreed is None:
        first, base, second = (line.text if line else "" for line in (one, old, two))
        return (Conflict(first, base, second),)
    return tuple(line.text for line in (one, two, old) if line and plain(line.text) == agreed)[:1]
