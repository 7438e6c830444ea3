"""Say once when the holiday table ends before what is planned (E11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.policy import FOLDER, Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.view import Brief

ENDS = Code("CRM630", "holidays-unknown", Severity.NOTICE)
FILE = "calendar.md"


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Nothing is guessed for a year outside the table: there only weekends are known."""
    calendar, tracks = policy.get(Calendar), policy.get(Cadence).tracks
    if FILE not in policy.files:
        return
    longest = max((track.every for track in tracks), key=lambda span: span.length, default=None)
    last = after(day, longest, calendar) if longest else day
    lacking = [year for year in (day.year, last.year) if year not in calendar.years]
    if lacking:
        yield ENDS.at(Source(FOLDER + FILE), years=", ".join(dict.fromkeys(map(str, lacking))))


CHECK = Check("calendar years", book=book)
