"""Pair what versions of a list hold: the same first, then by name, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

# Limits of the format (reliability P8): each is compared with each, which many would make slow.
_MOST_LIKENED = 60
# Of the lines of both, how many must be shared: half, as Git asks of a file that was renamed.
_ALIKE = 0.5


class Likened(NamedTuple):
    """What is known of an item: all it says, what it is called, its lines, and its identity if it has one.

    A name finds it again in a later version; an identity says that two which came from two sides are one.
    What has an identity is never paired by likeness: another name is another item.
    """

    said: Hashable
    name: Hashable | None
    lines: tuple[str, ...] = ()
    identity: Hashable | None = None


Triple = tuple[int | None, int | None, int | None]
"""Where one item stands in base, ours and theirs; None where it does not."""


def paired(base: Sequence[Likened], ours: Sequence[Likened], theirs: Sequence[Likened]) -> list[Triple]:
    """Every item of the three once: first those of the base, then those that both or one side added.

    What both added is one only where it is equal or has one identity.
    """
    one, two = _versions(base, ours), _versions(base, theirs)
    _by_way(one, two, ours, theirs)
    _by_way(two, one, theirs, ours)
    found: list[Triple] = [(place, one.get(place), two.get(place)) for place in range(len(base))]
    had_one, had_two = {*one.values()}, {*two.values()}
    new_one = [place for place in range(len(ours)) if place not in had_one]
    new_two = [place for place in range(len(theirs)) if place not in had_two]
    fresh_one, fresh_two = [ours[place] for place in new_one], [theirs[place] for place in new_two]
    both: dict[int, int] = {}
    for key in (_said, _identity):
        _add(fresh_one, fresh_two, key, both)
    found += [(None, place, new_two[both[at]] if at in both else None) for at, place in enumerate(new_one)]
    taken = {*both.values()}
    return found + [(None, None, place) for at, place in enumerate(new_two) if at not in taken]


def _said(part: Likened) -> Hashable | None:
    return part.said


def _name(part: Likened) -> Hashable | None:
    return part.name


def _identity(part: Likened) -> Hashable | None:
    return part.identity


def _versions(old: Sequence[Likened], new: Sequence[Likened]) -> dict[int, int]:
    """Places in `old` with those of their later versions in `new`."""
    found: dict[int, int] = {}
    for key in (_said, _name):
        _add(old, new, key, found)
    taken = {*found.values()}
    left = [at for at, part in enumerate(old) if at not in found and part.identity is None]
    free = [at for at, part in enumerate(new) if at not in taken and part.identity is None]
    _likest(old, new, left, free, found, at_least=_ALIKE)
    return found


def _by_way(
    own: dict[int, int], other: dict[int, int], mine: Sequence[Likened], theirs: Sequence[Likened]
) -> None:
    """Find by the other side's version what changed too much to be known from the base: both may be in it."""
    taken = {*own.values()}
    left = [at for at in other if at not in own and theirs[other[at]].identity is None]
    free = [at for at, part in enumerate(mine) if at not in taken and part.identity is None]
    versions = [theirs[other[at]] for at in left]
    found = dict[int, int]()
    _likest(versions, mine, range(len(left)), free, found, at_least=_ALIKE)
    own.update({left[at]: place for at, place in found.items()})


def _add(
    old: Sequence[Likened],
    new: Sequence[Likened],
    key: Callable[[Likened], Hashable | None],
    found: dict[int, int],
) -> None:
    """Pair what has one key; of several that have it, the likest, and in their order where all are."""
    taken = {*found.values()}
    groups = defaultdict[Hashable, tuple[list[int], list[int]]](lambda: ([], []))
    for which, (parts, skipped) in enumerate(((old, found.keys()), (new, taken))):
        for at, part in enumerate(parts):
            if at not in skipped and (called := key(part)) is not None:
                groups[called][which].append(at)
    for left, free in groups.values():
        if key is not _said and len(left) + len(free) > 2:
            _likest(old, new, left, free, found)
            taken = {*found.values()}
            left = [at for at in left if at not in found]
            free = [at for at in free if at not in taken]
        found.update(zip(left, free, strict=False))


def _likest(
    old: Sequence[Likened],
    new: Sequence[Likened],
    left: Iterable[int],
    free: Iterable[int],
    found: dict[int, int],
    at_least: float = 0,
) -> None:
    """Pair by the share of lines that both have, the likest first."""
    left, free = list(left), list(free)
    if not left or not free or len(left) > _MOST_LIKENED or len(free) > _MOST_LIKENED:
        return
    scored = sorted((-_likeness(old[a].lines, new[b].lines), abs(a - b), a, b) for a in left for b in free)
    taken = set[int]()
    for score, _, a, b in scored:
        if -score <= 0 or -score < at_least:
            return
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)


def _likeness(one: Sequence[str], two: Sequence[str]) -> float:
    """The share of lines that both have, from 0 to 1."""
    shared = (Counter(one) & Counter(two)).total()
    return 2 * shared / (len(one) + len(two)) if one or two else 0.0
