"""Warn of customers who may leave, with the evidence (D8)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import LANGUAGES
from crmkit.rules import say_all
from crmkit.view import View

RISK = Code("CRM631", "churn-risk", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """A notice for each segment that warns, where the customer is still served."""
    statuses, stages = view.policy.statuses.statuses, view.policy.cadence.stages
    labels = {segment.key: segment.label for segment in view.policy.segments}
    for standing in view.standings.values():
        status = statuses.get(str(standing.status.value))
        if status is None or (stages and status.stage not in stages):
            continue
        for belonging in standing.segments:
            if belonging.warns:
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


CHECK = Check("churn", each=each)
