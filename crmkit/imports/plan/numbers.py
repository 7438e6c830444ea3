"""Give new customers their numbers, one behind the other."""

from __future__ import annotations

import datetime

from crmkit.imports.plan.index import Index
from crmkit.policy import Policy


class Numbers:
    """New customer numbers, one behind the other, without looking at all of them each time."""

    def __init__(self, index: Index, policy: Policy, on: datetime.date) -> None:
        self.pattern, self.on = policy.book.number, on
        self.next = self.pattern.next(index.numbers | index.kept_back, on)

    def take(self) -> None:
        """Go on to the number behind the next."""
        self.next = self.pattern.next([self.next], self.on)
