"""Count from the log alone, week by week: contacts made, promises kept in time, promises late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from crmkit.followups.promises import answered, borne, key
from crmkit.followups.seen import Seen

WEEK = timedelta(weeks=1)


class Week(NamedTuple):
    """The seven days that end on `last`: contacts, promises that fell due, those of them kept in time.

    `late` are the promises that were late at the end of `last`. What was put off or left out is no promise.
    """

    last: date
    contacts: int = 0
    fell_due: int = 0
    kept: int = 0
    late: int = 0


def weeks(seen: Seen, count: int) -> list[Week]:
    """The last `count` weeks of one customer, the oldest first, as the log tells them today."""
    found = [Week(seen.as_of - WEEK * back) for back in reversed(range(count))]
    for contact in seen.interactions:
        at = _place(contact.date, count, as_of=seen.as_of)
        if at >= 0 and contact.reached:
            found[at] = found[at]._replace(contacts=found[at].contacts + 1)
    if seen.contacts.promises:
        _promised(seen, found)
    return found


def total(parts: list[list[Week]]) -> list[Week]:
    """The same weeks of several customers together; nothing of nobody."""
    return [
        Week(same[0].last, *(sum(numbers) for numbers in zip(*(week[1:] for week in same), strict=True)))
        for same in zip(*parts, strict=True)
    ]


def _place(day: date, count: int, *, as_of: date) -> int:
    """Which of the weeks holds a day, below 0 for one before them all."""
    return count - 1 - (as_of - day).days // WEEK.days


def _promised(seen: Seen, found: list[Week]) -> None:
    """Add what became of the promises; one whose last day is the day of the view may still be kept."""
    let_go = {one.item for one in seen.put_off}
    for promise, answer in answered(seen):
        if key(promise) in let_go:
            continue
        limit = borne(promise, seen).day
        at = _place(limit, len(found), as_of=seen.as_of)
        if 0 <= at < len(found) and (limit < seen.as_of or answer):
            kept = answer is not None and answer <= limit
            week = found[at]
            found[at] = week._replace(fell_due=week.fell_due + 1, kept=week.kept + kept)
        if answer is not None and answer <= found[0].last:
            continue
        for at, week in enumerate(found):
            if promise.made <= week.last and limit < week.last and (answer is None or answer > week.last):
                found[at] = week._replace(late=week.late + 1)
