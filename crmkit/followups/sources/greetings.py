"""Ask for a greeting on the days that a customer, or everybody, keeps: birthdays, festivals (E4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import before
from crmkit.followups.caps import cap_of, room
from crmkit.followups.greetings import PREFIX, DayToMark, open_days
from crmkit.followups.item import DueItem, Fulfil, Note
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.wording import by_contact, log_contact
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.view import Standing


def items(seen: Seen) -> Iterator[DueItem]:
    """A day whose time has come, until it is greeted or long past; of who is not looked after none."""
    standing = seen.standing
    if standing.quiet or not standing.looked_after:
        return
    found = open_days(seen)
    left_out = skipped(seen) if found else frozenset()
    for one in found:
        if one.key not in left_out and (one.mark.line or standing.followed):
            yield put_off(_item(one, seen), seen)


def _item(one: DayToMark, seen: Seen) -> DueItem:
    mark, kept = one.mark, one.on.isoformat()
    who = f" {mark.who}" if mark.who else ""
    purposes = seen.policy.get(MilestonePolicy).personal.purposes
    return SOURCE.item(
        seen,
        one.key,
        Deadline(one.since),
        Label(*(f"{label}{who} {kept}" for label in mark.label)),
        one.greeting.source,
        Fulfil(
            one.greeting.channels, one.since, purposes[0] if purposes and not one.greeting.any_contact else ""
        ),
        channels=one.greeting.channels,
        reset_by=mark.line,
        limit=Deadline(one.on),
        letter=one.greeting.letter,
        notes=tuple(_notes(one, seen)),
        grace=Deadline(one.on),
        tells=_tells(one, seen.policy),
        whose=mark.who,
    )


def _notes(one: DayToMark, seen: Seen) -> Iterator[Note]:
    if one.since < before(one.on, one.greeting.before, seen.calendar):
        yield Note.BEFORE_REST
    cap = cap_of(seen)
    if cap is not None and room(cap, seen, seen.as_of) > seen.as_of:
        yield Note.NO_ROOM


def _tells(one: DayToMark, policy: Policy) -> str:
    """The path of the field that names the day; festivals give nothing away."""
    own = (each for each in policy.get(MilestonePolicy).milestones if each.key == one.mark.key)
    return next((each.path for each in own), "") if one.mark.line else ""


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """A greeting by one of its channels, for its purpose."""
    return by_contact(item, policy)


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that logs a contact with its purpose, so that it counts as a greeting."""
    field = policy.schema.entry.find("purpose")
    purpose = (
        next((one for one in field.choices if one.key == item.fulfilled_by.purpose), None) if field else None
    )
    said = [f"{field.label.said(lang)}={purpose.label.said(lang)}"] if field and purpose else []
    return [*log_contact(item, policy, lang), *(part for one in said for part in ("--field", one))]


def late(item: DueItem, standing: Standing) -> Label:
    """The day that nobody marked."""
    day = item.limit.day if item.limit else item.day
    return Label(f"{day} 当天没有问候", f"not greeted on {day}")


SOURCE = DueSource(
    key="greetings",
    label=Label("节点问候", "A day to mark"),
    rank=Rank.TO_MARK,
    items=items,
    fulfilled=fulfilled,
    command=command,
    late=late,
    free=Label("节点问候", "A day to mark"),
    prefix=PREFIX,
    aside=True,
)
