"""Decide a condition in three values, and say which comparisons decided it."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from crmkit.diagnostics import Source
from crmkit.language import Label
from crmkit.rules.tree import Both, Compare, Condition, Limit, Not

Value: TypeAlias = Decimal | bool | str | None


class Quantity(NamedTuple):
    """A metric's value and the lines it comes from; None is unknown, percent is in points (35 = 35 %).

    `about` names what the value is of, where the metric does not: which milestone, on which day.
    """

    value: Value
    sources: tuple[Source, ...] = ()
    about: Label | None = None


class Reason(NamedTuple):
    """A comparison that decided: `held` is its own outcome, even under a `not`; None is unknown."""

    metric: str
    operator: str
    limit: Limit
    value: Value
    held: bool | None
    sources: tuple[Source, ...]
    about: Label | None = None


class Verdict(NamedTuple):
    """True, False, or None for unknown, and only the reasons that made it so, each once."""

    value: bool | None
    reasons: tuple[Reason, ...]


_UNKNOWN = Quantity(None)
_NUMERIC: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": python.ge, "<=": python.le, ">": python.gt, "<": python.lt, "=": python.eq, "!=": python.ne,
}  # fmt: skip


def evaluate(condition: Condition, values: Mapping[str, Quantity]) -> Verdict:
    """Decide by Kleene's logic; a metric that is missing, or of the wrong type, is unknown. Never raises."""
    verdict = _decide(condition, values)
    return Verdict(verdict.value, tuple(dict.fromkeys(verdict.reasons)))


def outcome(condition: Condition, values: Mapping[str, Quantity]) -> bool | None:
    """What `evaluate` decides, without the reasons: for the many days that nobody asks why about."""
    if isinstance(condition, Compare):
        return _holds(values.get(condition.metric, _UNKNOWN).value, condition.operator, condition.limit)
    if isinstance(condition, Not):
        inner = outcome(condition.item, values)
        return None if inner is None else not inner
    decisive, unknown = not isinstance(condition, Both), False
    for item in condition.items:
        held = outcome(item, values)
        if held is decisive:
            return decisive
        unknown = unknown or held is None
    return None if unknown else not decisive


def _decide(condition: Condition, values: Mapping[str, Quantity]) -> Verdict:
    if isinstance(condition, Compare):
        quantity = values.get(condition.metric, _UNKNOWN)
        held = _holds(quantity.value, condition.operator, condition.limit)
        name, sign, limit = condition.metric, condition.operator, condition.limit
        value = None if held is None else quantity.value  # a value that cannot be compared is no value
        return Verdict(held, (Reason(name, sign, limit, value, held, quantity.sources, quantity.about),))
    if isinstance(condition, Not):
        inner = _decide(condition.item, values)
        return Verdict(None if inner.value is None else not inner.value, inner.reasons)
    parts = [_decide(item, values) for item in condition.items]
    decisive = not isinstance(condition, Both)  # one True settles an `or`, one False an `and`
    outcomes = [part.value for part in parts]
    whole = decisive if decisive in outcomes else None if None in outcomes else not decisive
    # The parts that came out as the whole did are those that made it so.
    return Verdict(whole, tuple(r for part in parts if part.value is whole for r in part.reasons))


def _holds(value: Value, sign: str, limit: Limit) -> bool | None:
    if isinstance(limit, Decimal):
        if not isinstance(value, Decimal) or value.is_nan():
            return None
        return _NUMERIC[sign](value, limit)
    if isinstance(limit, bool):
        return value is limit if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    among = value in limit if isinstance(limit, tuple) else value == limit
    return among if sign in ("=", "in") else not among
