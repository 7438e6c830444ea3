"""Warn of customers who may leave, with the evidence (D8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import LANGUAGES
from crmkit.policy.files.segments import Segments
from crmkit.rules import say_all
from crmkit.view import View

RISK = Code("CRM631", "churn-risk", Severity.NOTICE)


def book(view: View, facts: Sequence[Facts]) -> Iterator[Diagnostic]:
    """A notice for each segment that warns, where the customer is still served."""
    labels = {segment.key: segment.label for segment in view.policy.get(Segments)}
    for standing in view.standings.values():
        for belonging in standing.warnings:
            line = next((s.line for reason in belonging.reasons for s in reason.sources), 0)
            zh, en = (say_all(belonging.reasons, lang, view.policy.book.currency) for lang in LANGUAGES)
            yield RISK.at(
                standing.facts.source(line),
                segment=belonging.key,
                label_zh=labels[belonging.key].zh,
                label_en=labels[belonging.key].en,
                evidence_zh=zh,
                evidence_en=en,
            )


CHECK = Check("churn", book=book)
