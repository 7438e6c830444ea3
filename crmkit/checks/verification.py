"""Tell whose key facts were not verified in time (C5)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label
from crmkit.view import View
from crmkit.view.quality import verifications

OVERDUE = Code("CRM632", "verification-overdue", Severity.NOTICE)
NEVER = Label("至今未核实", "they have never been verified")


def each(view: View) -> Iterator[Diagnostic]:
    """Customers who are followed, a span after their last verification, or after the record was made."""
    for standing, due in verifications(view):
        if due.day < view.as_of:
            never = NEVER if due.last is None else Label("", "")
            place, last = standing.facts.source(due.line), due.last.isoformat() if due.last else ""
            yield OVERDUE.at(place, due=due.day, last=last, never=never)


CHECK = Check("verification", each=each)
