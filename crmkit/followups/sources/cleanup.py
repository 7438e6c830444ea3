"""Ask each time the clean-up list is gone through what becomes of who was silent for so long (E10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.months import MONTHS_A_YEAR
from crmkit.calendar.period import months_to
from crmkit.calendar.span import MONTHS, Span, after
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import STATUS, Seen, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.wording import log_entry
from crmkit.history import changes
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.cleanup import Cleanup
from crmkit.view import Standing
from crmkit.view.doers import holder

_DAY = timedelta(days=1)
_ABOUT = Label("清理名单：决定去留", "Clean-up list: decide what becomes of them")
_DONE = Label(
    "改变状态并写明原因；要留的，用 crmkit skip 写明理由，下一期再看",
    "a move of the status with its reason; to keep them, crmkit skip with a reason until the next time",
)


def items(seen: Seen) -> Iterator[DueItem]:
    """One while nobody decided since the beginning of the round in which the customer came on the list."""
    rule, silent_for = seen.policy.get(Cleanup), seen.cadence.silent_for
    if rule.every is None or silent_for is None or seen.standing.gone:
        return
    since = seen.standing.silent_since
    if since is None:
        return
    last = after(since, silent_for, seen.calendar)
    if last >= seen.as_of:
        return
    listed = last + _DAY
    end = _round_end(listed, rule.every, listed, seen)
    for day in sorted(day for day in _decided(seen) if day >= listed):
        decided = _round_end(day, rule.every, listed, seen)
        if decided >= seen.as_of:
            return
        end = max(end, _round_end(decided + _DAY, rule.every, listed, seen))
    owner = owner_of(seen.standing, seen.view)[0]
    who = holder(rule.role, owner, seen.policy, as_of=seen.as_of)
    wanted = Fulfil((), listed, fields=(STATUS,))
    yield put_off(SOURCE.item(seen, SOURCE.key, Deadline(end), _ABOUT, rule.source, wanted, owner=who), seen)


def _decided(seen: Seen) -> Iterator[date]:
    """When somebody moved the status, or left the item out and said why."""
    yield from (change.date for change in changes(seen.standing.facts, STATUS, as_of=seen.as_of))
    yield from (one.date for one in seen.put_off_of.get(SOURCE.key, ()) if one.until is None)


def _round_end(day: date, every: Span, listed: date, seen: Seen) -> date:
    """The last day of the round in which a day lies: of the calendar's months where they part the year."""
    months = MONTHS.get(every.unit, 0) * every.number
    if months and MONTHS_A_YEAR % months == 0:
        whole = months_to(day.year, day.month + -day.month % months, months)
        return whole.end if whole else day
    end = listed
    while end <= day:
        later = after(end, every, seen.calendar)
        if later <= end:  # shorter than a day
            return day
        end = later
    return end - _DAY


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """A move of the status."""
    return log_entry(item, (STATUS,), policy, lang)


def late(item: DueItem, standing: Standing) -> Label:
    """The day on which they came on the list."""
    day = item.fulfilled_by.since
    return Label(f"{day} 进入清理名单", f"on the list since {day}")


SOURCE = DueSource(
    key="cleanup",
    label=Label("清理名单", "Clean-up list"),
    rank=Rank.TO_DECIDE,
    items=items,
    fulfilled=lambda item, policy: _DONE,
    command=command,
    late=late,
    words=lambda customer, policy: {word: "cleanup" for word in (*_ABOUT, "清理名单")},
    contact=False,
)
