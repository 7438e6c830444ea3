"""Lay out text by display width: fill to a width, break into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OPENING, _CLOSING = "（《“‘「『【", "，。、；：！？）》”’」』】…"

# Chinese as it is typed and the signs that tables set themselves. wcwidth counts them alike, a test says,
# but loading it would make `crmkit due` a quarter slower, and nearly no table needs it.
_NARROW = r" -~·–—‘’“”…−×"
_WIDE = r"\u4e00-\u9fff\u3001-\u3011\uff01-\uff5e"
_COMMON, _WIDE_ONES = re.compile(f"[{_NARROW}{_WIDE}]*"), re.compile(f"[{_WIDE}]")


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters and emoji, none for marks, joiners and controls.

    What is wide in some fonts only (Unicode calls it ambiguous) takes one.
    """
    if _COMMON.fullmatch(text):
        return len(text) if text.isascii() else len(text) + len(_WIDE_ONES.findall(text))
    from wcwidth import wcswidth

    return sum(max(wcswidth(each), 0) for each in _characters(text))  # below zero: a control


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
    last, last_wide = " ", False
    for char in _characters(text):
        wide = width(char) > 1
        joins = char in _CLOSING or char == " " or last in _OPENING or not (wide or last_wide or last == " ")
        if pieces and joins:
            pieces[-1] += char
        else:
            pieces.append(char)
        last, last_wide = char, wide
    return pieces


def _characters(text: str) -> Iterable[str]:
    """What a reader sees as one character, with its marks; an emoji that is joined of several is one."""
    if _COMMON.fullmatch(text):
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)
