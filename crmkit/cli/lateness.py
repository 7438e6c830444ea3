"""Say how rows of what is due look at a moment: whether they stand, and in which bucket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from crmkit.calendar.bucket import Bucket, awaited, bucket
from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import DAY, Span, after, said
from crmkit.calendar.working import Calendar
from crmkit.language import Label, Word

BUCKETS = {
    Bucket.OVERDUE: Word("overdue", Label("逾期", "overdue")),
    Bucket.TODAY: Word("today", Label("今天", "today")),
    Bucket.TOMORROW: Word("tomorrow", Label("明天", "tomorrow")),
    Bucket.THIS_WEEK: Word("this_week", Label("本周", "this week")),
    Bucket.LATER: Word("later", Label("以后", "later")),
}
NOTHING = Word("nothing_planned", Label("暂无安排", "nothing planned"))
EVERY = (*BUCKETS, NOTHING.key)
"""The keys of all buckets, the most urgent first."""


class Reminder(NamedTuple):
    """The last day of which people are reminded on a day, and what is due until then is called."""

    until: date
    label: Label


def reminder(span: Span | None, calendar: Calendar, *, as_of: date) -> Reminder | None:
    """Of so long ahead; None where it is tomorrow, as it is without a span."""
    if span is None or span == Span(1, DAY):
        return None
    zh, en = said(span)
    return Reminder(after(as_of, span, calendar), Label(f"{zh}内", f"within {en}"))


def standing_at(
    rows: Iterable[dict[str, Any]], week_ends: date, moment: datetime, remind: Reminder | None = None
) -> Iterator[dict[str, Any]]:
    """The rows, kept for the whole day of a moment, that stand then, each with its bucket."""
    words = BUCKETS | ({Bucket.TOMORROW: Word("tomorrow", remind.label)} if remind else {})
    clock = moment.time().isoformat()

    @cache  # many rows share a day
    def lies(due: str, due_at: str | None, grace: str | None) -> Word:
        borne = Deadline(date.fromisoformat(grace)) if grace else None
        until = remind.until if remind else None
        return words[bucket(deadline(due, due_at), borne, week_ends, moment, until)]

    for row in rows:
        if row["from"] <= clock and (row["to"] is None or clock < row["to"]):
            row["bucket"] = lies(row["due"], row["due_at"], row["grace"]) if row["due"] else NOTHING
            yield row


def told_from(due: str, due_at: str | None, grace: str | None, limit: str | None, *, as_of: date) -> Deadline:
    """From what the lateness of a row is told on a day."""
    borne = Deadline(date.fromisoformat(grace)) if grace else None
    return awaited(deadline(due, due_at), borne, limit or "", as_of=as_of)


def deadline(due: str, due_at: str | None) -> Deadline:
    """The deadline of a row."""
    return Deadline(date.fromisoformat(due), datetime.fromisoformat(due_at) if due_at else None)
