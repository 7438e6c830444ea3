"""Tell which tiers hold only because something is not known yet (D1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.language import Lang
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
            zh, en = tier.label if tier else (tiering.key, tiering.key)
            yield GUESSED.at(
                standing.facts.source(0), tier=tiering.key, tier_zh=zh, tier_en=en,
                unknown=", ".join(unknown), unknown_zh="、".join(_called(unknown, "zh")),
                unknown_en=", ".join(_called(unknown, "en")),
            )  # fmt: skip


def _called(names: Iterable[str], lang: Lang) -> list[str]:
    """What the metrics are called."""
    known = [(name, metric(name)) for name in names]
    return [str(getattr(found.label, lang)) if found else name for name, found in known]


CHECK = Check("guessed tier", each=each)
