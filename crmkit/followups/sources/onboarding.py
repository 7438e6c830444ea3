"""Ask for the steps of onboarding that are not done yet (E3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import after, before
from crmkit.compute.contacts import Beginning, Interaction
from crmkit.followups.item import DueItem, Fulfil, Note
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen, clock
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label
from crmkit.policy.tracks import TRIGGERS, Step


class Open(NamedTuple):
    """A step with its deadline, the first day on which a contact fulfils it, and what it counts from."""

    due: Deadline
    since: date
    step: Step
    began: Beginning
    resting: bool


def items(seen: Seen) -> Iterator[DueItem]:
    """Steps after the first cooperation and after signing; one long past is given up."""
    if seen.standing.quiet or not seen.standing.followed:
        return
    for one in sorted(_undone(seen), key=lambda one: (one.due.order, one.step.key)):
        if not _lapsed(one, seen):
            yield put_off(_item(one, seen), seen, one.began.date)


def _undone(seen: Seen) -> list[Open]:
    """A contact of ours fulfils at most one step: the earliest due of those that it fits."""
    undone = [one for step in _current(seen) if (one := _open(step, seen)) is not None]
    for contact in seen.interactions:
        fitting = [
            one
            for one in undone
            if not contact.inbound
            and contact.reached
            and contact.kind in one.step.channels
            and contact.date >= one.since
            and not _before(contact, one.began)
            and (not one.step.span.by_minutes or seen.happened(contact.date, contact.time))
        ]
        if fitting:
            undone.remove(min(fitting, key=lambda one: (one.due.order, seen.cadence.steps.index(one.step))))
    return [one for one in undone if one.step.key not in skipped(seen, one.began.date)]


def _before(contact: Interaction, began: Beginning) -> bool:
    """Whether a contact of the day of the beginning came before it, where both say their time."""
    return contact.date == began.date and "" < contact.time < began.time


def _current(seen: Seen) -> list[Step]:
    """The steps of beginnings of which not even the last is given up yet; the others take no part."""
    current: list[Step] = []
    for trigger in TRIGGERS:
        own = [step for step in seen.cadence.steps if step.trigger == trigger]
        last = _open(max(own, key=lambda step: step.span.length), seen) if own else None
        if last is not None and not _lapsed(last, seen):
            current += own
    return current


def _lapsed(one: Open, seen: Seen) -> bool:
    lapses = seen.cadence.lapses
    return lapses is not None and seen.as_of > after(one.due.day, lapses, seen.calendar)


def _open(step: Step, seen: Seen) -> Open | None:
    began = seen.began(step.trigger)
    if began is None:
        return None
    if step.within:  # a limit waits for no working day
        if step.span.by_minutes and not seen.happened(began.date, began.time):
            return None
        return Open(seen.within(step.span, began.date, began.time), began.date, step, began, False)
    day = after(began.date, step.span, seen.calendar, clock(began.time))
    due = seen.working(day)
    since = before(day, step.lead, seen.calendar) if step.lead else began.date
    return Open(Deadline(due), since, step, began, due != day)


def _item(one: Open, seen: Seen) -> DueItem:
    step = one.step
    notes = (Note.REST_DAY,) if one.resting else ()
    if seen.standing.tiering.key in step.first:
        notes = (*notes, Note.FIRST)
    return SOURCE.item(
        seen,
        step.key,
        one.due,
        step.label,
        step.source,
        Fulfil(step.channels, one.since),
        channels=step.channels,
        reset_by=one.began.line,
        letter=step.letter,
        notes=notes,
    )


SOURCE = DueSource(
    key="onboarding",
    label=Label("新客户引导", "Step of onboarding"),
    rank=Rank.BEGUN,
    items=items,
)
