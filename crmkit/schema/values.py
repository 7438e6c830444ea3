"""Name the values that are more than text: money, a day of the year, a sealed text, and where each stands."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import NamedTuple

from crmkit.document.nodes import Node

SEALED = "sealed:"
"""How a text begins that only key holders can read; fields with personal or secret values let it pass."""


class Value(NamedTuple):
    """What a field says and the node that says it; `data` None is written but could not be read.

    Groups hold `dict[str, Value]`, lists `tuple[Value, ...]`.
    """

    data: object
    node: Node


# The same tuple made of a tuple of both, without a call of Python.
new_value = partial(tuple.__new__, Value)

FOUR_DECIMALS = Decimal("0.0001")


class Money(NamedTuple):
    """An amount with at most four decimals; `currency` is its ISO code, empty for the book's own."""

    amount: Decimal
    currency: str = ""

    def at(self, rate: Decimal) -> Decimal:
        """The amount in another currency, four decimals kept."""
        return (self.amount * rate).quantize(FOUR_DECIMALS)


class Scale(NamedTuple):
    """The lowest and the highest score that a field takes."""

    low: Decimal
    high: Decimal


class Score(NamedTuple):
    """A score on another scale than its field's own: so much of so much."""

    value: Decimal
    of: Decimal


class Day(NamedTuple):
    """A day that comes back each year, solar or lunar; `leap` is a leap month of the lunar calendar."""

    lunar: bool
    year: int | None
    month: int
    day: int
    leap: bool = False


class Season(NamedTuple):
    """A stretch of months that comes back each year: the day on which it begins, and its last month.

    `last` below `month` lies in the next year.
    """

    month: int
    day: int
    last: int


class Months(NamedTuple):
    """The seasons that a text names, in the order in which they begin; the text as it stands in the file."""

    text: str
    seasons: tuple[Season, ...]


class Sealed(NamedTuple):
    """A sealed text as it stands in the file."""

    text: str
