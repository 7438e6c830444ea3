"""Hold what a brief is made from, and what one point of it says to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmkit.followups.item import DueItem
from crmkit.followups.seen import Seen
from crmkit.language import Label
from crmkit.model import Contact, Customer


class Point(NamedTuple):
    """One thing to know. `fields` are the profile's fields it gives away, `free` whether people wrote it.

    `line` is where the record says it, 0 for nowhere; `instead` what is said to who reads no free text.
    """

    text: Label
    fields: tuple[str, ...] = ()
    free: bool = False
    line: int = 0
    instead: Label | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A customer before a contact: the record, how they stand, what is due for them."""

    customer: Customer
    seen: Seen
    items: tuple[DueItem, ...]

    @property
    def present(self) -> list[Contact]:
        """Those of their people who are there."""
        return [one for one in self.customer.contacts if not one.gone(as_of=self.seen.as_of)]
