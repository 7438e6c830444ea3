"""Tell whose key facts were not verified in time (C5)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.compute.verification import due_on
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label, both
from crmkit.view import View

OVERDUE = Code("CRM632", "verification-overdue", Severity.NOTICE)
NEVER = Label("至今未核实", "they have never been verified")


def each(view: View) -> Iterator[Diagnostic]:
    """Customers who are served, a span after their last verification, or after the record was made."""
    for standing in view.standings.values():
        due = due_on(standing.facts, str(standing.status.value), view.policy, as_of=view.as_of)
        if due is not None and due.day < view.as_of:
            never = NEVER if due.last is None else Label("", "")
            place, last = standing.facts.source(due.line), due.last.isoformat() if due.last else ""
            yield OVERDUE.at(place, due=due.day, last=last, **both("never", never))


CHECK = Check("verification", each=each)
