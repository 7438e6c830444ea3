"""How often and when were we in touch: interactions in windows of months, and the last one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import window
from crmkit.compute import Ask, Extract, Facts, Measure, Question, base_back, counting, key_fact, turning
from crmkit.history import in_time, stood
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.policy.files.relationship import Relationship
from crmkit.rules import MetricType, Quantity, family, plain
from crmkit.rules.percent import change
from crmkit.schema.classes.change import CLASS as CHANGE

COMPLAINT = "complaint"
CONTACTS, COMPLAINTS = "contacts", "complaints"


class Touch(NamedTuple):
    """An interaction that reached somebody, or what counts as one: a change of a key fact (C7).

    `automatic` ones a machine sends, where the policy does not count them as a word from us.
    """

    date: datetime.date
    contact: bool
    complaint: bool
    line: int
    voided_on: datetime.date | None
    automatic: bool = False


def read(customer: Customer, policy: Policy) -> tuple[Touch, ...]:
    """Interactions, changes of key facts and complaints."""
    found = []
    for event in customer.events:
        contact = event.cls.contact and event.get("reached") is not False
        complaint = event.kind == COMPLAINT
        if contact or complaint or (event.cls is CHANGE and key_fact(event.say("field"), policy)):
            automatic = event.get("automatic") is True and not policy.get(Relationship).automatic
            found.append(Touch(event.date, contact, complaint, event.line, event.voided_on, automatic))
    return tuple(found)


TOUCHES: Extract[tuple[Touch, ...]] = Extract("touches", read)


def days_since(facts: Facts, ask: Ask) -> Quantity:
    """Days since the last touch; unknown without any.

    What a machine sends is no word from us, unless the policy counts it.
    """
    past = stood(facts.of(TOUCHES), as_of=ask.as_of)
    news = (touch for touch in past if not touch.complaint and not touch.automatic)
    last = max(news, key=in_time, default=None)
    if last is None:
        return Quantity(None)
    return Quantity(Decimal((ask.as_of - last.date).days), (facts.source(last.line),))


def over_window(facts: Facts, ask: Ask) -> Quantity:
    """Counts in a window, or their change in percent."""
    metric, past = ask.metric, stood(facts.of(TOUCHES), as_of=ask.as_of)
    counted = [touch for touch in past if (touch.complaint if metric.family == COMPLAINTS else touch.contact)]
    begin, _ = window(ask.as_of, metric.months)
    now = [touch for touch in counted if touch.date > begin]
    if not metric.variant:
        return Quantity(Decimal(len(now)), tuple(facts.source(touch.line) for touch in now))
    begin, end = window(ask.as_of, metric.months, back=base_back(metric))
    base = [touch for touch in counted if begin < touch.date <= end]
    return Quantity(change(len(base), len(now)), tuple(facts.source(touch.line) for touch in (*base, *now)))


def turns(facts: Facts, ask: Ask) -> Iterator[date]:
    """When one comes into a window, leaves it or is voided."""
    return turning([(touch.date, touch.voided_on) for touch in facts.of(TOUCHES)], ask.metric)


def passed(facts: Facts, ask: Ask) -> Iterator[date]:
    """When one comes or is voided, or is as long ago as a limit says."""
    return counting([(touch.date, touch.voided_on) for touch in facts.of(TOUCHES)], ask)


WINDOWED = (
    family(CONTACTS, MetricType.COUNT, "互动次数", "contacts", "change", "yoy"),
    family(COMPLAINTS, MetricType.COUNT, "投诉数", "complaints"),
)
SINCE = plain("days_since_touch", MetricType.COUNT, "距上次互动天数", "days since the last interaction")
QUESTION = Question(
    TOUCHES,
    (
        Measure(WINDOWED, over_window, turns),
        Measure((SINCE,), days_since, passed),
    ),
)
