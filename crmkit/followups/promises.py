"""Find the next steps that were promised and that no later contact has answered (E6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.calendar.span import after, before
from crmkit.compute import stands
from crmkit.compute.contacts import Interaction, Promise
from crmkit.diagnostics import Source
from crmkit.followups.item import Bucket, DueItem, Fulfil, Sort, bucket
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.schema.fields import Label

PREFIX = "promise-"
OVER = "ended"


def promises(seen: Seen) -> Iterator[DueItem]:
    """Open promises, the earliest due first; those to customers who are gone are let go."""
    if seen.stage == OVER:
        return
    left_out = skipped(seen)
    for one in open_promises(seen):
        if key(one) not in left_out:
            yield put_off(_item(one, seen), seen)


def key(promise: Promise) -> str:
    """How a promise is named in `snooze` and `skip`: by its day."""
    return f"{PREFIX}{promise.due.isoformat()}"


def open_promises(seen: Seen) -> list[Promise]:
    """Each contact answers at most one: the earliest due of those made before whose time has come."""
    made = [
        p for p in seen.contacts.promises if p.made <= seen.as_of and stands(p.voided_on, as_of=seen.as_of)
    ]
    undone = sorted(made, key=lambda p: (p.due, p.made, p.line))
    for contact in seen.interactions:
        answered = next((p for p in undone if _answers(contact, p, seen)), None)
        if answered is not None:
            undone.remove(answered)
    return undone


def _since(promise: Promise, seen: Seen) -> date:
    """The first day on which a contact answers it."""
    lead = seen.cadence.promise_lead
    return before(promise.due, lead, seen.calendar) if lead else promise.due


def _answers(contact: Interaction, promise: Promise, seen: Seen) -> bool:
    if contact.line == promise.line or contact.date < promise.made or contact.date < _since(promise, seen):
        return False
    if contact.inbound and not seen.cadence.inbound:
        return False
    if contact.date == promise.made and contact.line < promise.line:
        return False
    return not seen.cadence.same_channel or contact.kind == promise.kind


def _item(promise: Promise, seen: Seen) -> DueItem:
    facts, grace = seen.standing.facts, seen.cadence.promise_grace
    place = bucket(promise.due, seen.calendar, as_of=seen.as_of)
    if place is Bucket.OVERDUE and grace and after(promise.due, grace, seen.calendar) >= seen.as_of:
        place = Bucket.TODAY
    channels = (promise.kind,) if promise.kind else ()
    said = Source(facts.path, promise.line)
    return DueItem(
        customer=facts.id,
        key=key(promise),
        sort=Sort.PROMISE,
        owner=seen.owner,
        tier=seen.standing.tiering.key,
        due=promise.due,
        bucket=place,
        about=Label(promise.goal, promise.goal),
        channels=channels,
        rule=said,
        reset_by=said,
        last_touch=seen.standing.last_touch,
        fulfilled_by=Fulfil(channels if seen.cadence.same_channel else (), _since(promise, seen)),
    )
