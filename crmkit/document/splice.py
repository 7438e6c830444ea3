"""Change just the characters asked for, leaving every other byte of a document alone."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import Splice


def splice(text: str, splices: Iterable[Splice]) -> str:
    """The text with every splice applied; overlapping ones are misuse and raise ValueError."""
    parts: list[str] = []
    position = 0
    for start, end, new in sorted(splices):
        if start < position:
            raise ValueError(f"splices overlap at character {start}")
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])
