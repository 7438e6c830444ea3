"""Ask metrics of one customer as of a day, each of the measure that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from crmkit.compute import Ask, Extract, Facts, Measure, Question, Shared, Together
from crmkit.resources import discover
from crmkit.rules import Metric, Quantity, metric

TOP = "top"
_NOTHING = MappingProxyType[str, Quantity]({})

Asked = tuple[tuple[Metric, Measure], ...]
"""Metrics, each with the measure that answers it."""

Posed = tuple[tuple[str, Callable[[Facts, Ask], Quantity], Ask], ...]
"""The names of metrics, each with what answers it and the question, which is the same for every customer."""


@cache
def questions() -> tuple[Question, ...]:
    """Every question file of `compute`, by file name."""
    return tuple(discover("crmkit.compute", "QUESTION", Question))


@cache
def extracts() -> tuple[Extract[Any], ...]:
    """What is read of each customer."""
    return tuple(question.extract for question in questions() if question.extract is not None)


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by the names and families of its metrics."""
    found = (one for question in questions() for one in question.measures)
    return {metric.name: one for one in found for metric in one.metrics}


@cache
def shared() -> tuple[Shared[Any, Any], ...]:
    """What questions make of all customers at once."""
    return tuple(question.shared for question in questions() if question.shared is not None)


@cache
def of_others() -> frozenset[str]:
    """The names and families of metrics in whose answers other customers play a part."""
    mixed = (question for question in questions() if question.shared is not None)
    return frozenset(one.name for question in mixed for one in question.metrics)


def needs_all(one: Metric) -> bool:
    """Whether other customers play a part in a metric: a rank, a referral."""
    return one.variant == TOP or (one.family or one.name) in of_others()


def named(asked: Iterable[str], first: tuple[str, ...] = ()) -> tuple[Metric, ...]:
    """The metrics of these names, `first` in front, and those that they rank; other names are left out."""
    found: dict[str, Metric] = {}
    for name in (*first, *sorted(asked)):
        known = metric(name)
        if known is not None:
            if known.variant == TOP:
                base = metric(name.removesuffix(f"_{TOP}"))
                assert base is not None
                found[base.name] = base
            found[known.name] = known
    return tuple(found.values())


def measured(wanted: Iterable[Metric]) -> Asked:
    """Each metric with the measure that answers it; one that nothing answers is unknown."""
    known = measures()
    found = ((one, known.get(one.family or one.name)) for one in wanted if one.variant != TOP)
    return tuple((one, measure) for one, measure in found if measure is not None)


def posed(asked: Asked, together: Together, *, as_of: date) -> Posed:
    """The same questions as of a day, to be asked of any customer."""
    return tuple((one.name, measure.answer, Ask(one, as_of, together)) for one, measure in asked)


def metrics_of(facts: Facts, asks: Posed, kept: Mapping[str, Quantity] = _NOTHING) -> dict[str, Quantity]:
    """The answers for one customer, but for those `kept`."""
    return {name: kept[name] if name in kept else answer(facts, ask) for name, answer, ask in asks}
