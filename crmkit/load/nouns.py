"""Make typed nouns from groups of values: a contact from what stands under `contacts`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from crmkit.model import Group
from crmkit.schema.values import Value

T = TypeVar("T")


def nouns(kind: type[T], profile: Group, key: str) -> tuple[T, ...]:
    """One noun per group of the list under `key`; what a noun has no place for stays in the profile."""
    value = profile.get(key)
    items = value.data if value is not None and isinstance(value.data, tuple) else ()
    return tuple(
        _noun(kind, item.data) for item in items if isinstance(item, Value) and isinstance(item.data, Mapping)
    )


def _noun(kind: type[T], group: Mapping[str, Value]) -> T:
    said: dict[str, Any] = {}
    for name, takes_text in _attributes(kind):
        value = group.get(name)
        if value is None or value.data is None:
            continue
        data = value.data
        if takes_text and isinstance(data, tuple):
            data = "、".join(str(item.data) for item in data)
        if isinstance(data, str) == takes_text:
            said[name] = data
    return kind(**said)


@cache
def _attributes(kind: Any) -> tuple[tuple[str, bool], ...]:
    """Names of a noun's attributes, and whether each is text."""
    return tuple((each.name, each.type in ("str", str)) for each in dataclasses.fields(kind))
