"""Warn of customers who may leave, with the evidence (D8)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label, labelled
from crmkit.policy import Policy
from crmkit.policy.files.segments import Segments
from crmkit.rules import say_all
from crmkit.view import Belonging, View

RISK = Code("CRM631", "churn-risk", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """A notice for each segment that warns, where the customer is still served."""
    labels = {segment.key: segment.label for segment in view.policy.get(Segments)}
    for standing in view.standings.values():
        for belonging in standing.warnings:
            line = next((s.line for reason in belonging.reasons for s in reason.sources), 0)
            yield RISK.at(
                standing.facts.source(line),
                segment=belonging.key,
                label=labels[belonging.key],
                evidence=_evidence(belonging, view.policy),
            )


def _evidence(belonging: Belonging, policy: Policy) -> Label:
    return labelled(lambda lang: say_all(belonging.reasons, lang, policy.book.currency))


CHECK = Check("churn", each=each)
