"""Warn of customers who may leave, with the evidence (D8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.rules import Reason
from crmkit.view import View

RISK = Code("CRM631", "churn-risk", Severity.NOTICE)


def book(view: View, facts: Sequence[Facts]) -> Iterator[Diagnostic]:
    """A notice for each segment that warns, where the customer is still served."""
    statuses, stages = view.policy.statuses.statuses, view.policy.cadence.stages
    for standing in view.standings.values():
        status = statuses.get(str(standing.status.value))
        if status is None or (stages and status.stage not in stages):
            continue
        for belonging in standing.segments:
            if belonging.warns:
                said = ", ".join(_said(reason) for reason in belonging.reasons)
                line = next((s.line for reason in belonging.reasons for s in reason.sources), 0)
                yield RISK.at(standing.facts.source(line), segment=belonging.key, evidence=said)


def _said(reason: Reason) -> str:
    return f"{reason.metric} {reason.value} {reason.operator} {reason.limit}"


CHECK = Check("churn", book=book)
