"""Find the due sources, one file each in `sources/`, and make their items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import IntEnum, auto

from crmkit.calendar.deadline import Deadline
from crmkit.diagnostics import Source
from crmkit.followups.item import DueItem, Fulfil, Note
from crmkit.followups.seen import Seen
from crmkit.followups.wording import by_contact, log_contact, not_done
from crmkit.language import Label, Lang
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.view import Standing, View


class Rank(IntEnum):
    """What goes first of the things due on one day: the more somebody waits for it, the earlier."""

    WAITED_FOR = auto()
    PROMISED = auto()
    POINTED_OUT = auto()
    BEGUN = auto()
    TO_DECIDE = auto()
    TO_MARK = auto()
    REGULAR = auto()


def _no_turns(standing: Standing, view: View) -> Iterable[time]:
    return ()


def _no_words(customer: Customer, policy: Policy) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class DueSource:
    """Something that makes work for a customer, the constant `SOURCE` of its file.

    `label` says why its items are due, `items` finds them, those left out by `skip` not among them. In words:
    what `fulfilled` an item, the `command` that writes it down, since when it is `late`. `free` stands for
    `about` before who reads no free text; None where `about` is the procedures' own words, and where only
    some of it is, `plain` makes the item that says no other. `words` are those
    by which a record may name its items, with their keys; keys that begin with `prefix` are known unseen.
    A `regular` one comes back by itself: the contact cap lets it wait, and how it is kept is measured.
    One that stands `aside` is no plan for the customer: who has nothing else has none.
    Without a `contact` it is done at the desk, and so are items without channels of one that is `mixed`;
    `agreed` says that the entry it counts from names with whom.
    `turns` are the minutes of the view's day at which its items may become others, but for those of contacts.
    What `stays` is why it cannot be left out, None where it can; what is `fixed` cannot be put off either.
    """

    key: str
    label: Label
    rank: Rank
    items: Callable[[Seen], Iterable[DueItem]]
    fulfilled: Callable[[DueItem, Policy], Label] = by_contact
    command: Callable[[DueItem, Policy, Lang], Sequence[str]] = log_contact
    late: Callable[[DueItem, Standing], Label] = not_done
    free: Label | None = None
    plain: Callable[[DueItem, Policy], DueItem] | None = None
    words: Callable[[Customer, Policy], Mapping[str, str]] = _no_words
    prefix: str = ""
    turns: Callable[[Standing, View], Iterable[time]] = _no_turns
    regular: bool = False
    contact: bool = True
    mixed: bool = False
    agreed: bool = False
    aside: bool = False
    stays: Label | None = None
    fixed: bool = False

    def without_text(self, item: DueItem, policy: Policy) -> DueItem:
        """The item as who reads no free text may know it, for its words and its command."""
        if self.plain is not None:
            return self.plain(item, policy)
        return replace(item, about=self.free) if self.free is not None else item

    def item(
        self,
        seen: Seen,
        key: str,
        due: Deadline,
        about: Label,
        rule: Source,
        fulfilled_by: Fulfil,
        *,
        channels: tuple[str, ...] = (),
        reset_by: int = 0,
        limit: Deadline | None = None,
        letter: str = "",
        notes: tuple[Note, ...] = (),
        owner: str = "",
        waits_for: str = "",
        grace: Deadline | None = None,
        tells: str = "",
        whose: str = "",
    ) -> DueItem:
        """An item of this source for the customer; `reset_by` is a line of the record, 0 for none.

        The customer's owner does it unless another person or a role is named.
        """
        standing = seen.standing
        doer, former = seen.at_work(owner)
        return DueItem(
            standing.facts.id, key, self.key, doer, standing.tiering.key, due,
            about, channels, rule,
            Source(standing.facts.path, reset_by) if reset_by else None, standing.last_touch, fulfilled_by,
            limit, letter, notes, former, waits_for, grace, tells, whose,
        )  # fmt: skip
