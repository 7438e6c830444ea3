"""Warn of silence: beyond the limit that a track bears, or as long as a segment says (E2, E8)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import due_for, source_of
from crmkit.language import Word
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.segments import Segments
from crmkit.view import Standing, View

SILENT = Code("CRM636", "silent-past-limit", Severity.NOTICE)
TOO_LONG = Code("CRM638", "silent-too-long", Severity.NOTICE)


def each(view: View) -> Iterator[Diagnostic]:
    """Where a policy asks for it: who is past a limit, and who is served and in its segment."""
    cadence = view.policy.get(Cadence)
    for standing in view.standings.values():
        if cadence.warned.past_limit:
            yield from _past_limit(standing, view)
        if cadence.warned.segment:
            yield from _too_long(standing, view)


def _past_limit(standing: Standing, view: View) -> Iterator[Diagnostic]:
    for item in due_for(standing, view):
        if source_of(item).regular and item.past_limit(as_of=view.as_of):
            line = item.reset_by.line if item.reset_by else 0
            place = standing.facts.source(line)
            yield SILENT.at(place, item=Word(item.key, item.about), limit=item.last_day)


def _too_long(standing: Standing, view: View) -> Iterator[Diagnostic]:
    if standing.quiet or not standing.followed:
        return
    labels = {segment.key: segment.label for segment in view.policy.get(Segments)}
    for belonging in standing.segments:
        if belonging.key == view.policy.get(Cadence).warned.segment:
            line = next((place.line for reason in belonging.reasons for place in reason.sources), 0)
            last = standing.silent_since or "—"
            yield TOO_LONG.at(standing.facts.source(line), last=last, label=labels[belonging.key])


CHECK = Check("silence", each=each)
