"""Find the next steps that were promised and that no later contact has answered (E6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from crmkit.calendar.span import DAY, Span, after, before
from crmkit.compute import stands
from crmkit.compute.contacts import Interaction, Promise
from crmkit.diagnostics import Source
from crmkit.followups.item import Bucket, DueItem, Fulfil, Sort, bucket
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.language import Label

PREFIX = "promise-"
OVER = "ended"
_NO_GOAL = Label("约好的联系", "Promised contact")


def promises(seen: Seen) -> Iterator[DueItem]:
    """Open promises, the earliest due first; those to customers who are gone are let go."""
    if seen.stage == OVER:
        return
    left_out = skipped(seen)
    for one in open_promises(seen):
        if key(one) not in left_out:
            yield put_off(_item(one, seen), seen)


def key(promise: Promise) -> str:
    """How a promise is named in `snooze` and `skip`: by its day, and a number from the second on."""
    again = f"-{promise.nth}" if promise.nth > 1 else ""
    return f"{PREFIX}{promise.due.isoformat()}{again}"


def open_promises(seen: Seen) -> list[Promise]:
    """Those that no contact has answered, the earliest due first."""
    return [promise for promise, answer in answered(seen) if answer is None]


def answered(seen: Seen) -> list[tuple[Promise, date | None]]:
    """Every promise with the day of the contact that answered it, None for an open one, by their due days.

    Each contact answers at most one: the earliest due of those made before whose time has come.
    """
    made = [
        p for p in seen.contacts.promises if p.made <= seen.as_of and stands(p.voided_on, as_of=seen.as_of)
    ]
    if not made:
        return []
    made.sort(key=lambda p: (p.due, p.made, p.line, p.column))
    undone = [(_since(p, seen), p) for p in made]
    agreed, days = defaultdict[int, list[Promise]](list), dict[Promise, date]()
    for one in made:
        agreed[one.entry].append(one)
    for contact in seen.interactions:
        anew = agreed.get(contact.line, [])
        met = next(
            (
                (since, p)
                for since, p in undone
                if contact.date >= since and _in_time(contact, p, seen) and _answers(contact, p, anew, seen)
            ),
            None,
        )
        if met is not None:
            undone.remove(met)
            days[met[1]] = contact.date
    return [(p, days.get(p)) for p in made]


def _since(promise: Promise, seen: Seen) -> date:
    """The first day on which a contact answers it; never the day it was made, unless it was for that day."""
    lead = seen.cadence.promises.lead
    since = before(promise.due, lead, seen.calendar) if lead else promise.due
    return max(since, min(promise.due, after(promise.made, Span(1, DAY), seen.calendar)))


def _in_time(contact: Interaction, promise: Promise, seen: Seen) -> bool:
    if contact.line == promise.entry or contact.date < promise.made:
        return False
    if contact.inbound and not seen.cadence.inbound:
        return False
    return not (contact.date == promise.made and contact.line < promise.entry)


def _answers(contact: Interaction, promise: Promise, anew: list[Promise], seen: Seen) -> bool:
    """What is sent to everybody answers nobody, a message no promised talk, unless it agrees on a new one."""
    rules = seen.cadence.promises
    if rules.automatic and contact.automatic:
        return False
    if seen.cadence.promises.same_channel:
        return contact.kind == promise.kind
    weight, wanted = rules.weight.get(contact.kind, 0), rules.weight.get(promise.kind, 0)
    if rules.by_promise and any(rules.weight.get(each.kind, 0) >= wanted for each in anew):
        return True
    if contact.kind in rules.one_way and contact.kind != promise.kind:
        return False
    return weight >= wanted and (weight > 0 or contact.purpose not in rules.purposes)


def _fulfilling(promise: Promise, seen: Seen) -> tuple[str, ...]:
    """The channels that answer it; empty for any."""
    if seen.cadence.promises.same_channel:
        return (promise.kind,) if promise.kind else ()
    weight = seen.cadence.promises.weight
    wanted = weight.get(promise.kind, 0)
    return tuple(channel for channel, rank in weight.items() if wanted and rank >= wanted)


def _item(promise: Promise, seen: Seen) -> DueItem:
    facts, grace = seen.standing.facts, seen.cadence.promises.grace
    place = bucket(promise.due, seen.calendar, as_of=seen.as_of)
    if place is Bucket.OVERDUE and grace and after(promise.due, grace, seen.calendar) >= seen.as_of:
        place = Bucket.TODAY
    channels = (promise.kind,) if promise.kind else ()
    return DueItem(
        customer=facts.id,
        key=key(promise),
        sort=Sort.PROMISE,
        owner=seen.owner,
        tier=seen.standing.tiering.key,
        due=promise.due,
        bucket=place,
        about=Label(promise.goal, promise.goal) if promise.goal else _NO_GOAL,
        channels=channels,
        rule=Source(facts.path, promise.line, promise.column),
        reset_by=Source(facts.path, promise.entry),
        last_touch=seen.standing.last_touch,
        fulfilled_by=Fulfil(_fulfilling(promise, seen), _since(promise, seen)),
    )
