"""Hold a merged text as pieces: what both agree on, and conflicts of whole lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

OURS, BASE, THEIRS = 0, 1, 2


class Conflict(NamedTuple):
    """What each side and the base say in one place: whole lines, or nothing where a side has none.

    `about` is the field's path, empty for an entry or free text.
    """

    ours: str
    base: str
    theirs: str
    about: str = ""


Pieces = tuple[str | Conflict, ...]
"""A text in order."""


class Unmergeable(Exception):
    """A text whose parts cannot be told apart surely; never leaves this room."""


def side(pieces: Iterable[str | Conflict], which: int) -> str:
    """The text that one side makes of it."""
    return "".join(piece if isinstance(piece, str) else piece[which] for piece in pieces)


def clean(pieces: Pieces) -> bool:
    """Whether nothing disagrees."""
    return all(isinstance(piece, str) for piece in pieces)


def whole(pieces: Pieces, about: str = "") -> Pieces:
    """The same as one conflict, for a place that cannot hold lines of its own."""
    if clean(pieces):
        return pieces
    return (Conflict(side(pieces, OURS), side(pieces, BASE), side(pieces, THEIRS), about),)


def chosen(base: str, ours: str, theirs: str) -> str | None:
    """The text that one side left as it was, as the other has it; None where both changed it."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else None
