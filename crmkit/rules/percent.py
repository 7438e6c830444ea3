"""Percents in points: a share and a change, unknown on a base that is not above zero; a part of a whole."""

from __future__ import annotations

from decimal import Decimal

_HUNDRED = Decimal(100)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """How many percent of `whole` a part is."""
    return Decimal(part) * _HUNDRED / Decimal(whole) if whole > 0 else None


def part(percent: Decimal, whole: Decimal | int) -> Decimal:
    """So many percent of `whole`."""
    return Decimal(whole) * percent / _HUNDRED


def change(before: Decimal | int, now: Decimal | int) -> Decimal | None:
    """By how many percent something grew; negative when it fell."""
    return share(now - before, before)
