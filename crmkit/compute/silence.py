"""How long was it silent: days since the last sign of life, or since the record began when there was none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute import Ask, Extract, Facts, Measure, Question, counting, key_fact
from crmkit.history import Start, in_time, stood
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.policy.files.relationship import FIRST_COOPERATION, SIGNED, Relationship
from crmkit.rules import MetricType, Quantity, plain
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.classes.order import CLASS as ORDER

PROFILE = ((FIRST_COOPERATION, ORDER), (SIGNED, CONTRACT))
"""Days of the profile, each a sign of life where entries of its class are."""
BEGAN = (("recorded", "date"), ("arrived", "date"), ("source", "date"))


class Signs(NamedTuple):
    """Signs of life, and the days from which silence counts without any: the first that has come."""

    signs: tuple[Start, ...]
    began: tuple[Start, ...]


def read(customer: Customer, policy: Policy) -> Signs:
    """What the policy takes for a sign of life, and when the record began."""
    rules, events = policy.get(Relationship), customer.events
    signs = [
        Start(e.date, e.line, e.voided_on)
        for e in events
        if e.cls in rules.signs
        and (e.cls is not CHANGE or key_fact(e.say("field"), policy))  # news of them (C7)
        and (rules.automatic or "automatic" not in e.fields or e.get("automatic") is not True)
        and ("reached" not in e.fields or e.get("reached") is not False)
    ]
    for key, cls in PROFILE:
        day = customer.get(key)
        if cls in rules.signs and isinstance(day, date):
            signs.append(Start(day, customer.line(key)))
    began = [
        Start(day, customer.line(path[0])) for path in BEGAN if isinstance(day := customer.get(*path), date)
    ]
    began += sorted((Start(event.date, event.line) for event in events), key=in_time)[:1]
    return Signs(tuple(signs), tuple(began))


SIGNS: Extract[Signs] = Extract("silence", read)


def days_silent(facts: Facts, ask: Ask) -> Quantity:
    """Days since the last of them; unknown only where the record names no day at all."""
    told, as_of = facts.of(SIGNS), ask.as_of
    began = next(stood(told.began, as_of=as_of), None)
    last = max(stood(told.signs, as_of=as_of), key=in_time, default=began)
    if last is None:
        return Quantity(None)
    return Quantity(Decimal((as_of - last.date).days), (facts.source(last.line),))


def turns(facts: Facts, ask: Ask) -> Iterator[date]:
    """When a sign of life comes or is voided, or silence is as long as a limit says."""
    told = facts.of(SIGNS)
    return counting([(one.date, one.voided_on) for one in (*told.signs, *told.began)], ask)


METRICS = (plain("days_silent", MetricType.COUNT, "沉默天数", "days of silence"),)
QUESTION = Question(SIGNS, (Measure(METRICS, days_silent, turns),))
