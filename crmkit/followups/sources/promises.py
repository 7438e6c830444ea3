"""Ask for the next steps that were promised and that no later contact has answered (E6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmkit.calendar.deadline import Deadline
from crmkit.compute.contacts import CONTACTS, Promise
from crmkit.diagnostics import Source
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.promises import borne, fulfilling, key, open_promises, since
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.view import Standing

_NO_GOAL = Label("约好的联系", "Promised contact")


def items(seen: Seen) -> Iterator[DueItem]:
    """Open promises, the earliest due first; those to customers who are gone are let go."""
    if seen.standing.gone:
        return
    left_out = skipped(seen)
    for one in open_promises(seen):
        if key(one) not in left_out:
            yield put_off(_item(one, seen), seen)


def _item(promise: Promise, seen: Seen) -> DueItem:
    return SOURCE.item(
        seen,
        key(promise),
        Deadline(promise.due),
        Label(promise.goal, promise.goal) if promise.goal else _NO_GOAL,
        Source(seen.standing.facts.path, promise.line, promise.column),
        Fulfil(fulfilling(promise, seen), since(promise, seen)),
        channels=(promise.kind,) if promise.kind else (),
        reset_by=promise.entry,
        grace=borne(promise, seen),
    )


def late(item: DueItem, standing: Standing) -> Label:
    """The day on which it was promised."""
    contacts = standing.facts.of(CONTACTS)
    entry = item.reset_by.line if item.reset_by else 0
    made = next((one.made for one in contacts.promises if one.entry == entry), None)
    return Label(f"约在 {made}，至今未完成", f"promised on {made}, still open") if made else Label("", "")


def words(customer: Customer, policy: Policy) -> Mapping[str, str]:
    """Keys, goals and days of all that was promised."""
    found: dict[str, str] = {}
    for promise in CONTACTS.read(customer, policy).promises:
        for word in (key(promise), promise.goal, promise.due.isoformat()):
            found.setdefault(word, key(promise))
    return found


SOURCE = DueSource(
    key="promises",
    label=Label("已约定", "Promised"),
    rank=Rank.PROMISED,
    items=items,
    late=late,
    free=Label("约定的下一步", "A promised step"),
    words=words,
    agreed=True,
)
