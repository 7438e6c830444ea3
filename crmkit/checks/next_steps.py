"""Tell next steps that nobody can be reminded of, or not on the day that was meant (E6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.calendar.span import after
from crmkit.calendar.spoken import NoDay
from crmkit.calendar.working import Calendar
from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice
from crmkit.document import Document
from crmkit.load import Loaded
from crmkit.load.next_steps import dated_within
from crmkit.model import Event, NextStep
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.schema.read import MASK, shown
from crmkit.schema.read_entry import NEXT

NO_DAY = Code("CRM453", "next-step-without-day")
NO_DATE = Code("CRM455", "next-step-day-no-date")
TWO_DATES = Code("CRM456", "next-step-with-two-dates", Severity.WARNING)
PAST = Code("CRM457", "next-step-before-its-entry", Severity.WARNING)
FAR = Code("CRM458", "next-step-far-off", Severity.WARNING)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Next steps begin with their date; those of an entry that is void matter to nobody."""
    for event in loaded.customer.events if loaded.customer else ():
        if event.steps and event.voided_on is None:
            for step in event.steps:
                yield from _step(step, event, loaded.document, policy)


def _step(step: NextStep, event: Event, document: Document, policy: Policy) -> Iterator[Diagnostic]:
    place = Source(document.path, step.line, step.column)
    if step.day is None:
        yield _unread(step, event, document, policy)
    elif step.day < event.date:
        yield PAST.at(place, length=len(step.day.isoformat()), day=step.day, made=event.date)
    else:
        farthest = policy.get(Cadence).promises.farthest
        if farthest and step.day > (last := after(event.date, farthest, policy.get(Calendar))):
            yield FAR.at(place, length=len(step.day.isoformat()), day=step.day, made=event.date, last=last)
    if step.doubt >= 0:
        yield TWO_DATES.at(place._replace(column=step.column + step.doubt - step.start))


def _unread(step: NextStep, event: Event, document: Document, policy: Policy) -> Diagnostic:
    """No day at all, or one that is written in another way: then with the date that was meant."""
    text, place = document.text[step.start : step.end], Source(document.path, step.line, step.column)
    field = policy.schema.entry_fields(event.cls).find(NEXT)
    hidden = field is not None and field.hidden
    if step.meant in (NoDay.UNREAD, NoDay.STRETCH):
        again = dated_within(text, event.date)
        return NO_DAY.at(place, suggestion="" if hidden else shown(again))
    words = document.text[step.start : step.words_end]
    meant = step.meant.isoformat() if isinstance(step.meant, date) else ""
    return NO_DATE.at(
        place,
        length=len(words),
        text=MASK if hidden else shown(words),
        suggestion="" if hidden else meant,
        fix=_fix(step, meant, document.text) if step.sure and meant else (),
    )


def _fix(step: NextStep, meant: str, text: str) -> tuple[Splice, ...]:
    """The words of the day as its date."""
    glued = step.words_end < step.end and bool(text[step.words_end].strip())
    return (Splice(step.start, step.words_end, meant + " " * glued),)


CHECK = Check("next steps", record=record)
