"""Say once when the holiday table ends before what is planned (E11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.checks import Check
from crmkit.compute import Facts
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.policy import FOLDER
from crmkit.policy.files.cadence import Cadence
from crmkit.view import View

ENDS = Code("CRM630", "holidays-unknown", Severity.NOTICE)
FILE = "calendar.md"


def book(view: View, facts: Sequence[Facts]) -> Iterator[Diagnostic]:
    """Nothing is guessed for a year outside the table: there only weekends are known."""
    calendar, tracks = view.policy.get(Calendar), view.policy.get(Cadence).tracks
    if FILE not in view.policy.files:
        return
    longest = max((track.every for track in tracks), key=lambda span: span.length, default=None)
    last = after(view.as_of, longest, calendar) if longest else view.as_of
    lacking = [year for year in (view.as_of.year, last.year) if year not in calendar.years]
    if lacking:
        yield ENDS.at(Source(FOLDER + FILE), years=", ".join(dict.fromkeys(map(str, lacking))))


CHECK = Check("calendar years", book=book)
