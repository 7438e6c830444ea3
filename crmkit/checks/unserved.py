"""Warn of customers for whom nothing will ever be due, since their status is never followed up (E2)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import due_for, served
from crmkit.policy import Policy
from crmkit.view import Standing, View

UNSERVED = Code("CRM646", "status-not-served", Severity.WARNING)
STATUS = "status"


def each(view: View) -> Iterator[Diagnostic]:
    """Where a status may be left out: who has none, or one of no rhythm, and no other plan.

    Where it may not, what a new customer waits for is the step to the next status, and lists say so.
    """
    policy = view.policy
    field = policy.schema.profile.find(STATUS)
    if field is None or field.required or not policy.cadence.tracks:
        return
    for standing in view.standings.values():
        if served(standing, policy) and not _in_rhythm(standing, policy) and not due_for(standing, view):
            status = policy.statuses.statuses.get(str(standing.status.value))
            zh, en = status.label if status else ("", "")
            served_by = [
                s.label for s in policy.statuses.statuses.values() if s.stage in policy.cadence.stages
            ]
            yield UNSERVED.at(
                standing.facts.place,
                status_zh=zh, status_en=en,
                some_zh="、".join(label.zh for label in served_by),
                some_en=", ".join(label.en for label in served_by),
            )  # fmt: skip


def _in_rhythm(standing: Standing, policy: Policy) -> bool:
    """Whether a track is for customers of the status, whatever their tier."""
    key = str(standing.status.value)
    status = policy.statuses.statuses.get(key)
    return any(
        key in track.statuses if track.statuses else status is not None and status.stage in track.stages
        for track in policy.cadence.tracks
    )


CHECK = Check("unserved", each=each)
