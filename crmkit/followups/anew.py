"""Tell which open promise a contact replaced, because both sides agreed on another day for it (E6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from crmkit.compute.contacts import Interaction, Promise
from crmkit.followups.seen import Seen
from crmkit.schema.names import LONGEST, fold

_MARKS = re.compile(r"\W+")


def replaced(
    contact: Interaction, anew: Sequence[Promise], held: Iterable[int], made: Sequence[Promise], seen: Seen
) -> list[int]:
    """Of the promises held open, one for each that the contact agreed on anew: the same goal, else the first.

    It may lie before or behind the new day, as far off as it likes. Who was not reached agreed on nothing.
    """
    rules = seen.cadence.promises
    if not anew or not rules.by_promise or rules.same_channel or contact.automatic or not contact.reached:
        return []
    open_ones, found = [at for at in held if made[at].entry != contact.line], list[int]()
    for step in anew:
        like = [
            (rank, at) for at in open_ones if (rank := _likeness(made[at], step, rules.weight)) is not None
        ]
        if like:
            _, at = min(like)
            open_ones.remove(at)
            found.append(at)
    return found


def tried_again(ended: Sequence[int], tries: Iterable[int], made: Sequence[Promise], seen: Seen) -> list[int]:
    """Of the promises that tries left behind, those for the same as one that has ended."""
    weight = seen.cadence.promises.weight
    return [
        at
        for at in tries
        if at not in ended and any(_likeness(made[one], made[at], weight) == 0 for one in ended)
    ]


def _likeness(old: Promise, new: Promise, weight: Mapping[str, int]) -> int | None:
    """How a new promise is the old one on another day, 0 the most; None when it is another matter.

    A talk is replaced by one as weighty, or by one whose way is left open. Where only one says what it is
    about, or one says more, they are the same only by the same way.
    """
    if weight.get(new.kind, 0) < weight.get(old.kind, 0) and new.kind:
        return None
    before, after = _plain(old.goal), _plain(new.goal)
    if before == after and (before or old.kind == new.kind):
        return 0
    short = len(before) <= LONGEST and len(after) <= LONGEST  # a hostile one is compared as a whole (P8)
    return 1 if short and old.kind == new.kind and (before in after or after in before) else None


@lru_cache
def _plain(goal: str) -> str:
    return _MARKS.sub("", fold(goal))
