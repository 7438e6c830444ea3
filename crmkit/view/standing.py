"""Say how one customer stands as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crmkit.compute import Facts, Together
from crmkit.history import Past
from crmkit.rules import Quantity, metric
from crmkit.view.asked import TOP, measured, metrics_of, posed
from crmkit.view.segment import Belonging
from crmkit.view.tier import Tiering


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer as of a day. `status` and `owner` say whether a change entry proves them."""

    facts: Facts
    status: Past
    owner: Past
    potential: Past
    metrics: Mapping[str, Quantity]
    tiering: Tiering
    last_touch: date | None
    as_of: date
    together: Together
    segments: tuple[Belonging, ...] = ()

    def quantity(self, name: str) -> Quantity:
        """Any metric of `rules`, with the lines it comes from; one that no rule asked for is worked out now.

        A name that is no metric, or a rank that no rule asked for, is misuse and raises KeyError.
        """
        known = self.metrics.get(name)
        if known is not None:
            return known
        one = metric(name)
        if one is None or one.variant == TOP:
            raise KeyError(name)
        return metrics_of(self.facts, posed(measured((one,)), self.together, as_of=self.as_of))[name]

    def number(self, name: str) -> Decimal | None:
        """A metric's number, None when it is unknown."""
        value = self.quantity(name).value
        return value if isinstance(value, Decimal) else None
