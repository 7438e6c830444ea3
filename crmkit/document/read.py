"""Read the bytes of a record or policy file into a `Document`: front-matter nodes and entries with places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity, Source
from crmkit.document.decode import CONFLICT, NUL_BYTE, Decoded, Places, decode
from crmkit.document.entries import Entry, Section, read_entries
from crmkit.document.hazards import block_scalars, hazards
from crmkit.document.lookalikes import lookalikes
from crmkit.document.nodes import MappingNode, Scalar
from crmkit.document.yaml_tree import (
    FLOW_KEY,
    KEY_NOT_TEXT,
    NOT_YAML,
    REFUSED,
    SECOND_DOCUMENT,
    Place,
    read_tree,
)

NO_FRONT_MATTER = Code("CRM100", "no-front-matter")
UNCLOSED = Code("CRM101", "front-matter-unclosed")
NOT_A_MAPPING = Code("CRM102", "front-matter-not-a-mapping")
EMPTY = Code("CRM115", "front-matter-empty")
FRONT_MATTER_TOO_LARGE = Code("CRM116", "front-matter-too-large")
UNKNOWN_ALLOWANCE = Code("CRM091", "allowance-without-name", Severity.WARNING)

# A limit of the format (reliability, bad input): a profile is written by hand.
MAX_FRONT_MATTER = 64 << 10

OPENING = re.compile(r"---[ \t]*(?:\r?\n|$)")
# A line is found by the line feed before it, to which the engine skips.
_CLOSE = re.compile(r"\n---[ \t]*\r?$", re.M)
_ENTRY_LINE = re.compile(r"\n## \d{4}-")
_ALLOW = re.compile(r"(?:#|<!--)[^\S\n]*+(?P<word>crmkit:)[ \t]*allow\b[ \t:]*([^\n>]*)")
_NAME = re.compile(r"[A-Za-z](?:-*+\w)+")


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text with places; offsets count characters of `text`, which leaves out a BOM.

    `sound` is False when no edit may touch it. `whole` is False when the front-matter could not be read.
    `allowances` maps a line to the names or codes of findings that the author allows there.
    """

    path: str
    decoded: Decoded
    profile: MappingNode
    front_matter: tuple[int, int]
    body_start: int
    entries: tuple[Entry, ...]
    sections: tuple[Section, ...]
    allowances: tuple[tuple[int, tuple[str, ...]], ...]
    whole: bool
    places: Places = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The characters of the file, without a BOM."""
        return self.decoded.text

    @property
    def sound(self) -> bool:
        """Whether an edit may touch the file at all."""
        return self.decoded.sound

    def source(self, offset: int) -> Source:
        """The place of a character."""
        return self.places(offset)

    def render(self) -> bytes:
        """The bytes this was read from."""
        return encode(self.decoded.text, self.decoded.bom)


def encode(text: str, bom: bool) -> bytes:
    """Bytes of a text as files hold it: UTF-8, with the BOM it came with."""
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8")


def read(path: str, data: bytes) -> tuple[Document, Findings]:
    """A document from bytes: always one, however broken the file, with every finding about its shape."""
    decoded, found = decode(path, data)
    text = decoded.text

    at = Places(path, text)
    if not text and found:
        empty = MappingNode((), 0, 0)
        return Document(path, decoded, empty, (0, 0), 0, (), (), (), False, at), tuple(found)
    span, body_start = _bounds(text, at, found)
    profile = _profile(text, span, at, found) if span is not None else None
    entries, sections, more = read_entries(text, body_start, at)
    found.extend(more)
    begin, end = span or (0, 0)
    tree = profile if profile is not None else MappingNode((), begin, begin)
    allowances = _allowances(text, at, found) if "crmkit:" in text else ()
    whole = profile is not None
    document = Document(
        path, decoded, tree, (begin, end), body_start, entries, sections, allowances, whole, at
    )
    return document, tuple(found)


def split(text: str) -> tuple[str, str] | None:
    """Front-matter and body of a text as they stand, or None when it has no front-matter."""
    found: list[Diagnostic] = []
    span, body_start = _bounds(text, lambda offset: Source("", 1, offset + 1), found)
    return None if span is None or found else (text[span[0] : span[1]], text[body_start:])


def _bounds(text: str, at: Place, found: list[Diagnostic]) -> tuple[tuple[int, int] | None, int]:
    """Where the front-matter's characters lie, and where the body begins."""
    opening = OPENING.match(text)
    if opening is None:
        found.append(NO_FRONT_MATTER.at(at(0)))
        return None, 0
    before = opening.end() - 1
    closing = _CLOSE.search(text, before)
    entry = _ENTRY_LINE.search(text, before, closing.start() + 1 if closing else len(text))
    if closing is None or entry is not None:
        found.append(UNCLOSED.at(at(0)))
        end = entry.start() + 1 if entry else len(text)
        return (opening.end(), end), end
    return (opening.end(), closing.start() + 1), min(closing.end() + 1, len(text))


def _profile(text: str, span: tuple[int, int], at: Place, found: list[Diagnostic]) -> MappingNode | None:
    begin, end = span
    if end - begin > MAX_FRONT_MATTER:
        found.append(FRONT_MATTER_TOO_LARGE.at(at(begin), size=end - begin, limit=MAX_FRONT_MATTER))
        return None
    front = text[begin:end]
    node, problems = read_tree(front, begin, at)
    dangers = hazards(front, begin, at)
    blocks = block_scalars(front) if "|" in front or ">" in front else []
    dangers += lookalikes(front, begin, at, blocks)
    earlier = {finding.code for finding in found}
    # A line that wants quotes explains what YAML makes of the same line better than libyaml does.
    explained = {finding.source.line for finding in dangers}
    found.extend(dangers)
    found.extend(f for f in problems if not (f.source.line in explained and f.code in _FOLLOWS_FROM_A_LINE))
    if earlier & _BREAKS_YAML:
        found[:] = [f for f in found if f.code != NOT_YAML.number]
    if node is None:
        if not problems:
            found.append(EMPTY.at(at(0)))
        return None
    if isinstance(node, MappingNode):
        _second_document(text, end, at, found)
        return node
    if isinstance(node, Scalar) and not node.text:
        found.append(EMPTY.at(at(0)))
    else:
        found.append(NOT_A_MAPPING.at(at(node.start)))
    return None


# One mistake, one finding: these follow from what a hazard or the frame has already told.
_FOLLOWS_FROM_A_LINE = {code.number for code in (NOT_YAML, REFUSED, KEY_NOT_TEXT, FLOW_KEY)}
_BREAKS_YAML = {UNCLOSED.number, NUL_BYTE.number, CONFLICT.number}

_SECOND = re.compile(r"---[ \t]*\r?\n(?:[\w-]++:[^\n]*+\n|[ \t][^\n]*+\n|- [^\n]*+\n)++---[ \t]*\r?(?:\n|$)")


def _second_document(text: str, end: int, at: Place, found: list[Diagnostic]) -> None:
    """A second front-matter straight behind the first is data nobody reads: say so."""
    if _SECOND.match(text, end):
        found.append(SECOND_DOCUMENT.at(at(text.index("\n", end) + 1)))


def _allowances(text: str, at: Place, found: list[Diagnostic]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Lines with `crmkit: allow NAME …` in a comment; alone on its line it speaks for the next one."""
    allowed = []
    looked = 0  # up to here, so that no line is walked once for each comment in it
    for match in _ALLOW.finditer(text):
        begin = text.rfind("\n", looked, match.start()) + 1
        first = begin > 0 or looked == 0
        alone = first and not text[begin : match.start()].strip()
        looked = match.end()
        line = at(match.start()).line + alone
        names = tuple(_NAME.findall(match[2]))
        if names:
            allowed.append((line, names))
        else:
            found.append(UNKNOWN_ALLOWANCE.at(at(match.start("word"))))
    return tuple(allowed)
