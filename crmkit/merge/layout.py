"""Write merged chunks as lines or between brackets, in the style of the side that leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crmkit.merge.chunks import Chunk, Chunks, shifted
from crmkit.merge.flow import flow_text
from crmkit.merge.lines import lines_of
from crmkit.merge.pieces import BASE, OURS, THEIRS, Conflict, Pieces, Unmergeable, chosen, clean, side, whole

NOTHING: Any = object()
"""The data of what a side does not have."""


class Merged(NamedTuple):
    """A text, and the data that each side of it must say when it is read again."""

    pieces: Pieces
    ours: Any
    theirs: Any


class Arranged(NamedTuple):
    """A merged chunk: its lines from its own first character on, the comments above, its key."""

    merged: Merged
    lead: str
    key: str


def text_of(chunk: Chunk, leader: Chunks) -> str:
    """A chunk in the leader's style and column."""
    return flow_text(chunk) if leader.flow else chunk.at(leader.column)


def commented(chunk: Chunk | None, above: str, leader: Chunks) -> str:
    pad = " " * leader.column
    return (above + pad + text_of(chunk, leader)).removeprefix(pad) if chunk else ""


def moved(chunk: Chunk, leader: Chunks) -> int:
    """How far right the lines of a chunk go."""
    return 0 if chunk.flow else leader.column - chunk.column


def comments(base: str, ours: str, theirs: str) -> str:
    """Comment lines of both, without those that a side took out."""
    plain_text = chosen(base, ours, theirs)
    if plain_text is not None:
        return plain_text
    old, one, two = map(lines_of, (base, ours, theirs))
    taken = {line for line in old if line.strip() and (line not in one or line not in two)}
    kept = [line for line in one if line not in taken]
    return "".join(
        [*kept, *(line for line in two if line not in taken and line.strip() and line not in kept)]
    )


def as_block(chunks: Sequence[Arranged], leader: Chunks) -> Pieces:
    """Chunks as lines, the first where the collection begins."""
    pieces: list[str | Conflict] = []
    pad = " " * leader.column
    for index, each in enumerate(chunks):
        first, *others = each.merged.pieces
        begins = index == 0 and leader.inline
        if each.lead and not begins:
            pieces.append(each.lead)
        if begins or isinstance(first, str):
            pieces.append(first if begins or isinstance(first, Conflict) else pad + first)
        else:
            ours, base, theirs = (pad + text if text else "" for text in first[:3])
            pieces.append(Conflict(ours, base, theirs, first.about))
        pieces += others
        if each.lead and begins:
            pieces.append(each.lead)
    return tuple(pieces)


def as_flow(chunks: Sequence[Arranged], leader: Chunks) -> Pieces:
    """Chunks between brackets, on one line where they stood on one."""
    texts = []
    for which in (OURS, BASE, THEIRS):
        sides = [side(each.merged.pieces, which) for each in chunks]
        inside = leader.between.join(text for text in sides if text)
        texts.append(leader.opening + inside + leader.closing)
    if all(clean(each.merged.pieces) for each in chunks):
        return (texts[0],)
    return (Conflict(*texts),)


def around(
    chunks: tuple[Chunk | None, Chunk, Chunk],
    inner: Merged,
    first: bool,
    leader: Chunks,
    flow: bool,
    path: str,
) -> Merged:
    """The merged inside of a chunk with what stands before and behind it on its lines."""
    old, one, two = chunks
    lead, other = (one, two) if first else (two, one)
    before = _agreed(old, lead, other, leader, lambda chunk: chunk.body[: chunk.prefix])
    if leader.flow:
        if not flow:
            raise Unmergeable
        opening = before[0 if lead.key else 2 :]
        return Merged(whole((opening, *inner.pieces), path), *inner[1:])
    if flow:
        behind = _agreed(old, lead, other, leader, _behind)
        return Merged(whole((before, *inner.pieces, behind), path), *inner[1:])
    if not inner.pieces:
        if not before.endswith("\n"):
            raise Unmergeable
        return Merged((before,), "", "")
    pieces: Pieces = (before, *inner.pieces)
    if not before.endswith("\n") and isinstance(inner.pieces[0], Conflict):
        # An item's first key stands behind its hyphen, where no conflict of its own can.
        ours, base, theirs = (before + side(inner.pieces, each).lstrip(" ") for each in (OURS, BASE, THEIRS))
        pieces = (Conflict(ours, base, theirs, path),)
    return Merged(pieces, *inner[1:])


def _behind(chunk: Chunk) -> str:
    return chunk.body[chunk.prefix + chunk.value.end - chunk.value.start :]


def _agreed(
    old: Chunk | None, lead: Chunk, other: Chunk, leader: Chunks, part: Callable[[Chunk], str]
) -> str:
    """What stands around the value as both have it; Unmergeable where a comment would be lost."""
    was, one, two = (shifted(part(c), moved(c, leader)) if c else "" for c in (old, lead, other))
    agreed = chosen(was, one, two) if lead.flow == other.flow == (old or lead).flow else None
    if agreed is not None and _form(agreed) == _form(one):
        return agreed
    if "#" in two and two.strip() not in one:
        raise Unmergeable
    return one


def _form(text: str) -> tuple[int, str]:
    """How many lines, and the last sign: what a value of the same style stands behind."""
    return text.count("\n"), text.rstrip()[-1:]
