"""What must be written down in time: contacts by a person's hand, with their beginning and end (B5)."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.model import Customer
from crmkit.policy import Policy


class LoggedContact(NamedTuple):
    """A contact that somebody logs; times are empty where it says none, `by` is an id or empty."""

    date: datetime.date
    time: str
    end_time: str
    line: int
    kind: str
    by: str
    voided_on: datetime.date | None


def read(customer: Customer, policy: Policy) -> tuple[LoggedContact, ...]:
    """Each in the order of the file; what a machine sends writes itself down."""
    found = []
    for event in customer.events:
        if event.cls.contact and event.get("automatic") is not True:
            person = policy.people.find(event.say("by"))
            by = person.id if person else ""
            found.append(
                LoggedContact(
                    event.date, event.time, event.end_time, event.line, event.kind, by, event.voided_on
                )
            )
    return tuple(found)


LOGGED: Extract[tuple[LoggedContact, ...]] = Extract("logged", read)
QUESTION = Question(LOGGED)
