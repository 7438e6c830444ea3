"""Tell which contact answered which promised step (E6)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict, deque
from datetime import date

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import DAY, Span, after, before
from crmkit.compute.contacts import Interaction, Promise
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.anew import replaced, tried_again
from crmkit.followups.seen import Seen
from crmkit.history import stood

PREFIX = "promise-"


def key(promise: Promise) -> str:
    """How a promise is named in `snooze` and `skip`: by its day, and a number from the second on."""
    again = f"-{promise.nth}" if promise.nth > 1 else ""
    return f"{PREFIX}{promise.due.isoformat()}{again}"


def open_promises(seen: Seen) -> list[Promise]:
    """Those that no contact has answered, the earliest due first."""
    return [promise for promise, answer in answered(seen) if answer is None]


def answered(seen: Seen) -> list[tuple[Promise, date | None]]:
    """Every promise, by due day, with the day of the contact that answered or replaced it, None for none yet.

    Each contact answers at most one: the earliest due of those made before whose time has come. One that
    moves a promise it could have kept answers no other.
    """
    made = list(stood(seen.contacts.promises, as_of=seen.as_of))
    if not made:
        return []
    made.sort(key=lambda p: (p.due, p.made, p.line, p.column))
    agreed, days = defaultdict[int, list[Promise]](list), dict[int, date]()
    for one in made:
        agreed[one.entry].append(one)
    coming = deque(sorted((max(since(p, seen), p.made), at) for at, p in enumerate(made)))
    given = deque(sorted((p.made, at) for at, p in enumerate(made)))
    held: list[int] = []  # made, and neither answered nor replaced
    waiting: dict[str, list[int]] = {}  # of those by kind, since the same contacts answer all of a kind
    tries = frozenset(one.line for one in seen.interactions if not one.reached)
    for contact in seen.interactions:
        while given and given[0][0] <= contact.date:
            insort(held, given.popleft()[1])
        while coming and coming[0][0] <= contact.date:
            _, at = coming.popleft()
            if at not in days:
                insort(waiting.setdefault(made[at].kind, []), at)
        anew = agreed.get(contact.line, [])
        early = [at for at in held[:MOST_SHOWN] if _later(contact, made[at])] if anew else []
        ended = replaced(contact, anew, early, made, seen)
        if not any(_keeps(contact, made[at].kind, seen) for at in ended):
            fitting = (
                w for kind, w in waiting.items() if _answers(contact, kind, [] if ended else anew, seen)
            )
            met = (at for w in fitting for at in _first(contact, w, made, seen) if at not in ended)
            ended += [first] if (first := min(met, default=None)) is not None else []
        if tries and ended:
            ended += tried_again(
                ended, [at for at in held[:MOST_SHOWN] if made[at].entry in tries], made, seen
            )
        for at in ended:
            _drop(held, at)
            _drop(waiting.get(made[at].kind, []), at)
            days[at] = contact.date
    return [(p, days.get(at)) for at, p in enumerate(made)]


def _drop(places: list[int], at: int) -> None:
    index = bisect_left(places, at)
    if places[index : index + 1] == [at]:
        del places[index]


def _first(contact: Interaction, held: list[int], made: list[Promise], seen: Seen) -> list[int]:
    """The first of the promises held open that a contact is in time for, as a list of one, or nothing.

    A contact is too early only for promises of its own day, and no day of work has as many as are looked at:
    a hostile one of thousands stays linear (P8).
    """
    return next(([at] for at in held[:MOST_SHOWN] if _in_time(contact, made[at], seen)), [])


def borne(promise: Promise, seen: Seen) -> Deadline:
    """The last day on which it is not called late."""
    grace = seen.cadence.promises.grace
    return seen.within(grace, promise.due) if grace else Deadline(promise.due)


def since(promise: Promise, seen: Seen) -> date:
    """The first day on which a contact answers it; never the day it was made, unless it was for that day."""
    lead = seen.cadence.promises.lead
    since = before(promise.due, lead, seen.calendar) if lead else promise.due
    return max(since, min(promise.due, after(promise.made, Span(1, DAY), seen.calendar)))


def _in_time(contact: Interaction, promise: Promise, seen: Seen) -> bool:
    theirs = seen.cadence.inbound and not seen.cadence.promises.ours
    return _later(contact, promise) and (theirs or not contact.inbound)


def _later(contact: Interaction, promise: Promise) -> bool:
    """Whether a contact came behind the promise: by the clock, by where it stands where one has no time."""
    if contact.line == promise.entry or contact.date != promise.made:
        return contact.line != promise.entry and contact.date > promise.made
    if contact.time and promise.time and contact.time != promise.time:
        return contact.time > promise.time
    return contact.line > promise.entry


def _answers(contact: Interaction, kind: str, anew: list[Promise], seen: Seen) -> bool:
    """What is sent to everybody answers nobody, a message no promised talk, unless it agrees on a new one."""
    rules = seen.cadence.promises
    if not contact.reached or (rules.automatic and contact.automatic):
        return False
    if rules.same_channel:
        return contact.kind == kind
    wanted = rules.weight.get(kind, 0)
    if rules.by_promise and any(rules.weight.get(each.kind, 0) >= wanted for each in anew):
        return True
    return _keeps(contact, kind, seen)


def _keeps(contact: Interaction, kind: str, seen: Seen) -> bool:
    """Whether a contact is as weighty as the promised one, and meant for this customer."""
    rules = seen.cadence.promises
    if contact.kind in rules.one_way and contact.kind != kind:
        return False
    weight = rules.weight.get(contact.kind, 0)
    return weight >= rules.weight.get(kind, 0) and (weight > 0 or contact.purpose not in rules.purposes)


def fulfilling(promise: Promise, seen: Seen) -> tuple[str, ...]:
    """The channels that answer it; empty for any."""
    if seen.cadence.promises.same_channel:
        return (promise.kind,) if promise.kind else ()
    weight = seen.cadence.promises.weight
    wanted = weight.get(promise.kind, 0)
    return tuple(channel for channel, rank in weight.items() if wanted and rank >= wanted)
