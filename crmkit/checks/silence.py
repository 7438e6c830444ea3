"""Warn of silence: beyond the limit that a track bears, or as long as a segment says (E2, E8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import due_for, see
from crmkit.view import Standing, View

SILENT = Code("CRM636", "silent-past-limit", Severity.NOTICE)
TOO_LONG = Code("CRM638", "silent-too-long", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """Where a policy asks for it: who is past a limit, and who is served and in its segment."""
    cadence = view.policy.cadence
    for standing in view.standings.values():
        if cadence.warned.past_limit:
            yield from _past_limit(standing, view)
        if cadence.warned.segment:
            yield from _too_long(standing, view)


def _past_limit(standing: Standing, view: View) -> Iterator[Diagnostic]:
    for item in due_for(standing, view):
        if item.limit is not None and item.limit < view.as_of:
            line = item.reset_by.line if item.reset_by else 0
            zh, en = item.about
            place = standing.facts.source(line)
            yield SILENT.at(place, item=item.key, item_zh=zh, item_en=en, limit=item.limit)


def _too_long(standing: Standing, view: View) -> Iterator[Diagnostic]:
    seen = see(standing, view)
    if seen.quiet or seen.stage not in seen.cadence.stages:
        return
    labels = {segment.key: segment.label for segment in view.policy.segments}
    for belonging in standing.segments:
        if belonging.key == seen.cadence.warned.segment:
            line = next((place.line for reason in belonging.reasons for place in reason.sources), 0)
            days = standing.number("days_silent")
            last = view.as_of - timedelta(days=int(days)) if days is not None else "—"
            zh, en = labels[belonging.key]
            yield TOO_LONG.at(standing.facts.source(line), last=last, label_zh=zh, label_en=en)


CHECK = Check("silence", each=each)
