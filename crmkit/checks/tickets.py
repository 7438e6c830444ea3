"""Tell of tickets: entries of none, entries that do not count, loops left open (G1–G3)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.compute.tickets import TICKETS
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label, joined, same
from crmkit.policy import Policy
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.schema.names import nearest
from crmkit.view import View
from crmkit.view.limit import State
from crmkit.view.ticket import SCORE, VISIT, Ticket
from crmkit.view.tickets import Told, tickets_of

UNKNOWN = Code("CRM482", "ticket-unknown", Severity.WARNING)
LEFT_OPEN = Code("CRM483", "ticket-loop-open", Severity.WARNING)
NOT_COUNTED = Code("CRM484", "ticket-entry-not-counted", Severity.WARNING)
NO_NUMBER = Code("CRM485", "ticket-number-missing", Severity.WARNING)
_BETWEEN = Label("、", ", ")


def each(view: View) -> Iterator[Diagnostic]:
    """What is wrong with the tickets of each customer as of the day."""
    moment = view.moment.replace(tzinfo=None)
    for standing in view.standings.values():
        moves = standing.facts.of(TICKETS)
        if not moves:
            continue
        told = tickets_of(moves, view.policy, moment)
        yield from _strays(told, standing.facts)
        for ticket in told.tickets:
            yield from _refused(ticket, standing.facts, view.policy)
            late = any(
                one.key == VISIT and one.open() and one.state(moment) is State.BREACHED
                for one in ticket.limits(moment)
            )
            missing = [step for step in ticket.missing() if late or step not in (VISIT, SCORE)]
            if ticket.type.loop and ticket.done is not None and missing:
                yield LEFT_OPEN.at(
                    standing.facts.source(ticket.done.line),
                    ticket=ticket.key,
                    missing=_named(missing, view.policy),
                )


def _strays(told: Told, facts: Facts) -> Iterator[Diagnostic]:
    """Entries whose number nobody opened, with the nearest that somebody did; those of no number at all."""
    numbers = tuple(ticket.number for ticket in told.tickets if ticket.number)
    for move in told.strays:
        place = facts.source(move.line)
        if move.number:
            yield UNKNOWN.at(place, number=move.number, near=nearest(move.number, numbers))
        else:
            yield NO_NUMBER.at(place)


def _refused(ticket: Ticket, facts: Facts, policy: Policy) -> Iterator[Diagnostic]:
    for move, why, what in ticket.refused:
        fields = [name for name in what if name]
        yield NOT_COUNTED.at(
            facts.source(move.line), ticket=ticket.key, why=why.value, what=_named(fields, policy)
        )


def _named(keys: list[str], policy: Policy) -> Label:
    return joined([entry_word(policy, TICKET, "step", key) for key in keys], _BETWEEN) if keys else same("")


CHECK = Check("tickets", each=each)
