"""Tell of tickets that are opened under a number which another has, in one record or in two (G1, A2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.policy import Policy
from crmkit.schema.names import fold
from crmkit.view import Brief

TWICE = Code("CRM486", "ticket-number-twice", Severity.ERROR)
AGAIN = Code("CRM487", "ticket-opened-again", Severity.WARNING)


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Each opening but the first of a number is told of the first."""
    first: dict[str, Source] = {}
    for one in sorted(records, key=lambda one: one.path):
        for number, place in one.tickets:
            other = first.setdefault(fold(number), place)
            if other.path != place.path:
                yield TWICE.at(place, number=number, place=f"{other.path}:{other.line}")
            elif other != place:
                yield AGAIN.at(place, number=number, line=other.line)


CHECK = Check("ticket_numbers", book=book)
