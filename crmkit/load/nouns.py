"""Make typed nouns from groups of values: a contact from what stands under `contacts`."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from crmkit.model import Attachment, Contact, Contract, Group, Need, Opportunity, groups
from crmkit.schema.values import Day, Money

T = TypeVar("T")


def nouns(kind: type[T], profile: Group, key: str) -> tuple[T, ...]:
    """One noun per group of the list under `key`, which it holds as `said` for what it has no place for."""
    return tuple([_noun(kind, group) for group in groups(profile, key)])


def _noun(kind: type[T], group: Group) -> T:
    said: dict[str, Any] = {"said": group}
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
    "bool": bool,
    "date | None": date,
    "datetime.date | None": date,
    "Day | None": Day,
    "Decimal | None": Decimal,
    "Money | None": Money,
}
_ATTRIBUTES: dict[Any, tuple[tuple[str, type], ...]] = {
    noun: tuple((each.name, _WANTED[each.type]) for each in dataclasses.fields(noun) if each.name != "said")
    for noun in (Attachment, Contact, Contract, Need, Opportunity)
}
"""Names of each noun's attributes, and what each must be."""
