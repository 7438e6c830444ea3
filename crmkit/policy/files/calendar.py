"""Read `calendar.md`: time zone, working time, holidays with moved workdays, years covered (E11)."""

from __future__ import annotations

import re
from datetime import date, time

from crmkit.calendar import zones
from crmkit.calendar.working import Calendar, Hours
from crmkit.diagnostics import Code
from crmkit.document import Scalar
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    group,
    groups,
    label,
    listed,
    one_of,
    scalar,
    scalars,
)
from crmkit.schema.field_type import Problem
from crmkit.schema.names import nearest
from crmkit.schema.types.date import parse as read_date

ZONE = Code("CRM639", "time-zone-unknown")
OUTSIDE = Code("CRM936", "calendar-day-outside")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOVE, KEEP = "next_working_day", "keep"
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_YEAR = re.compile(r"[12][0-9]{3}")


def read_calendar(c: Cursor, _: Parts) -> Calendar:
    """The calendar; what is wrong is left out."""
    written = [node for node in scalars(c, "years") if _fits(c, node, "years", _YEAR, "2025")]
    years = frozenset(int(node.text) for node in written)
    weekdays = {
        WEEKDAYS.index(node.text)
        for node in scalars(c, "working_days", required=True)
        if listed(c, node, WEEKDAYS, "working_days")
    }
    hours = _hours(c, "working_hours")
    holidays = {
        day: name
        for item in groups(c, "holidays")
        for name in [label(item, "name")]
        for day in _days(item, "days", years)
    }
    return Calendar(
        timezone=_timezone(c),
        week_starts=WEEKDAYS.index(one_of(c, "week_starts", WEEKDAYS, WEEKDAYS[0])),
        weekdays=frozenset(weekdays),
        hours=tuple(sorted(hours.values())),
        parts=_hours(c, "day_parts"),
        holidays=holidays,
        moved=frozenset(_days(c, "moved_workdays", years)),
        years=years,
        moves=one_of(c, "rest_day", (MOVE, KEEP), MOVE) == MOVE,
    )


def _fits(c: Cursor, node: Scalar, key: str, shape: re.Pattern[str], example: str) -> bool:
    if shape.fullmatch(node.text):
        return True
    c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example=example)
    return False


def _timezone(c: Cursor) -> str:
    """The zone when there is one of that name; whether this machine has its rules is the rim's question."""
    node = scalar(c, "timezone", required=True)
    if node is None:
        return ""
    if not zones.known(node.text):
        near = zones.meant(node.text) or nearest(node.text, sorted(zones.zones()))
        c.report(ZONE, node, zone=node.text, near=near)
        return ""
    return node.text


def _hours(c: Cursor, key: str) -> dict[str, Hours]:
    """Named stretches of a day."""
    inner = group(c, key)
    found: dict[str, Hours] = {}
    for name, _ in inner.items() if inner else ():
        node = scalar(inner, name.text) if inner else None
        if inner is None or node is None or not _fits(inner, node, name.text, _HOURS, "09:00-12:00"):
            continue
        first, last, end, minute = (int(part) for part in re.split("[:-]", node.text))
        found[name.text] = Hours(time(first, last), time(end, minute))
    return found


def _days(c: Cursor, key: str, years: frozenset[int]) -> list[date]:
    """Dates, each within the years that the table says it covers."""
    found = []
    for node in scalars(c, key):
        day = read_date(node.text)
        if isinstance(day, Problem):
            c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example="2025-10-01")
        elif day.year not in years:
            c.report(OUTSIDE, node, day=node.text)
        else:
            found.append(day)
    return found


FILE = PolicyFile(name="calendar.md", of=Calendar, read=read_calendar, default=Calendar())
