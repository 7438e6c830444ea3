"""Give the limits of tickets and runs to due items: in the book's zone, with the rungs that they reached."""

from __future__ import annotations

from datetime import datetime

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.working import Calendar
from crmkit.followups.seen import Seen
from crmkit.policy.files.playbooks import Escalation
from crmkit.view.limit import Limit, last_minute
from crmkit.view.timed import Stamp, owed_until


def zoned(due: Deadline, seen: Seen) -> Deadline:
    """The limit in the book's zone; one at midnight is the end of the day before."""
    day, _ = last_minute(due)
    if due.at is None or day < due.day:
        return Deadline(day)
    return due._replace(at=due.at.replace(tzinfo=seen.view.moment.tzinfo))


def rung_at(rung: Escalation, limit: Limit, calendar: Calendar) -> datetime | None:
    """When a rung is reached: at its share of the limit, or so long after it; None where its clock stands."""
    if rung.at is not None:
        return limit.rung(rung.at, calendar)
    if limit.met is not None or not isinstance(limit.due, Deadline) or rung.late is None:
        return None
    if not rung.late.number:
        return limit.due.last()
    day, clock = last_minute(limit.due)
    end = Stamp(day, "" if clock == "24:00" else clock)
    after = owed_until(end, rung.late, calendar)
    return after.last() if isinstance(after, Deadline) else None
