"""Read `milestones.md`: days of a customer that come back, festivals, and how lunar days are kept (E4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    flag,
    group,
    groups,
    named,
    one_of,
    scalar,
)
from crmkit.policy.terms import span
from crmkit.policy.words import Claims, read_choice
from crmkit.schema.types.day import parse as read_day
from crmkit.schema.values import Day

LUNAR = "lunar "


class Milestone(NamedTuple):
    """A day that a field of the record says, named by its path: `contacts.birthday`."""

    key: str
    label: Label
    path: str


class Festival(NamedTuple):
    """A day that everybody keeps; `greet` says whether customers are greeted."""

    key: str
    label: Label
    day: Day
    greet: bool = True


@dataclass(frozen=True, slots=True)
class MilestonePolicy:
    """`leap_first`: a day of a leap month is kept in the ordinary one. `last_of_month`: the 30th of a month
    of 29 days is kept on the last. `festivals_near`: whether a festival, a day of everybody, counts as one
    that is near to a customer. `coming` is how far ahead Today lists days, None for to the end of the week.
    """

    milestones: tuple[Milestone, ...] = ()
    festivals: tuple[Festival, ...] = ()
    leap_first: bool = True
    last_of_month: bool = True
    festivals_near: bool = False
    coming: Span | None = None


def read_milestones(c: Cursor, _: Parts) -> MilestonePolicy:
    """The milestones."""
    greeting, lunar, ahead = group(c, "festival_greeting"), group(c, "lunar"), group(c, "coming")
    seen: set[str] = set()
    claims: Claims = {}
    return MilestonePolicy(
        milestones=tuple(_milestone(item, seen, claims) for item in groups(c, "milestones")),
        festivals=tuple(one for item in groups(c, "festivals") if (one := _festival(item, seen, claims))),
        festivals_near=flag(greeting, "counts_as_near") if greeting else False,
        coming=span(ahead, "within", required=True) if ahead else None,
        leap_first=not lunar or one_of(lunar, "leap_month", ("first", "leap"), "first") == "first",
        last_of_month=not lunar
        or one_of(lunar, "missing_day", ("last_of_month", "skip"), "last_of_month") == "last_of_month",
    )


def _milestone(c: Cursor, seen: set[str], claims: Claims) -> Milestone:
    word = read_choice(c, seen, claims)
    return Milestone(word.key, word.label, named(c, "from", "path", required=True))


def _festival(c: Cursor, seen: set[str], claims: Claims) -> Festival | None:
    """A festival by the solar or the lunar calendar."""
    word = read_choice(c, seen, claims)
    lunar, greet = c.get("lunar") is not None, flag(c, "greet", True)
    node = scalar(c, "lunar" if lunar else "solar", required=True)
    if node is None:
        return None
    day = read_day((LUNAR if lunar else "") + node.text)
    if not isinstance(day, Day):
        c.report(
            WRONG_VALUE, node, key=c.name("lunar" if lunar else "solar"), text=node.text, example="08-15"
        )
        return None
    return Festival(word.key, word.label, day, greet)


FILE = PolicyFile(
    name="milestones.md",
    of=MilestonePolicy,
    read=read_milestones,
    default=MilestonePolicy(),
)
