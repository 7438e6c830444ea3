"""Name what is due: for whom, by when, through which channel, about what, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from crmkit.calendar.bucket import Bucket, awaited, bucket
from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import Span, after
from crmkit.calendar.working import Calendar
from crmkit.diagnostics import Source
from crmkit.language import Label


class Note(StrEnum):
    """What changed the day, or how to do it."""

    AUTOMATIC = "automatic"
    BEFORE_REST = "before_rest"
    CAPPED = "capped"
    FIRST = "first"
    NO_ROOM = "no_room"
    REST_DAY = "rest_day"
    SHORTENED = "shortened"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


NOTES = {
    Note.AUTOMATIC: Label("自动发送", "sent automatically"),
    Note.BEFORE_REST: Label("遇休息日提前", "moved ahead of a rest day"),
    Note.CAPPED: Label("因联系上限顺延", "moved behind the contact cap"),
    Note.FIRST: Label("优先安排", "these first"),
    Note.NO_ROOM: Label(
        "联系次数已满，合在别的联系里说", "the contact cap is reached: say it with another contact"
    ),
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

    `source` is the key of the due source that asks for it. `due` is the target, `limit` the last that is
    borne (None: no other than the target), `grace` until when it is not called late yet. `rule` is the
    place in the procedures, or the entry that promised; `reset_by` the entry from which it counts. `owner`
    is the person or the role that does it; where that person left, who does their work, and `former` they.
    `waits_for` is the person or the role whom it waits for, empty for nobody. `tells` is the path of the
    field of the profile that it gives away, such as a birthday, empty for none; `whose` is who of them it is
    about, empty for the customer.

    It knows nothing of now, so that it can be kept: lateness is asked for with a moment.
    """

    customer: str
    key: str
    source: str
    owner: str
    tier: str
    due: Deadline
    about: Label
    channels: tuple[str, ...]
    rule: Source
    reset_by: Source | None
    last_touch: date | None
    fulfilled_by: Fulfil
    limit: Deadline | None = None
    letter: str = ""
    notes: tuple[Note, ...] = ()
    former: str = ""
    waits_for: str = ""
    grace: Deadline | None = None
    tells: str = ""
    whose: str = ""

    @property
    def day(self) -> date:
        """The day of the target."""
        return self.due.day

    @property
    def said(self) -> str:
        """The target as programs and people read it: the day, and the minute where it has one."""
        return self.due.written

    @property
    def last_day(self) -> str:
        """The limit in the same form, empty for none."""
        return self.limit.written if self.limit else ""

    @property
    def automatic(self) -> bool:
        """Whether a machine sends it."""
        return Note.AUTOMATIC in self.notes

    def ahead(self, *, as_of: date) -> int:
        """How many days lie between a day and the target; below zero where it is late."""
        return (self.day - as_of).days

    def late(self, *, as_of: date) -> bool:
        """Whether the day of the target is past on a day."""
        return self.day < as_of

    def past_limit(self, *, as_of: date) -> bool:
        """Whether the last day that is borne is past on a day."""
        return self.limit is not None and self.limit.day < as_of

    def awaited(self, *, as_of: date) -> Deadline:
        """From what its lateness is told on a day: the target, or the end of its grace."""
        return awaited(self.due, self.grace, self.last_day, as_of=as_of)

    def state(self, calendar: Calendar, remind: Span | None = None, *, as_of: date) -> Bucket:
        """Where it lies on a day, whatever the hour: what ends at a minute of the day is due today.

        Whoever does it is reminded so long before; without a span, of tomorrow.
        """
        begins = datetime.combine(as_of, time())
        reminded = after(as_of, remind, calendar) if remind else None
        return bucket(Deadline(self.day), self.grace, calendar.week(as_of)[1], begins, reminded)

    def moved(self, day: date, note: Note) -> DueItem:
        """The item on a later day, with the reason; the item itself where the day is none."""
        if day <= self.day:
            return self
        return replace(self, due=Deadline(day), grace=None, notes=(*self.notes, note))
