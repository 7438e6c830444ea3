"""What were the status and the potential on the day, by the change entries, and which line says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from crmkit.compute import POTENTIAL, STATUS, Ask, Facts, Measure, Question
from crmkit.history import past
from crmkit.rules import MetricType, Quantity, plain


def potential(facts: Facts, ask: Ask) -> Quantity:
    """The growth potential in percent; unknown where it is no number."""
    return _said(facts, ask, Decimal, facts.potential_line)


def status(facts: Facts, ask: Ask) -> Quantity:
    """The status, whatever stands in the profile today."""
    return _said(facts, ask, str, facts.place.line)


def _said(facts: Facts, ask: Ask, kind: type[Decimal] | type[str], line: int) -> Quantity:
    """What a field was, with the change entry or the line of the profile that says so."""
    was = past(facts, ask.metric.name, as_of=ask.as_of)
    if not isinstance(was.value, kind):
        return Quantity(None)
    return Quantity(was.value, (facts.source(was.change.line if was.change else line),))


def turns(facts: Facts, ask: Ask) -> Iterator[date]:
    """When a change happened or was voided."""
    for change in facts.changed.get(ask.metric.name, ()):
        yield change.date
        if change.voided_on is not None:
            yield change.voided_on


QUESTION = Question(
    measures=(
        Measure((plain(POTENTIAL, MetricType.PERCENT, "潜力", "potential"),), potential, turns),
        Measure((plain(STATUS, MetricType.CHOICE, "状态", "status"),), status, turns),
    ),
)
