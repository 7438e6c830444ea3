"""Tell what a spot check pointed out and nobody filled in time, or what it named is no field (C2, C3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute.approvals import APPROVAL
from crmkit.compute.spot_checks import SPOT_CHECKS
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import see
from crmkit.followups.sources.gaps import items
from crmkit.language import Word
from crmkit.load import Loaded
from crmkit.load.gaps import known, pointed_out
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.schema.names import Sought
from crmkit.view import View

UNKNOWN = Code("CRM454", "spot-check-field-unknown", Severity.WARNING)
LATE = Code("CRM637", "gap-not-filled", Severity.NOTICE)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """What a spot check or an approval names as missing is a field, or only another of them can close it."""
    fields, kind, sought = policy.schema.profile, policy.get(Quality).check_kind, Sought()
    for event in loaded.customer.events if loaded.customer else ():
        if event.kind not in (kind, APPROVAL) or event.voided_on is not None:
            continue
        for path in pointed_out(event):
            if not known(path, fields):
                start = event.fields["missing"].node.start
                near = sought.near(path, fields)
                called = Word(near, fields.called(near))
                yield UNKNOWN.at(loaded.document.source(start), field=path, near=called)


def each(view: View) -> Iterator[Diagnostic]:
    """On the entry that pointed it out, from the day after the last on which it was to be filled."""
    if view.policy.get(Quality).fill_within is None:
        return
    for standing in view.standings.values():
        if not standing.facts.of(SPOT_CHECKS):
            continue
        for item in items(see(standing, view)):
            if item.late(as_of=view.as_of):
                line = item.reset_by.line if item.reset_by else 0
                place, about = standing.facts.source(line), item.about
                yield LATE.at(place, about=about, due=item.day)


CHECK = Check("spot checks", record=record, each=each)
