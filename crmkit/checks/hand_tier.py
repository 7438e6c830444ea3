"""Ask of a tier set by hand what the policy wants, and whether it still holds (D6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label, Word, joined, same
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
    called = policy.tiers.find(tier.data)
    word = Word(tier.data, called.label if called else same(tier.data))
    if lacking:
        length = tier.node.end - tier.node.start
        said = joined(_label(key, policy) for key in lacking)
        yield INCOMPLETE.at(source(tier.node.start), length=length, tier=word, lacking=said)
    until = group.get("until")
    if until is not None and isinstance(until.data, date) and until.data < day:
        length = until.node.end - until.node.start
        yield EXPIRED.at(source(until.node.start), length=length, tier=word, until=until.data)


def _label(key: str, policy: Policy) -> Label:
    """What people call a part of the tier, with its key."""
    tier = policy.schema.profile.find("tier")
    return tier.fields.called(key) if tier else same(key)


CHECK = Check("hand tier", record=record)
