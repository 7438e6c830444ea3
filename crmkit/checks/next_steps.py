"""Tell next steps that nobody can be reminded of, because they name no day (E6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute.contacts import next_step
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.load import Loaded
from crmkit.policy import Policy

NO_DAY = Code("CRM453", "next-step-without-day", Severity.WARNING)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """A next step begins with its date; one of an entry that is void matters to nobody."""
    for event in loaded.customer.events if loaded.customer else ():
        value = event.fields.get("next")
        if value is not None and event.say("next") and event.voided_on is None and next_step(event) is None:
            yield NO_DAY.at(loaded.document.source(value.node.start))


CHECK = Check("next steps", record=record)
