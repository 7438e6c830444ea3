"""Read which contacts answer a promised next step (E6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.policy.reading import Cursor, flag, group, groups, known, listed, scalars


class Answers(NamedTuple):
    """`weight` ranks channels of a talk, the weightiest highest; the others weigh nothing.

    Never an answer: what is sent `automatic`ally, a channel of `one_way` unless it was promised, and a
    contact of no weight for one of the `purposes`. `by_promise` lets a contact that agrees anew answer.
    """

    weight: Mapping[str, int] = {}
    automatic: bool = True
    one_way: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    by_promise: bool = False


def read_answers(c: Cursor, channels: tuple[str, ...], purposes: tuple[str, ...]) -> Answers:
    """What stands under `promises`: `weights`, the weightiest first, and `not_by`."""
    ranks = list(groups(c, "weights"))
    weight: dict[str, int] = {}
    for rank, item in enumerate(ranks):
        known(item, "channels")
        for channel in _listed(item, "channels", channels):
            weight.setdefault(channel, len(ranks) - rank)
    never = group(c, "not_by")
    if never:
        known(never, "automatic", "channels", "purposes")
    return Answers(
        weight=weight,
        automatic=flag(never, "automatic") if never else False,
        one_way=frozenset(_listed(never, "channels", channels)) if never else frozenset(),
        purposes=frozenset(_listed(never, "purposes", purposes)) if never else frozenset(),
        by_promise=flag(c, "agreed_anew"),
    )


def _listed(c: Cursor, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(node.text for node in scalars(c, key) if listed(c, node, words, c.name(key)))
