"""Tell which customers have not confirmed their registration form (A12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.policy.stages import Stage

UNCONFIRMED = Code("CRM620", "form-not-confirmed", Severity.NOTICE)

CONFIRMED, CONFIRMATION = "confirmed", "confirmation"


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """A customer whom we serve has signed, or an entry says so; a policy without the field asks nobody."""
    customer = loaded.customer
    if customer is None or CONFIRMED in customer.profile or policy.schema.profile.find(CONFIRMED) is None:
        return
    status = policy.statuses.statuses.get(customer.status)
    if status is None or status.stage is not Stage.ACTIVE:
        return
    if not any(event.kind == CONFIRMATION and event.voided_on is None for event in customer.events):
        place = loaded.document.source(loaded.document.profile.start)
        yield UNCONFIRMED.at(place, status=customer.status)


CHECK = Check("confirmation", record=record)
