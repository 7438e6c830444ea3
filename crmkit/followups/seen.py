"""See one customer as follow-ups need them: what stands as of the day, and what the cadence asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from crmkit.calendar.deadline import Deadline, deadline, end_of
from crmkit.calendar.minute import clock_of
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar, next_working_day
from crmkit.compute.contacts import CONTACTS, Beginning, Contacts, Interaction, PutOff
from crmkit.history import Change, last_of, stood
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.view import Standing, View, tier_since
from crmkit.view.beginnings import back, began

TIER, STATUS = "tier", "status"
NEWS = (TIER, STATUS)


@dataclass(frozen=True, slots=True)
class Seen:
    """A customer as of the day of the view; interactions and put-off items are past and stand.

    `put_off_of` has the put-off items by the key of what they put off; `cadence` and `calendar` are what the
    procedures say of contacts and of working time.
    """

    standing: Standing
    view: View
    as_of: date
    cadence: Cadence
    calendar: Calendar
    contacts: Contacts
    interactions: tuple[Interaction, ...]
    put_off: tuple[PutOff, ...]
    put_off_of: Mapping[str, Sequence[PutOff]]
    _tier_held: list[date] = field(default_factory=list, repr=False, compare=False)

    @property
    def policy(self) -> Policy:
        """The procedures."""
        return self.view.policy

    def at_work(self, person: str = "") -> tuple[str, str]:
        """Who does somebody's work, the owner's unless one is named, and who did where they left.

        A role stands for itself.
        """
        return _at_work(person, self.view) if person else owner_of(self.standing, self.view)

    def began(self, trigger: str) -> Beginning | None:
        """The first time something began, as far as it stands; who comes back begins anew (E10)."""
        return began(self.standing, trigger)

    def back(self) -> Change | None:
        """The last change by which somebody who was gone is served again; None when nobody came back."""
        return back(self.standing)

    def tier_since(self, earliest: date) -> date:
        """The first day of the tier's unbroken run, looked for back to a day; no day is looked at twice.

        A track asks from its own day on, so what is kept is the last day asked for and what was found.
        """
        asked, began = self._tier_held or (self.as_of, self.as_of)
        if earliest < asked and began <= asked:
            began = tier_since(self.standing, self.view, earliest=earliest, known=asked)
            self._tier_held[:] = earliest, began
        return max(earliest, began)

    def changed(self, field: str) -> date | None:
        """When a field was last changed by an entry."""
        last = last_of(self.standing.facts.changed.get(field, ()), as_of=self.as_of)
        return last.date if last is not None else None

    def working(self, day: date) -> date:
        """The day itself, or the next working day where follow-ups wait for one."""
        return next_working_day(day, self.calendar) if self.calendar.moves else day

    def within(self, span: Span, day: date, said: str = "") -> Deadline:
        """The last moment that is within a span from an entry on; of one without a time, the last day.

        Without a time it may have been said in the evening: minutes and hours begin when the day ends.
        """
        if not span.number and not span.by_minutes:
            return Deadline(day)
        zone = self.view.moment.tzinfo
        late = not said and span.by_minutes
        start = end_of(day, zone) if late else datetime.combine(day, clock(said), zone)
        found = deadline(start, span, self.calendar)
        assert isinstance(found, Deadline)  # nothing stops this clock
        return found if said else Deadline(found.day)

    def happened(self, day: date, said: str) -> bool:
        """Whether an entry of the past has happened by the minute too; one without a time has all day."""
        return day < self.as_of or not said or clock(said) <= self.view.moment.time()

    def agreed(self, group: str) -> bool:
        """Whether a group of the profile, such as the agreement to more contact, holds on the day."""
        held = self.contacts.agreed.get(group)
        return held is not None and held[0] <= self.as_of and (held[1] is None or held[1] >= self.as_of)


def owner_of(standing: Standing, view: View) -> tuple[str, str]:
    """Who does the work for a customer, and who did where that is somebody who left; empty for nobody."""
    return _at_work(standing.owner.value if isinstance(standing.owner.value, str) else "", view)


def _at_work(said: str, view: View) -> tuple[str, str]:
    now = view.policy.people.at_work(said, as_of=view.as_of)
    return now, said if now != said else ""


def see(standing: Standing, view: View) -> Seen:
    """One customer, ready for the questions of this room."""
    contacts, as_of = standing.facts.of(CONTACTS), view.as_of
    put_off = tuple(stood(contacts.put_off, as_of=as_of))
    put_off_of: dict[str, list[PutOff]] = {}
    for each in put_off:
        put_off_of.setdefault(each.item, []).append(each)
    past = tuple(stood(contacts.interactions, as_of=as_of))
    policy = view.policy
    return Seen(
        standing, view, as_of, policy.get(Cadence), policy.get(Calendar), contacts, past, put_off, put_off_of
    )


def clock(said: str) -> time:
    """The time of an entry, midnight when it says none."""
    return clock_of(said) or time()
