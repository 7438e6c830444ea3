"""Turn the bytes of a file into text that can be edited, or say why they cannot be."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Source

NOT_UTF8 = Code("CRM001", "not-utf8")
NUL_BYTE = Code("CRM002", "control-character")
BARE_CR = Code("CRM003", "bare-carriage-return")
TOO_LARGE = Code("CRM004", "file-too-large")
CONFLICT = Code("CRM005", "conflict-marker")
MIXED_ENDS = Code("CRM006", "mixed-line-ends", Severity.WARNING)
STRANGE_BREAK = Code("CRM007", "strange-line-break", Severity.WARNING)

# Limits of the format, not of a team's policy: they bound what a hostile file can cost (reliability P8).
MAX_BYTES = 1 << 20
BOM = "\ufeff"

_SUSPICIOUS = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\x80-\x9f\u2028\u2029]|^(?:<{7}|>{7})(?=[ \r\n])", re.M
)
# Bytes that are never part of a suspicious character: a file of nothing else is known at once. The others
# are controls, and the first byte of U+0080 to U+009F and of the two separators, whose bytes follow.
_PLAIN = bytes({*range(0x20, 0x7F), *range(0x80, 0x100), *b"\t\n"} - {0xC2, 0xE2})
_FIRST_OF_SEPARATORS, _SEPARATORS = b"\xe2", (b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_LINE_END = re.compile("\n")
# How many places are counted one by one; most files are asked for fewer than an index would cost.
_COUNTED = 8
_STRANGE = "\x85\u2028\u2029"
_UNSOUND = {BARE_CR.number, NUL_BYTE.number, CONFLICT.number}


class Decoded(NamedTuple):
    """The text behind a possible BOM; `sound` is False when no edit may touch the file."""

    text: str
    bom: bool
    newline: str
    sound: bool


def decode(path: str, data: bytes) -> tuple[Decoded, list[Diagnostic]]:
    """Decode UTF-8 strictly; anything that an edit could damage makes the text unsound."""
    if len(data) > MAX_BYTES:
        found = TOO_LARGE.at(Source(path), size=len(data), limit=MAX_BYTES)
        return Decoded("", False, "\n", False), [found]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Decoded("", False, "\n", False), [_not_utf8(path, data)]
    bom = text.startswith(BOM)
    if bom:
        text = text[1:]
    found_all = [] if _harmless(data) else _suspicious(path, text)
    crlf = text.count("\r\n") if "\r" in text else 0
    if crlf and crlf != text.count("\n"):
        found_all.append(MIXED_ENDS.at(Source(path), crlf=crlf, lf=text.count("\n") - crlf))
    newline = "\r\n" if crlf and crlf * 2 > text.count("\n") else "\n"
    return Decoded(text, bom, newline, not any(f.code in _UNSOUND for f in found_all)), found_all


def place(path: str, text: str, offset: int) -> Source:
    """Line and column of a character; lines are Git's, so only a line feed ends one."""
    return Source(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


class Places:
    """Turns offsets in one text into places; after a few it looks lines up instead of counting them again."""

    __slots__ = ("_ends", "_path", "_taken", "_text")

    def __init__(self, path: str, text: str) -> None:
        self._path, self._text, self._taken = path, text, 0
        self._ends: list[int] = []

    def __call__(self, offset: int) -> Source:
        """The place of the character at `offset`."""
        if self._ends:
            line = bisect_left(self._ends, offset)
            return Source(self._path, line + 1, offset - (self._ends[line - 1] if line else -1))
        self._taken += 1
        if self._taken == _COUNTED:
            self._ends = [match.start() for match in _LINE_END.finditer(self._text)] or [len(self._text)]
        return place(self._path, self._text, offset)


def _harmless(data: bytes) -> bool:
    """Whether UTF-8 surely holds nothing suspicious, found in a tenth of the time of a search."""
    rare = data.translate(None, _PLAIN)
    if rare.strip(_FIRST_OF_SEPARATORS) or (rare and any(each in data for each in _SEPARATORS)):
        return False
    return b"<<<<<<<" not in data and b">>>>>>>" not in data


def _suspicious(path: str, text: str) -> list[Diagnostic]:
    """The first of each kind of character that an editor hides and a tool trips over."""
    found: dict[str, Diagnostic] = {}
    for match in _SUSPICIOUS.finditer(text):
        char = match.group()[0]
        if char == "\r":
            code = BARE_CR
        elif char in "<>":
            code = CONFLICT
        elif char in _STRANGE:
            code = STRANGE_BREAK
        else:
            code = NUL_BYTE
        if code.number not in found:
            found[code.number] = code.at(place(path, text, match.start()), character=f"U+{ord(char):04X}")
    return list(found.values())


def _not_utf8(path: str, data: bytes) -> Diagnostic:
    from crmkit.document.encoding import misread

    wrong = misread(data)
    assert wrong is not None
    source = Source(path, wrong.line, wrong.column)
    return NOT_UTF8.at(source, byte=wrong.byte, before=_visible(wrong.before), guess=wrong.guess)


def _visible(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
