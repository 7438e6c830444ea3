"""Lay out text by display width: fill to a width, break into lines."""

from __future__ import annotations

import unicodedata
from functools import cache

_OPENING, _CLOSING = "（《“‘「『【", "，。、；：！？）》”’」』】…"

_WITHOUT_WIDTH = ("Mn", "Me", "Cf")  # marks above and around a letter, selectors, joiners


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters, none for marks and joiners."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(char: str) -> int:
    if unicodedata.category(char) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width."""
    space = " " * max(columns - width(text), 0)
    return space + text if right else text + space


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of a width: broken at spaces, Chinese anywhere but before a closing mark."""
    if width(text) <= columns:
        return [text.rstrip()]
    lines, line = [], ""
    for part in _breakable(text):
        if line.strip() and width(line + part.rstrip()) > columns:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _breakable(text: str) -> list[str]:
    """Pieces that a line may end behind: words with their space, wide characters with their marks."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1][-1] if pieces else " "
        wide = unicodedata.east_asian_width(char) in "WF" or unicodedata.east_asian_width(last) in "WF"
        joins = char in _CLOSING or char == " " or last in _OPENING or not (wide or last == " ")
        if pieces and joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
