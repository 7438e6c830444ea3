"""Whom did we greet: the greetings of a log, for whom, and their text with its names taken out (E4, E8)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cache
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
    rules = policy.get(MilestonePolicy).personal
    says = _saying(rules.words)
    contacts = ((event, _greets(event, rules, says)) for event in customer.events if event.cls.contact)
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


@cache
def _saying(words: tuple[str, ...]) -> Callable[[str], object]:
    """Whether a folded text says one of the words."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)").search


def _greets(event: Event, rules: GreetingRules, says: Callable[[str], object]) -> bool | None:
    """Whether it is meant for one, False where its text alone sounds like it; None for none of ours."""
    purpose = event.say("purpose")
    meant = purpose in rules.purposes or event.kind in rules.kinds or bool(says(event.subject.lower()))
    if not meant and (purpose or not says(f"{event.say('summary')}{event.text}".lower())):
        return None
    if event.say("direction") == INBOUND or event.get("reached") is False:
        return None
    return meant


def named(text: str) -> tuple[str, ...]:
    """The names of a list in a text, folded."""
    return tuple(key(name) for name in BETWEEN.split(text) if name) if text else ()


def _plain(event: Event, names: re.Pattern[str] | None) -> str:
    """What was said, without names; of an entry without a text what its heading says."""
    said = nameless(f"{event.say('summary')}\n{event.text}", names)
    return said or nameless(event.subject, names)


GREETINGS: Extract[tuple[Greeted, ...]] = Extract("greetings", read)
QUESTION = Question(GREETINGS)
