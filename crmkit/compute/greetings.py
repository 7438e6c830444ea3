"""Whom did we greet: the greetings of a log, for whom, and their text with its names taken out (E4, E8)."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from crmkit.compute import Extract, Question
from crmkit.model import Customer, Event
from crmkit.naming import core, key
from crmkit.naming.nameless import nameless, pattern
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.greetings import GreetingRules
from crmkit.schema.read import BETWEEN

INBOUND = "in"


class Greeted(NamedTuple):
    """A greeting of ours. `whom` are the folded names that it says, `words` its text without names.

    It is `meant` for one by its purpose, its kind or its heading, else only its text sounds like one.
    """

    date: datetime.date
    line: int
    kind: str
    whom: tuple[str, ...]
    words: str
    voided_on: datetime.date | None
    meant: bool = True


def read(customer: Customer, policy: Policy) -> tuple[Greeted, ...]:
    """Those that reached somebody, in the order of days."""
    rules, events = policy.get(MilestonePolicy).personal, customer.events
    contacts = ((event, _greets(event, rules)) for event in events if event.cls.contact)
    found = [(event, meant) for event, meant in contacts if meant is not None]
    if not found:
        return ()
    called = (customer.name, str(customer.get("short_name") or ""), core(customer.name))
    names = pattern(called, (contact.name for contact in customer.contacts))
    said = [
        Greeted(e.date, e.line, e.kind, named(e.say("with")), _plain(e, names), e.voided_on, meant)
        for e, meant in found
    ]
    return tuple(sorted(said, key=lambda one: (one.date, one.line)))


def _greets(event: Event, rules: GreetingRules) -> bool | None:
    """Whether it is meant for one, False where its text alone sounds like it; None for none of ours."""
    purpose = event.say("purpose")
    heading = event.subject.lower()
    meant = purpose in rules.purposes or event.kind in rules.kinds or any(w in heading for w in rules.words)
    if not meant and (purpose or not _sounds(event, rules)):
        return None
    if event.say("direction") == INBOUND or event.get("reached") is False:
        return None
    return meant


def _sounds(event: Event, rules: GreetingRules) -> bool:
    text = f"{event.say('summary')}{event.text}".lower()
    return any(word in text for word in rules.words)


def named(text: str) -> tuple[str, ...]:
    """The names of a list in a text, folded."""
    return tuple(key(name) for name in BETWEEN.split(text) if name) if text else ()


def _plain(event: Event, names: re.Pattern[str] | None) -> str:
    """What was said, without names; of an entry without a text what its heading says."""
    said = nameless(f"{event.say('summary')}\n{event.text}", names)
    return said or nameless(event.subject, names)


GREETINGS: Extract[tuple[Greeted, ...]] = Extract("greetings", read)
QUESTION = Question(GREETINGS)
