"""Read when a promised next step is due, late, and answered (E6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.policy.reading import Cursor, flag, group, groups, listed_under, one_of
from crmkit.policy.terms import span

OURS = "our_contact"
ANSWERED_BY = ("later_contact", OURS)
"""Which contact answers a promise: any later one, or only one of ours."""


class Promises(NamedTuple):
    """A promise is answered from `lead` before its day on, and overdue later than `grace` behind it.

    `weight` ranks channels of a talk, the weightiest highest; the others weigh nothing. With `same_channel`
    only the channel that was promised answers. Never an answer: what is sent `automatic`ally, a channel of
    `one_way` unless it was promised, and a contact of no weight for one of the `purposes`. `by_promise` lets
    a contact that agrees anew answer; where only `ours` do, one that they made never does. A
    day further than `farthest` from the one on which it was promised, or
    to which something is put off, is taken for a slip of the keys.
    """

    lead: Span | None = None
    grace: Span | None = None
    same_channel: bool = False
    weight: Mapping[str, int] = {}
    automatic: bool = True
    one_way: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    by_promise: bool = False
    farthest: Span | None = None
    ours: bool = False


def read_promises(c: Cursor, channels: tuple[str, ...], purposes: tuple[str, ...]) -> Promises:
    """What stands under `promises`: `weights` with the weightiest first, `not_by`, and spans."""
    ranks = list(groups(c, "weights"))
    weight: dict[str, int] = {}
    for rank, item in enumerate(ranks):
        for channel in listed_under(item, "channels", channels):
            weight.setdefault(channel, len(ranks) - rank)
    never = group(c, "not_by")
    return Promises(
        lead=span(c, "lead"),
        grace=span(c, "overdue_after"),
        same_channel=flag(c, "same_channel"),
        weight=weight,
        automatic=flag(never, "automatic") if never else False,
        one_way=frozenset(listed_under(never, "channels", channels)) if never else frozenset(),
        purposes=frozenset(listed_under(never, "purposes", purposes)) if never else frozenset(),
        by_promise=flag(c, "agreed_anew"),
        farthest=span(c, "farthest", least=1),
        ours=one_of(c, "answered_by", ANSWERED_BY, ANSWERED_BY[0]) == OURS,
    )
