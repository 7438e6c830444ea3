"""Warn of silence beyond the limit that a track bears (E2, E8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import due_for
from crmkit.view import View

SILENT = Code("CRM636", "silent-past-limit", Severity.NOTICE)


def book(view: View, facts: Sequence[Facts]) -> Iterator[Diagnostic]:
    """Where a policy has limits and asks for the warning: customers whose limit has passed."""
    if not view.policy.cadence.warns_past_limit:
        return
    for standing in view.standings.values():
        for item in due_for(standing, view):
            if item.limit is not None and item.limit < view.as_of:
                line = item.reset_by.line if item.reset_by else 0
                yield SILENT.at(standing.facts.source(line), item=item.key, limit=item.limit)


CHECK = Check("silence", book=book)
