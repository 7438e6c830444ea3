"""Say where a deadline lies, seen from a moment: late, today, tomorrow, this week, later."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from crmkit.calendar.deadline import Deadline


class Bucket(StrEnum):
    """When something is due, seen from a moment; weeks are those of the calendar."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"
    LATER = "later"


def bucket(
    due: Deadline, grace: Deadline | None, week_ends: date, moment: datetime, reminded: date | None = None
) -> Bucket:
    """Where it lies, seen from a moment in the week that ends on a day; within its grace it is today's.

    Up to the day `reminded` it is tomorrow's, so that whoever does it is reminded; without one, of tomorrow.
    """
    today = moment.date()
    if due.day < today or (due.at is not None and due.passed(moment)):
        return Bucket.TODAY if grace is not None and not grace.passed(moment) else Bucket.OVERDUE
    if due.day == today:
        return Bucket.TODAY
    if due.day <= reminded if reminded else due.day - today == timedelta(days=1):
        return Bucket.TOMORROW
    return Bucket.THIS_WEEK if due.day <= week_ends else Bucket.LATER


def awaited(due: Deadline, grace: Deadline | None, limit: str, *, as_of: date) -> Deadline:
    """From what lateness is told on a day: behind the target the end of the grace, so long as it lasts.

    What is borne until its limit is late from there on.
    """
    if grace is None or as_of <= due.day:
        return due
    return grace if as_of <= grace.day or limit == grace.written else due
