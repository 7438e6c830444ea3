"""Write typed values as JSON, and read them back by the types that say what they are."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

Decoder = Callable[[Any], Any]

# What is no more than its JSON.
_PLAIN = (str, int, bool)


def _other(value: Any) -> Any:
    """What JSON has no form for: a day and a decimal as text, a dataclass as the list of its fields."""
    if isinstance(value, date | Decimal):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, each.name) for each in fields(value) if each.init]
    raise TypeError(f"no way to keep {type(value)}")


encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_other).encode
"""The JSON of a value; named tuples and dataclasses are lists, days and decimals text."""


def lines(values: Iterable[Any]) -> bytes:
    """A value a line."""
    return "\n".join(map(encode, values)).encode("utf-8", "surrogatepass")


def plain(value: Any) -> Any:
    """What reading its JSON makes of a value."""
    return json.loads(encode(value))


@cache
def decoder(kind: Any) -> Decoder:
    """What makes a value of a type from what JSON made of it; TypeError for a type that has no form here.

    Types are text, numbers, days, decimals, enums, named tuples and dataclasses of these, lists, tuples,
    mappings by text, or one of them or None.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _or_none([each for each in inner if each is not type(None)])
    if origin is tuple and inner[1:] != (...,):
        return _fixed([decoder(each) for each in inner])
    if origin in (list, tuple, Sequence):
        one, made = decoder(inner[0]), list if origin is list else tuple
        return lambda values: made([one(each) for each in values])
    if origin in (dict, Mapping) and inner[0] is str:
        one = decoder(inner[1])
        return lambda values: {key: one(each) for key, each in values.items()}
    if kind in _PLAIN:
        return _same
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Decimal | Enum):
        return kind
    hints = get_type_hints(kind)
    if hasattr(kind, "_fields"):
        return _made(kind, [decoder(hints[name]) for name in kind._fields])
    if isinstance(kind, type) and is_dataclass(kind):
        return _made(kind, [decoder(hints[each.name]) for each in fields(kind) if each.init])
    raise TypeError(f"no way to keep {kind}")


def _same(value: Any) -> Any:
    return value


def _or_none(kinds: Sequence[Any]) -> Decoder:
    if len(kinds) != 1:
        raise TypeError(f"no way to tell {kinds} apart")
    one = decoder(kinds[0])
    return lambda value: None if value is None else one(value)


def _fixed(parts: Sequence[Decoder]) -> Decoder:
    return lambda values: tuple([part(each) for part, each in zip(parts, values, strict=True)])


def _made(kind: Callable[..., Any], parts: Sequence[Decoder]) -> Decoder:
    others = [(at, part) for at, part in enumerate(parts) if part is not _same]
    count = len(parts)

    def read(values: Any) -> Any:
        if len(values) != count:
            raise ValueError(f"{kind} has {count} parts, not {len(values)}")
        values = list(values)
        for at, part in others:
            values[at] = part(values[at])
        return kind(*values)

    return read
