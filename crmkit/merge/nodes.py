"""Merge the front-matter by key, down to the fields of a group and the items of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmkit.document.identity import identity
from crmkit.document.nodes import MappingNode, Scalar, SequenceNode, plain
from crmkit.merge.chunks import Chunk, Chunks, indented, opened
from crmkit.merge.layout import (
    NOTHING,
    Arranged,
    Merged,
    around,
    as_block,
    as_flow,
    commented,
    comments,
    moved,
    text_of,
)
from crmkit.merge.order import leads, woven
from crmkit.merge.pairing import Likened, Triple, paired
from crmkit.merge.pieces import Conflict, Unmergeable


def merged_parts(
    base: Chunks, ours: Chunks, theirs: Chunks, *, named: bool, path: str = "", by: tuple[int, int] = (0, 0)
) -> tuple[Merged, bool]:
    """The collection of both, and whether its style and order are ours.

    `named` says that chunks have keys; `by` is how far right each side's lines go. The pieces are lines from
    the first character on; of a flow collection one text or one conflict.
    """
    sides = (base, ours, theirs)
    triples = paired(*(tuple(_part(chunk, named) for chunk in each.chunks) for each in sides))
    where = [{t[which]: key for key, t in enumerate(triples) if t[which] is not None} for which in range(3)]
    old, one, two = ([where[which][at] for at in range(len(sides[which].chunks))] for which in range(3))
    same_style = _style(ours) == _style(theirs) and one and two
    first = leads(old, one, two) if same_style else _leads(*sides)
    leader = ours if first else theirs
    leader = leader._replace(column=leader.column + by[not first])
    found = [_placed(sides, triple, leader, named, path) for triple in triples]
    kept = {key for key, each in enumerate(found) if each.merged.pieces}
    order = woven(old, one, two, kept) if first else woven(old, two, one, kept)
    chunks = [found[key] for key in order]
    data = [
        _data([(each.key, each.merged[which]) for each in chunks], named, leader.flow) for which in (1, 2)
    ]
    pieces = as_flow(chunks, leader) if leader.flow else as_block(chunks, leader)
    if not leader.flow and (tail := comments(base.tail, ours.tail, theirs.tail)):
        pieces = (*pieces, tail)
    return Merged(pieces, *data), first


def _placed(sides: Sequence[Chunks], triple: Triple, leader: Chunks, named: bool, path: str) -> Arranged:
    old, one, two = (None if at is None else s.chunks[at] for at, s in zip(triple, sides, strict=True))
    some = one or two or old
    assert some is not None
    step = f"{path}.{some.key}" if path else some.key
    called = step if named else f"{path}[{identity(some.value) or ''}]"
    merged = _merged_chunk(old, one, two, leader, nested=named or old is not None, path=called)
    lead = [indented(c.lead, leader.column - c.column) if c else "" for c in (old, one, two)]
    above = comments(*lead)
    if not merged.pieces and above.strip():  # one side took it out, the other wrote a comment
        texts = [commented(chunk, above, leader) for above, chunk in zip(lead, (old, one, two), strict=True)]
        data = [plain(chunk.value) if chunk else NOTHING for chunk in (one, two)]
        return Arranged(Merged((Conflict(texts[1], texts[0], texts[2], called),), *data), "", some.key)
    return Arranged(merged, above, some.key)


def _part(chunk: Chunk, named: bool) -> Likened:
    if named:
        return Likened(("key", chunk.key), chunk.key, identity=chunk.key)
    if isinstance(chunk.value, Scalar):
        return Likened(chunk.value.text, None, identity=chunk.value.text)
    called = identity(chunk.value)
    lines: tuple[str, ...] = ()
    if isinstance(chunk.value, MappingNode):
        lines = tuple(f"{item.key.text}: {plain(item.value)}" for item in chunk.value.items)
    return Likened(repr(plain(chunk.value)), called, lines, called)


def _leads(base: Chunks, ours: Chunks, theirs: Chunks) -> bool:
    """Whether the style is ours: theirs where they alone changed it, or we have nothing."""
    changed = _style(ours) != _style(base) or not base.chunks
    return not theirs.chunks or (bool(ours.chunks) and changed)


def _style(chunks: Chunks) -> tuple[bool, int]:
    return chunks.flow, 0 if chunks.flow else chunks.column


def _data(found: Sequence[tuple[str, Any]], named: bool, flow: bool) -> Any:
    there = [(key, data) for key, data in found if data is not NOTHING]
    if not there and not flow:
        return ""
    return dict(there) if named else [data for _, data in there]


def _merged_chunk(
    old: Chunk | None, one: Chunk | None, two: Chunk | None, leader: Chunks, *, nested: bool, path: str
) -> Merged:
    """One chunk of both sides: what only one changed, else its parts, else a conflict of the whole."""
    was, ours, theirs = (chunk.plain if chunk else None for chunk in (old, one, two))
    if ours in (theirs, was) or theirs == was:
        return _taken(two if ours == was else one, leader)
    if one and two:
        if nested and (inner := _inner(old, one, two, leader, path)):
            return inner
        if same := _same_data(old, one, two):
            return _taken(same, leader)
    elif old and (left := one or two):
        if plain(left.value) == plain(old.value) and left.comments <= old.comments:
            return _taken(None, leader)  # it was only written in another style
        if inner := _emptied(old, one, left, leader, path):
            return inner
    texts = ["" if chunk is None else text_of(chunk, leader) for chunk in (one, old, two)]
    data = [NOTHING if chunk is None else plain(chunk.value) for chunk in (one, two)]
    return Merged((Conflict(texts[0], texts[1], texts[2], path),), *data)


def _emptied(old: Chunk, one: Chunk | None, left: Chunk, leader: Chunks, path: str) -> Merged | None:
    """A list that one side took out with its last item, merged item by item; None for anything else."""
    if not isinstance(left.value, SequenceNode) or not isinstance(old.value, SequenceNode):
        return None
    empty = left._replace(value=left.value._replace(items=()))
    inner = _inner(old, *((left, empty) if one else (empty, left)), leader, path)
    if inner is None or any(isinstance(data, list) and data for data in inner[1:]):
        return inner
    return Merged((), NOTHING, NOTHING)


def _same_data(old: Chunk | None, one: Chunk, two: Chunk) -> Chunk | None:
    """The chunk that says what both mean, where one of them was only written anew and no comment is lost."""
    was, ours, theirs = (plain(chunk.value) if chunk else NOTHING for chunk in (old, one, two))
    if ours == theirs and two.comments <= one.comments:
        return one
    if ours in (theirs, was) and one.comments <= two.comments:
        return two
    return one if theirs == was and two.comments <= one.comments else None


def _taken(chunk: Chunk | None, leader: Chunks) -> Merged:
    if chunk is None:
        return Merged((), NOTHING, NOTHING)
    data = plain(chunk.value)
    return Merged((text_of(chunk, leader),), data, data)


def _inner(old: Chunk | None, one: Chunk, two: Chunk, leader: Chunks, path: str) -> Merged | None:
    """The parts of a group or list merged; None where it is none, or one that cannot be taken apart."""
    one, two = _as_list(one, two), _as_list(two, one)
    first, second = one.value, two.value
    if isinstance(first, Scalar) or isinstance(second, Scalar) or type(first) is not type(second):
        return None
    was = old.value if old else None
    if isinstance(was, Scalar) and was.text:
        return None
    try:
        base = Chunks(())
        if old and was and not isinstance(was, Scalar):
            if type(was) is not type(first):
                return None
            base = opened(old.text, was, old.end)
        sides = opened(one.text, first, one.end), opened(two.text, second, two.end)
        by = (0, 0) if leader.flow else (moved(one, leader), moved(two, leader))
        named = isinstance(first, MappingNode)
        inner, leads_one = merged_parts(base, *sides, named=named, path=path, by=by)
        flow = sides[0].flow if leads_one else sides[1].flow
        return around((old, one, two), inner, leads_one, leader, flow, path)
    except Unmergeable:
        return None


def _as_list(chunk: Chunk, other: Chunk) -> Chunk:
    """A key with nothing behind it as an empty list, where the other side has one."""
    value = chunk.value
    if (
        isinstance(other.value, SequenceNode)
        and isinstance(value, Scalar)
        and not value.text
        and not value.style
    ):
        return chunk._replace(value=SequenceNode((), value.start, value.end))
    return chunk
