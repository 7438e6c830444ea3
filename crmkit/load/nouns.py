"""Make typed nouns from groups of values: a contact from what stands under `contacts`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from crmkit.model import Attachment, Contact, Contract, Group, Need, Opportunity
from crmkit.schema.values import Day, Money, Value

T = TypeVar("T")


def nouns(kind: type[T], profile: Group, key: str) -> tuple[T, ...]:
    """One noun per group of the list under `key`; what a noun has no place for stays in the profile."""
    value = profile.get(key)
    items = value.data if value is not None and isinstance(value.data, tuple) else ()
    return tuple([_noun(kind, item.data) for item in items if isinstance(item.data, dict)])


def _noun(kind: type[T], group: Mapping[str, Value]) -> T:
    said: dict[str, Any] = {}
    for name, wanted in _ATTRIBUTES[kind]:
        value = group.get(name)
        if value is None:
            continue
        data = value.data
        if wanted is str and type(data) is tuple:  # a sealed text is a named one, and stays out
            data = "、".join([item.data for item in data if isinstance(item.data, str)])
        if isinstance(data, wanted):  # a policy may have given the field another type
            said[name] = data
    return kind(**said)


_WANTED: dict[Any, type] = {
    "str": str,
    "date | None": date,
    "datetime.date | None": date,
    "Day | None": Day,
    "Decimal | None": Decimal,
    "Money | None": Money,
}
_ATTRIBUTES: dict[Any, tuple[tuple[str, type], ...]] = {
    noun: tuple((each.name, _WANTED[each.type]) for each in dataclasses.fields(noun))
    for noun in (Attachment, Contact, Contract, Need, Opportunity)
}
"""Names of each noun's attributes, and what each must be."""
