"""Bring what two sides kept and added into one order."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def leads(base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> bool:
    """Whether the order is ours.

    Theirs leads where they alone put what was there in another order, or where they have all of ours in our
    order and more, as when the same is merged again.
    """
    in_all = {*base} & {*ours} & {*theirs}
    old, one, two = ([key for key in keys if key in in_all] for keys in (base, ours, theirs))
    if one != two:
        return one != old
    both, was = {*ours} & {*theirs}, {*base}
    mine, other = ([key for key in keys if key in both or key not in was] for keys in (ours, theirs))
    return len(mine) >= len(other) or [key for key in other if key in {*mine}] != mine


def woven(base: Sequence[K], one: Sequence[K], two: Sequence[K], kept: Collection[K]) -> list[K]:
    """All that is `kept`, each once, in the order of `one`.

    What only `two` has stands behind what stands before it there, and behind what `one` added.
    """
    order = [key for key in one if key in kept]
    there = {*order}
    fresh = {*one} - {*two} - {*base}
    before: K | None = None
    for place, key in enumerate(two):
        if key in kept and key not in there:
            order.insert(_behind(order, there, before, two[place + 1 :], fresh), key)
            there.add(key)
        before = key if key in there else before
    return order


def _behind(
    order: list[K], there: Collection[K], before: K | None, after: Sequence[K], fresh: Collection[K]
) -> int:
    if before is None:
        return next((order.index(key) for key in after if key in there), len(order))
    place = order.index(before) + 1
    while place < len(order) and order[place] in fresh:
        place += 1
    return place
