"""Find dates that cannot be true: ahead of today, before our time, an end before its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crmkit.calendar import lunar
from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.model import Customer, Group, groups
from crmkit.policy import Policy
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.fields import Fields, named
from crmkit.schema.values import Day

FUTURE = Code("CRM410", "entry-in-the-future", Severity.WARNING)
VERY_OLD = Code("CRM411", "entry-very-old", Severity.WARNING)
END_FIRST = Code("CRM412", "ends-before-start")
TIMES_REVERSED = Code("CRM413", "times-reversed", Severity.WARNING)
NO_SUCH_DAY = Code("CRM474", "lunar-day-not-in-its-year", Severity.WARNING)
BIRTHDAY = Code("CRM415", "birthday-in-the-future", Severity.WARNING)

SPANS = (("contracts", "start", "end"), ("contacts", "since", "left"))


def now(loaded: Loaded, policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Dates of entries, then those of the profile, against the real day, whichever is asked about."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    earliest = policy.book.earliest
    for event in customer.events:
        if event.date > day or event.date < earliest or (event.end_time and event.end_time < event.time):
            yield from _entry(loaded, event.number - 1, at, policy, day)
        if event.cls is CONTRACT and "end" in event.fields:
            yield from _span(event.fields, policy.schema.entry_fields(event.cls), "start", "end", at)
    yield from _profile(customer, policy.schema.profile, at, day)


def _entry(loaded: Loaded, index: int, at: Places, policy: Policy, day: date) -> Iterator[Diagnostic]:
    """What cannot be of an entry's date and times."""
    entry = loaded.document.entries[index]
    written = entry.date.isoformat()
    text = loaded.document.text
    place = at(max(text.find(written, entry.start, entry.heading_end), entry.start))
    if entry.date > day:
        yield FUTURE.at(place, length=len(written), date=written, today=day)
    if entry.date < policy.book.earliest:
        yield VERY_OLD.at(place, length=len(written), date=written, earliest=policy.book.earliest)
    if entry.end_time and entry.end_time < entry.time:
        yield TIMES_REVERSED.at(place, start=entry.time, end=entry.end_time)


def _profile(customer: Customer, fields: Fields, at: Places, day: date) -> Iterator[Diagnostic]:
    profile = customer.profile
    for key, start, end in SPANS:
        for inner in groups(profile, key):
            if end in inner:
                yield from _span(inner, _within(fields, key), start, end, at)
    for person in (profile, *(contact.said for contact in customer.contacts)):
        birthday = person.get("birthday")
        if birthday is None or not isinstance(birthday.data, Day):
            continue
        if _ahead(birthday.data, day):
            yield BIRTHDAY.at(at(birthday.node.start), today=day)
        elif _not_in_its_year(birthday.data):
            yield NO_SUCH_DAY.at(at(birthday.node.start), **_named(fields, "birthday"))


def _within(fields: Fields, key: str) -> Fields:
    field = fields.find(key)
    return field.fields if field else Fields()


def _named(fields: Fields, key: str, argument: str = "field") -> dict[str, Any]:
    field = fields.find(key)
    return named(field, argument) if field else {argument: key}


def _span(group: Group, fields: Fields, start: str, end: str, at: Places) -> Iterator[Diagnostic]:
    """An end that lies before its beginning, told at the end."""
    first, last = group.get(start), group.get(end)
    if first is None or last is None or not isinstance(first.data, date) or not isinstance(last.data, date):
        return
    if last.data < first.data:
        length = last.node.end - last.node.start
        place = at(last.node.start)
        called = {**_named(fields, end), **_named(fields, start, "other")}
        yield END_FIRST.at(place, length=length, **called, start=first.data, end=last.data)


def _ahead(birthday: Day, day: date) -> bool:
    """Whether somebody would be born after today; of a lunar day only the year is compared."""
    if birthday.year is None or birthday.year < day.year:
        return False
    later = (birthday.month, birthday.day) > (day.month, day.day)
    return birthday.year > day.year or (later and not birthday.lunar)


def _not_in_its_year(birthday: Day) -> bool:
    """Whether a lunar year that the table knows has no such day."""
    year, month, day = birthday.year, birthday.month, birthday.day
    if not birthday.lunar or year is None or not lunar.known(year):
        return False
    # New Year's Eve is written as the 30th; where the month has 29 days it is the last.
    eve = month == lunar.MONTHS and not birthday.leap
    return not eve and lunar.to_solar(lunar.LunarDay(year, month, day, birthday.leap)) is None


CHECK = Check("dates", now=now)
