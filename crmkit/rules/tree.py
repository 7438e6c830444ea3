"""The tree of a condition, and what can be read off it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from crmkit.rules.metrics import MetricType, metric
from crmkit.rules.tokens import KEYWORDS, NAME

Limit: TypeAlias = Decimal | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A metric against a limit. Operators: >= <= > < = != (numbers), = != in, not in (choices), is (flags).

    A limit is a Decimal (percent in points), a choice's key, a tuple of keys, or True for a flag.
    """

    metric: str
    operator: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when `item` does not."""

    item: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """Holds when all `items` (two or more) hold."""

    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Holds when one of `items` (two or more) holds."""

    items: tuple[Condition, ...]


Condition: TypeAlias = Compare | Not | Both | Either


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison, from left to right."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.item)
    else:
        for item in condition.items:
            yield from comparisons(item)


def names(condition: Condition) -> frozenset[str]:
    """The metrics that a condition uses."""
    return frozenset(one.metric for one in comparisons(condition))


def boundaries(condition: Condition) -> tuple[tuple[str, Decimal | bool | str], ...]:
    """Each metric with each limit it is compared to, once, in order; a list of choices gives a pair each."""
    pairs: dict[tuple[str, Decimal | bool | str], None] = {}
    for one in comparisons(condition):
        limits = one.limit if isinstance(one.limit, tuple) else (one.limit,)
        pairs.update(((one.metric, limit), None) for limit in limits)
    return tuple(pairs)


def render(condition: Condition) -> str:
    """The condition as text that parses back to the same tree."""
    if isinstance(condition, Compare):
        return _comparison(condition)
    if isinstance(condition, Not):
        return f"not {_inside(condition.item, Both, Either)}"
    if isinstance(condition, Both):
        return " and ".join(_inside(item, Both, Either) for item in condition.items)
    return " or ".join(_inside(item, Either) for item in condition.items)


def _inside(item: Condition, *bracketed: type[Condition]) -> str:
    return f"({render(item)})" if isinstance(item, bracketed) else render(item)


def _comparison(one: Compare) -> str:
    if one.operator == "is":
        return one.metric
    if isinstance(one.limit, tuple):
        return f"{one.metric} {one.operator} ({', '.join(map(_word, one.limit))})"
    if isinstance(one.limit, str):
        return f"{one.metric} {one.operator} {_word(one.limit)}"
    known = metric(one.metric)
    unit = "%" if known is not None and known.type is MetricType.PERCENT else ""
    return f"{one.metric} {one.operator} {one.limit:f}{unit}"


def _word(key: str) -> str:
    if re.fullmatch(NAME, key) and key.lower() not in KEYWORDS:
        return key
    return f"'{key}'" if '"' in key else f'"{key}"'
