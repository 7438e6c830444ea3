"""How content did they last say they are: scores of ten, answers of the NPS question, ratings of five."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.months import within
from crmkit.compute import Ask, Question, stands, turning
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import Quantity

# Each family's fields, the first that was said in an entry counts; scales are never mixed (H1).
FIELDS = {"feedback": ("score", "attitude"), "nps": ("nps",), "satisfaction": ("csat",)}
_ASKED = frozenset(key for keys in FIELDS.values() for key in keys)


class Score(NamedTuple):
    """One answer on one family's scale."""

    date: datetime.date
    family: str
    value: Decimal
    line: int
    voided_on: datetime.date | None


def facts(customer: Customer, policy: Policy) -> tuple[Score, ...]:
    """Every score said in an entry, by family."""
    found = []
    for event in customer.events:
        if _ASKED.isdisjoint(event.fields):
            continue
        for family, keys in FIELDS.items():
            for key in keys:
                value = event.fields.get(key)
                if value is not None and isinstance(value.data, Decimal):
                    found.append(Score(event.date, family, value.data, event.line, event.voided_on))
                    break
    return tuple(found)


def per_customer(scores: tuple[Score, ...], ask: Ask) -> Quantity:
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


def turns(scores: tuple[Score, ...], ask: Ask) -> Iterable[date]:
    """When an answer comes into the window, leaves it or is voided."""
    family = ask.metric.family
    return turning([(s.date, s.voided_on) for s in scores if s.family == family], ask.metric)


QUESTION = Question("feedback", frozenset(FIELDS), facts, per_customer, turns=turns)
