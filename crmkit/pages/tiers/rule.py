"""Say a condition of the procedures in words."""

from __future__ import annotations

from decimal import Decimal

from crmkit.pages import money, number
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.rules import Both, Compare, Condition, MetricType, Not, metric

_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "in": "=", "not in": "≠"}


def rule(condition: Condition, policy: Policy, words: Reader, *, inside: bool = False) -> str:
    """A condition in words; parts of parts stand in brackets."""
    if isinstance(condition, Compare):
        return _compare(condition, policy, words)
    if isinstance(condition, Not):
        return words.tr("not %(what)s", what=rule(condition.item, policy, words, inside=True))
    between = words.tr(" and ") if isinstance(condition, Both) else words.tr(" or ")
    said = between.join(rule(item, policy, words, inside=True) for item in condition.items)
    return words.tr("(%(what)s)", what=said) if inside else said


def _compare(one: Compare, policy: Policy, words: Reader) -> str:
    name = metric_name(one.metric, words)
    if isinstance(one.limit, bool):
        return name
    if isinstance(one.limit, Decimal):
        return f"{name} {_SIGNS.get(one.operator, one.operator)} {amount(one.metric, one.limit, policy)}"
    keys = one.limit if isinstance(one.limit, tuple) else (one.limit,)
    return f"{name} {_SIGNS.get(one.operator, one.operator)} {words.tr(', ').join(keys)}"


def metric_name(name: str, words: Reader) -> str:
    """What a metric is called."""
    known = metric(name)
    return known.label.said(words.language) if known else name


def amount(name: str, value: Decimal, policy: Policy) -> str:
    """A number of a metric, with its currency or percent sign."""
    known = metric(name)
    kind = known.type if known else MetricType.NUMBER
    if kind is MetricType.MONEY:
        return money(value, policy.book.currency)
    return number(value) + ("%" if kind is MetricType.PERCENT else "")
