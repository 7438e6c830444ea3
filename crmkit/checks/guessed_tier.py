"""Tell which tiers hold only because something is not known yet (D1)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Label, Word, joined, same
from crmkit.rules import metric
from crmkit.view import View

GUESSED = Code("CRM601", "tier-guessed", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """Customers who are served by the better tier until somebody fills the gap."""
    for standing in view.standings.values():
        tiering = standing.tiering
        if tiering.guessed and tiering.key == tiering.computed:
            unknown = dict.fromkeys(reason.metric for reason in tiering.reasons if reason.held is None)
            tier = view.policy.tiers.find(tiering.key)
            yield GUESSED.at(
                standing.facts.source(0),
                tier=Word(tiering.key, tier.label if tier else same(tiering.key)),
                unknown=Word(", ".join(unknown), joined(map(_called, unknown))),
            )


def _called(name: str) -> Label:
    """What the metric is called."""
    known = metric(name)
    return known.label if known else same(name)


CHECK = Check("guessed tier", each=each)
