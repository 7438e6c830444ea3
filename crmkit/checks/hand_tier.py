"""Ask of a tier set by hand what the policy wants, and whether it still holds (D6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.load import Loaded
from crmkit.policy import Policy

EXPIRED = Code("CRM610", "hand-tier-expired", Severity.NOTICE)
INCOMPLETE = Code("CRM611", "hand-tier-incomplete", Severity.WARNING)


def record(loaded: Loaded, policy: Policy, day: date) -> Iterator[Diagnostic]:
    """The reason and last day of the tier in the profile."""
    value = loaded.customer.profile.get("tier") if loaded.customer else None
    if value is None or not isinstance(value.data, dict) or "value" not in value.data:
        return
    group, source = value.data, loaded.document.source
    tier = group["value"]
    if not isinstance(tier.data, str):
        return
    wanted = {"reason": policy.tiers.hand_reason, "until": policy.tiers.hand_until}
    lacking = [key for key, needed in wanted.items() if needed and key not in group]
    if lacking:
        length = tier.node.end - tier.node.start
        place, said = source(tier.node.start), ", ".join(lacking)
        yield INCOMPLETE.at(place, length=length, tier=tier.data, lacking=said)
    until = group.get("until")
    if until is not None and isinstance(until.data, date) and until.data < day:
        length = until.node.end - until.node.start
        yield EXPIRED.at(source(until.node.start), length=length, tier=tier.data, until=until.data)


CHECK = Check("hand tier", record=record)
