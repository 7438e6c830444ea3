"""Name what is due: for whom, by when, through which channel, about what, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from crmkit.calendar.working import Calendar
from crmkit.diagnostics import Source
from crmkit.language import Label


class Bucket(StrEnum):
    """When something is due, seen from the day of the view; weeks are those of the calendar."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"
    LATER = "later"


class Note(StrEnum):
    """What changed the day, or how to do it."""

    AUTOMATIC = "automatic"
    CAPPED = "capped"
    FIRST = "first"
    REST_DAY = "rest_day"
    SHORTENED = "shortened"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


NOTES = {
    Note.AUTOMATIC: Label("自动发送", "sent automatically"),
    Note.CAPPED: Label("因联系上限顺延", "moved behind the contact cap"),
    Note.FIRST: Label("优先安排", "these first"),
    Note.REST_DAY: Label("遇休息日顺延", "moved off a rest day"),
    Note.SHORTENED: Label("比平常提前", "sooner than usual"),
    Note.SKIPPED: Label("上次免跟进", "left out last time"),
    Note.SNOOZED: Label("已延后", "put off"),
}
"""How each note is said, on the terminal and on pages."""


@dataclass(frozen=True, slots=True)
class Fulfil:
    """What would fulfil it: a contact by one of the channels (empty: any) from a day on, for a purpose.

    Where `fields` are named no contact does: they are to be filled or found to be well, or to be decided.
    """

    channels: tuple[str, ...]
    since: date
    purpose: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do for a customer, a number; `key` names it for `snooze` and `skip`.

    `source` is the key of the due source that asks for it. `due` is the target, `limit` the last day that is
    borne (None: no other than the target); only the methods here compare them, and say them. `rule` is the
    place in the procedures, or the entry that promised; `reset_by` the entry from which it counts. `owner` is
    the person or the role that does it; where that person left, who does their work, and `former` they.
    `waits_for` is the person or the role whom it waits for, empty for nobody.
    """

    customer: str
    key: str
    source: str
    owner: str
    tier: str
    due: date
    bucket: Bucket
    about: Label
    channels: tuple[str, ...]
    rule: Source
    reset_by: Source | None
    last_touch: date | None
    fulfilled_by: Fulfil
    limit: date | None = None
    letter: str = ""
    notes: tuple[Note, ...] = ()
    former: str = ""
    waits_for: str = ""

    @property
    def day(self) -> date:
        """The day of the target."""
        return self.due

    @property
    def said(self) -> str:
        """The target as programs and people read it."""
        return self.due.isoformat()

    @property
    def last_day(self) -> str:
        """The limit in the same form, empty for none."""
        return self.limit.isoformat() if self.limit else ""

    @property
    def automatic(self) -> bool:
        """Whether a machine sends it."""
        return Note.AUTOMATIC in self.notes

    def ahead(self, *, as_of: date) -> int:
        """How many days lie between a day and the target; below zero where it is late."""
        return (self.due - as_of).days

    def late(self, *, as_of: date) -> bool:
        """Whether the target is past on a day."""
        return self.due < as_of

    def past_limit(self, *, as_of: date) -> bool:
        """Whether the last day that is borne is past on a day."""
        return self.limit is not None and self.limit < as_of

    def moved(self, due: date, note: Note, calendar: Calendar, *, as_of: date) -> DueItem:
        """The item on a later day, with the reason; the item itself where the day is none."""
        if due <= self.due:
            return self
        later = bucket(due, calendar, as_of=as_of)
        return replace(self, due=due, bucket=later, notes=(*self.notes, note))


def bucket(due: date, calendar: Calendar, *, as_of: date) -> Bucket:
    """Where a day lies, seen from another."""
    if due < as_of:
        return Bucket.OVERDUE
    if due == as_of:
        return Bucket.TODAY
    if due - as_of == timedelta(days=1):
        return Bucket.TOMORROW
    return Bucket.THIS_WEEK if due <= calendar.week(as_of)[1] else Bucket.LATER
