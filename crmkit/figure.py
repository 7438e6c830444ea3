"""Hold a number that a report worked out, with what it was worked out from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from crmkit.diagnostics import Source
from crmkit.language import Label

if TYPE_CHECKING:  # rows that were kept are shown without it
    from decimal import Decimal

Number: TypeAlias = "Decimal | int"


class Unit(StrEnum):
    """What a figure counts: percent points of a whole, money, things, or days."""

    SHARE = "share"
    AMOUNT = "amount"
    COUNT = "count"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a unit, None when it is unknown; an amount is in `currency`.

    A share has `numerator` and `denominator`. `sources` are the lines that it rests on. `small` says whether
    it rests on fewer than the procedures ask for, None where they ask for none. `lacks` says what could not
    be counted, to people: a program gets the number.
    """

    value: Number | None
    unit: Unit
    numerator: Number | None = None
    denominator: Number | None = None
    sources: tuple[Source, ...] = ()
    small: bool | None = None
    currency: str = ""
    lacks: Label | None = None

    @property
    def written(self) -> str | int | None:
        """As every output writes it: shares and amounts to one hundredth, things and days whole."""
        if self.value is None:
            return None
        return f"{self.value:.2f}" if self.unit in (Unit.SHARE, Unit.AMOUNT) else int(self.value)


def share(part: Number, whole: Number, sources: Iterable[Source] = (), *, least: int | None = None) -> Figure:
    """How many percent of `whole` a part is, small where the whole is below `least`; unknown of nothing."""
    from crmkit.rules.percent import share as percent  # rows that were kept are shown without the rules

    small = None if least is None else whole < least
    return Figure(percent(part, whole), Unit.SHARE, part, whole, tuple(sources), small)


def amount(
    total: Decimal | None, currency: str, sources: Iterable[Source] = (), *, lacks: Label | None = None
) -> Figure:
    """A sum of money."""
    return Figure(total, Unit.AMOUNT, sources=tuple(sources), currency=currency, lacks=lacks)


def lacking(written: str, lacks: Label) -> Label:
    """A number with what it lacks."""
    return Label(f"{written}（{lacks.zh}）", f"{written} ({lacks.en})")


def count(number: int, sources: Iterable[Source] = ()) -> Figure:
    """So many."""
    return Figure(number, Unit.COUNT, sources=tuple(sources))


def days(number: int, sources: Iterable[Source] = ()) -> Figure:
    """So many days."""
    return Figure(number, Unit.DAYS, sources=tuple(sources))
