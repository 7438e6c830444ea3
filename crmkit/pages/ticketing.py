"""Know a customer's tickets at the moment of a page, and what an audience may call one."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from crmkit.compute.tickets import TICKETS
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets
from crmkit.reader import Reader
from crmkit.view import Standing
from crmkit.view.limit import Limit
from crmkit.view.ticket import Ticket
from crmkit.view.tickets import tickets_of


class KnownTicket(NamedTuple):
    """A ticket of a customer with its limits at the moment of the page."""

    standing: Standing
    ticket: Ticket
    limits: tuple[Limit, ...]


def known_tickets(standing: Standing, moment: datetime) -> tuple[KnownTicket, ...]:
    """The tickets of a customer."""
    moves = standing.facts.of(TICKETS)
    told = tickets_of(moves, standing.policy, moment).tickets if moves else ()
    return tuple(KnownTicket(standing, ticket, ticket.limits(moment)) for ticket in told)


def ticket_name(ticket: Ticket, policy: Policy, words: Reader) -> str:
    """The number; one that the pattern does not make is free text."""
    pattern = policy.get(Tickets).pattern
    ours = pattern is not None and pattern.match(ticket.number)
    seen = ours or not ticket.number or words.reads_text
    return ticket.key if seen else words.tr("unknown")
