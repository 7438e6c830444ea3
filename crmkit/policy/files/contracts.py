"""Read `contracts` of `milestones.md`: when a customer is told that one ends, and what renews it (E5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import DAY, Span
from crmkit.diagnostics import Source
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.vocabulary import RENEWAL_TOPICS
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    all_named,
    day,
    group,
    groups,
    label,
    named,
    number,
    once,
    place,
    scalar,
    text,
)
from crmkit.policy.terms import span

_WHOLE = Decimal(100)
NEVER = Span(0, DAY)


class Upgrade(NamedTuple):
    """A new version of a product that its users are told of before a day."""

    key: str
    label: Label
    product: str
    on: datetime.date
    source: Source


@dataclass(frozen=True, slots=True)
class ContractRules:
    """The customer is told `tell` before the end, the owner's task opens `opens` before it; None for never.

    A talk by one of `channels` (empty: any) for `purpose` tells, and says `about`; without a purpose one that
    names the contract. Another contract of the customer renews
    one that ends when it begins within `next_within` of the end. `expected` is the share of ending contracts,
    in percent points, that is counted on. `upgrade_tell` is the same for `upgrades`.
    """

    tell: Span | None = None
    opens: Span | None = None
    channels: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    purpose: str = ""
    next_within: Span = NEVER
    expected: Decimal = Decimal(0)
    upgrade_tell: Span | None = None
    upgrades: tuple[Upgrade, ...] = ()
    source: Source = field(default_factory=lambda: Source(""))
    letter: str = ""


def read_contracts(c: Cursor, _: Parts) -> ContractRules:
    """What the procedures say of contracts that end."""
    inner = group(c, "contracts")
    if inner is None:
        return ContractRules()
    upgrades = group(inner, "upgrades")
    seen: set[str] = set()
    tell = span(inner, "tell_before", required=True)
    return ContractRules(
        tell=tell,
        opens=span(inner, "task_opens_before") or tell,
        channels=all_named(inner, "channels", "channel"),
        about=all_named(inner, "about", f"list.{RENEWAL_TOPICS}"),
        purpose=named(inner, "purpose", "list.purposes"),
        next_within=span(inner, "next_within") or NEVER,
        expected=_share(inner),
        upgrade_tell=span(upgrades, "tell_before", required=True) if upgrades else None,
        upgrades=tuple(u for i in groups(upgrades, "planned") if (u := _upgrade(i, seen)))
        if upgrades
        else (),
        source=place(inner),
        letter=named(inner, "letter", "letter"),
    )


def _share(c: Cursor) -> Decimal:
    found = number(c, "expected", percent=True) or Decimal(0)
    if 0 <= found <= _WHOLE:
        return found
    c.report(WRONG_VALUE, c.get("expected") or c.node, key=c.name("expected"), text=found, example="80%")
    return Decimal(0)


def _upgrade(c: Cursor, seen: set[str]) -> Upgrade | None:
    key, on = once(c, "key", seen), day(c, "on")
    scalar(c, "on", required=True)
    product = text(c, "product", required=True)
    return Upgrade(key, label(c, fallback=key), product, on, place(c)) if on else None


FILE = PolicyFile(name="milestones.md", of=ContractRules, read=read_contracts, default=ContractRules())
