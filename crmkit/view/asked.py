"""Ask the questions that answer metrics, for one customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crmkit.compute import Ask, Facts, Question
from crmkit.rules import Metric, Quantity
from crmkit.view.facts import questions

TOP = "top"
_NOTHING: Mapping[str, Quantity] = {}

Asked = tuple[tuple[Metric, Question], ...]


def questions_for(wanted: Iterable[Metric]) -> Asked:
    """Each metric with the question that answers it; one that nothing answers is unknown."""
    by_name = {name: question for question in questions() for name in question.metrics}
    named = ((one, by_name.get(one.family or one.name)) for one in wanted if one.variant != TOP)
    return tuple((one, question) for one, question in named if question is not None)


def metrics_of(
    facts: Facts,
    asked: Asked,
    shared: Mapping[str, Any],
    kept: Mapping[str, Quantity] = _NOTHING,
    *,
    as_of: date,
) -> dict[str, Quantity]:
    """The answers for one customer, but for those `kept`."""
    found = {}
    for one, question in asked:
        if one.name in kept:
            found[one.name] = kept[one.name]
            continue
        ask = Ask(one, as_of, facts.id, facts.path, shared.get(question.name))
        found[one.name] = question.per_customer(facts.answers[question.name], ask)
    return found
