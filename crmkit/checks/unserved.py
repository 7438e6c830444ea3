"""Warn of customers for whom nothing will ever be due, since their status is never followed up (E2)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import due_for
from crmkit.followups.tracks import of_status
from crmkit.language import Label, joined
from crmkit.policy.files.cadence import Cadence
from crmkit.view import View

UNSERVED = Code("CRM646", "status-not-served", Severity.WARNING)
STATUS = "status"


def each(view: View) -> Iterator[Diagnostic]:
    """Where a status may be left out: who has none, or one of no rhythm, and no other plan.

    Where it may not, what a new customer waits for is the step to the next status, and lists say so.
    """
    policy = view.policy
    field = policy.schema.profile.find(STATUS)
    if field is None or field.required or not policy.get(Cadence).tracks:
        return
    for standing in view.standings.values():
        in_rhythm = any(of_status(track, standing) for track in policy.get(Cadence).tracks)
        if standing.awaits_plan and not in_rhythm and not due_for(standing, view):
            status = policy.statuses.statuses.get(str(standing.status.value))
            served_by = [
                s.label for s in policy.statuses.statuses.values() if s.stage in policy.get(Cadence).stages
            ]
            yield UNSERVED.at(
                standing.facts.place,
                status=status.label if status else Label("", ""),
                some=joined(served_by),
            )  # fmt: skip


CHECK = Check("unserved", each=each)
