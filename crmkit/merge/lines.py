"""Merge free text line by line, as Git does, but keep two paragraphs that were added in one place."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.merge.pieces import Conflict, Pieces, chosen

# A limit of the format (reliability P8): longer texts that both changed are compared as a whole.
_MOST_COMPARED = 4_000


def merged_lines(base: str, ours: str, theirs: str) -> Pieces:
    """The text of both sides; each ends its last line, or is empty."""
    plain = chosen(base, ours, theirs)
    if plain is not None:
        return (plain,)
    old, one, two = map(lines_of, (base, ours, theirs))
    if max(map(len, (old, one, two))) > _MOST_COMPARED:
        return (Conflict(ours, base, theirs),)
    pieces: list[str | Conflict] = []
    start = first = second = 0
    for line, at_one, at_two in [*_kept(old, one, two), (len(old), len(one), len(two))]:
        pieces += _between(old[start:line], one[first:at_one], two[second:at_two])
        pieces += old[line : line + 1]
        start, first, second = line + 1, at_one + 1, at_two + 1
    return tuple(pieces)


def lines_of(text: str) -> list[str]:
    """Lines with their ends; they are Git's, so that only a line feed ends one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    return lines if lines[-1] else lines[:-1]


def _kept(old: Sequence[str], one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int, int]]:
    """The lines that all three have, in the order of all."""
    in_one, in_two = _same(old, one), _same(old, two)
    return [(line, in_one[line], in_two[line]) for line in sorted(in_one.keys() & in_two.keys())]


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    from difflib import SequenceMatcher  # only where both sides changed one text

    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _between(old: Sequence[str], one: Sequence[str], two: Sequence[str]) -> Pieces:
    """What stands between two lines that all three have."""
    base, ours, theirs = "".join(old), "".join(one), "".join(two)
    plain = chosen(base, ours, theirs)
    if plain is not None:
        return (plain,) if plain else ()
    if not base.strip() and (both := _paragraphs(ours, theirs)):
        return (both,)
    return (Conflict(ours, base, theirs),)


def _paragraphs(ours: str, theirs: str) -> str:
    """Both, where each is whole paragraphs with a blank line on the same end; else nothing."""
    blank = [
        (not lines[0].strip(), not lines[-1].strip()) for lines in map(lines_of, (ours, theirs)) if lines
    ]
    return ours + theirs if len(blank) == 2 and any(map(all, zip(*blank, strict=True))) else ""
