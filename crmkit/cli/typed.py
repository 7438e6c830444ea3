"""Read a value back from JSON by the type that a function says it answers."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


def plain(value: Any) -> Any:
    """A value of texts, numbers, days, decimals, tuples, lists and mappings as JSON takes it."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, date | Decimal) else value


def reader(kind: Any) -> Reader:
    """What makes a value of a type from what `plain` made of it; TypeError for a type that has no form here.

    Types are text, numbers, days, decimals, named tuples of these, lists, tuples, mappings by text, or None.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _or_none([each for each in inner if each is not type(None)])
    if origin is list:
        one = reader(inner[0])
        return lambda values: [one(each) for each in values]
    if origin is tuple and inner[1:] == (...,):
        one = reader(inner[0])
        return lambda values: tuple([one(each) for each in values])
    if origin in (dict, Mapping) and inner[0] is str:
        one = reader(inner[1])
        return lambda values: {key: one(each) for key, each in values.items()}
    if kind in (str, int, bool):
        return _same
    if kind is date:
        return date.fromisoformat
    if kind is Decimal:
        return Decimal
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return _named(kind, [reader(hints[name]) for name in kind._fields])
    raise TypeError(f"no way to keep {kind}")


def _same(value: Any) -> Any:
    return value


def _or_none(kinds: Sequence[Any]) -> Reader:
    if len(kinds) != 1:
        raise TypeError(f"no way to tell {kinds} apart")
    one = reader(kinds[0])
    return lambda value: None if value is None else one(value)


def _named(kind: Callable[..., Any], parts: Sequence[Reader]) -> Reader:
    return lambda values: kind(*[part(each) for part, each in zip(parts, values, strict=True)])
