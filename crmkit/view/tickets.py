"""Say how each ticket of a customer stands at a moment, folded from its entries; nothing is stored (G1)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crmkit.compute.tickets import Move
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets
from crmkit.view.ticket import CAUSE, Ticket, told_day
from crmkit.view.timed import happened


class Told(NamedTuple):
    """The tickets of a customer in the order of their opening, and entries that move none of them.

    A contact without a number is about no ticket in particular, and no stray.
    """

    tickets: tuple[Ticket, ...]
    strays: tuple[Move, ...]


def tickets_of(moves: Sequence[Move], policy: Policy, moment: datetime) -> Told:
    """Every ticket as of a moment. An entry without a number is about the only one that is open then."""
    past = [move for move in moves if happened(move, moment)]
    opened: dict[str, Ticket] = {}
    openings = set[int]()
    for move in sorted(past, key=lambda move: (move.at, move.line)):
        key = move.key or f"ticket-{move.date}-{move.line}"
        if move.opens and key not in opened:
            openings.add(move.line)
            opened[key] = _open(move, policy, [ticket.key for ticket in opened.values()])
    strays = []
    for move in sorted(past, key=_order):
        if move.line in openings:
            continue
        if move.number:
            ticket = opened.get(move.key)
            if ticket is None:
                strays.append(move)
        else:
            there = [one for one in opened.values() if not one.closed and _begun(one, move)]
            ticket = there[0] if len(there) == 1 else None
            if ticket is None and not move.contact:
                strays.append(move)
        if ticket is not None:
            ticket.take(move)
    return Told(tuple(opened.values()), tuple(strays))


def _open(move: Move, policy: Policy, taken: Sequence[str]) -> Ticket:
    ticket = Ticket(
        move.number or _unnumbered(move, taken), policy.get(Tickets).types[move.opens], move, policy,
        handler=move.handler,
    )  # fmt: skip
    ticket.target = told_day(move)
    if move.cause:
        ticket.steps[CAUSE] = move
    return ticket


def _unnumbered(move: Move, taken: Sequence[str]) -> str:
    """The day of its opening; of the second of a day its place among them too."""
    names = (f"ticket-{move.date}{f'-{place}' if place > 1 else ''}" for place in itertools.count(1))
    return next(name for name in names if name not in taken)


def _order(move: Move) -> tuple[datetime, int]:
    return move.at, move.line


def _begun(ticket: Ticket, move: Move) -> bool:
    """Whether it was there when an entry was written; of one that says no time the day decides."""
    return ticket.at <= move.at or (not ticket.opened.time and ticket.opened.date <= move.date)
