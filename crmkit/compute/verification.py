"""When were the key facts last verified, and when is it time again (C5)."""

from __future__ import annotations

import datetime
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.compute import Extract, Facts, Question
from crmkit.history import in_time, last_of
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.schema.classes.verification import CLASS as VERIFICATION


class Verified(NamedTuple):
    """A day on which facts were verified, or, as the first, on which they were recorded."""

    date: datetime.date
    line: int
    voided_on: datetime.date | None = None


class Times(NamedTuple):
    """Verifications in the profile and the log, and the day the record was made."""

    verified: tuple[Verified, ...]
    recorded: Verified | None


class Due(NamedTuple):
    """The day by which it is due, the last verification (None: never), and the line that says so."""

    day: date
    last: date | None
    line: int


def read(customer: Customer, policy: Policy) -> Times:
    """Every verification."""
    said = [Verified(e.date, e.line, e.voided_on) for e in customer.events if e.cls is VERIFICATION]
    profile, made = customer.get("verified", "date"), customer.get("recorded", "date")
    if isinstance(profile, date):
        said.append(Verified(profile, customer.line("verified")))
    recorded = Verified(made, customer.line("recorded")) if isinstance(made, date) else None
    return Times(tuple(sorted(said, key=in_time)), recorded)


TIMES: Extract[Times] = Extract("verification", read)


def due_on(facts: Facts, policy: Policy, *, as_of: date) -> Due | None:
    """When the next verification is due for a customer who is followed; None when none is asked for."""
    every = policy.get(Quality).verify_every
    if every is None:
        return None
    times = facts.of(TIMES)
    last = last_verified(times, as_of=as_of)
    start = last or times.recorded
    if start is None:
        return None
    return Due(after(start.date, every, policy.get(Calendar)), last.date if last else None, start.line)


def last_verified(times: Times, *, as_of: date) -> Verified | None:
    """The last verification up to a day."""
    return last_of(times.verified, as_of=as_of)


QUESTION = Question(TIMES)
