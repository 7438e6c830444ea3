"""How content did they last say they are: the latest feedback, satisfaction and NPS answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import within
from crmkit.compute import Ask, Extract, Facts, Measure, Question, turning
from crmkit.history import in_time, stood
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.satisfaction import Compared, Satisfaction
from crmkit.rules import MetricType, Quantity, family


class FeedbackAnswer(NamedTuple):
    """One answer on one family's scale; the policy says which fields give it."""

    date: datetime.date
    family: str
    value: Decimal
    line: int
    voided_on: datetime.date | None


def read(customer: Customer, policy: Policy) -> tuple[FeedbackAnswer, ...]:
    """Every score said in an entry, by family; one on a scale of its own is no `Decimal` and in none (H1)."""
    found = []
    compared = policy.get(Satisfaction).compared
    asked = frozenset(key for rule in compared.values() for key in (*rule.fields, *rule.converts))
    for event in customer.events:
        if asked.isdisjoint(event.fields):
            continue
        for score, rule in compared.items():
            value = _said(event, rule)
            if value is not None:
                found.append(FeedbackAnswer(event.date, score, value, event.line, event.voided_on))
    return tuple(found)


def _said(event: Event, rule: Compared) -> Decimal | None:
    """The first of the fields that the entry says, else one that the policy converts."""
    for key in rule.fields:
        said = event.fields.get(key)
        if said is not None and isinstance(said.data, Decimal):
            return said.data
    for key, factor in rule.converts.items():
        said = event.fields.get(key)
        if said is not None and isinstance(said.data, Decimal):
            return said.data * factor
    return None


ANSWERS: Extract[tuple[FeedbackAnswer, ...]] = Extract("feedback", read)


def latest(facts: Facts, ask: Ask) -> Quantity:
    """The latest score of the family in the window; unknown without one."""
    said = (
        score
        for score in stood(facts.of(ANSWERS), as_of=ask.as_of)
        if score.family == ask.metric.family and within(score.date, ask.metric.months, as_of=ask.as_of)
    )
    last = max(said, key=in_time, default=None)
    return Quantity(None) if last is None else Quantity(last.value, (facts.source(last.line),))


def turns(facts: Facts, ask: Ask) -> Iterable[date]:
    """When an answer comes into the window, leaves it or is voided."""
    family = ask.metric.family
    return turning([(s.date, s.voided_on) for s in facts.of(ANSWERS) if s.family == family], ask.metric)


METRICS = (
    family("feedback", MetricType.SCORE, "最新反馈评分", "latest feedback"),
    family("satisfaction", MetricType.SCORE, "满意度", "satisfaction"),
    family("nps", MetricType.SCORE, "推荐意愿评分", "NPS answer"),
)
QUESTION = Question(ANSWERS, (Measure(METRICS, latest, turns),))
