"""How content did they last say they are: the latest feedback, satisfaction and NPS answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import within
from crmkit.compute import Ask, Question, stands, turning
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.satisfaction import METRICS, Compared, Satisfaction
from crmkit.rules import Quantity


class Answer(NamedTuple):
    """One answer on one family's scale; the policy says which fields give it."""

    date: datetime.date
    family: str
    value: Decimal
    line: int
    voided_on: datetime.date | None


def facts(customer: Customer, policy: Policy) -> tuple[Answer, ...]:
    """Every score said in an entry, by family; one on a scale of its own is no `Decimal` and in none (H1)."""
    found = []
    compared = policy.get(Satisfaction).compared
    asked = frozenset(key for rule in compared.values() for key in (*rule.fields, *rule.converts))
    for event in customer.events:
        if asked.isdisjoint(event.fields):
            continue
        for family, rule in compared.items():
            value = _said(event, rule)
            if value is not None:
                found.append(Answer(event.date, family, value, event.line, event.voided_on))
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


def per_customer(scores: tuple[Answer, ...], ask: Ask) -> Quantity:
    """The latest score of the family in the window; unknown without one."""
    latest = max(
        (
            score
            for score in scores
            if score.family == ask.metric.family
            and within(score.date, ask.metric.months, as_of=ask.as_of)
            and stands(score.voided_on, as_of=ask.as_of)
        ),
        key=lambda score: (score.date, score.line),
        default=None,
    )
    return Quantity(None) if latest is None else Quantity(latest.value, (ask.place(latest.line),))


def turns(scores: tuple[Answer, ...], ask: Ask) -> Iterable[date]:
    """When an answer comes into the window, leaves it or is voided."""
    family = ask.metric.family
    return turning([(s.date, s.voided_on) for s in scores if s.family == family], ask.metric)


QUESTION = Question("feedback", frozenset(METRICS.values()), facts, per_customer, turns=turns)
