"""Read `milestones.md`: days of a customer that come back, festivals, how they are kept and greeted (E4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.greetings import Greeting, GreetingRules, read_greeting, read_personal
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
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.fields import Schema
from crmkit.schema.types.day import parse as read_day
from crmkit.schema.values import Day

LUNAR = "lunar "
UNTOLD, NOTHING = Greeting(), GreetingRules()


class Milestone(NamedTuple):
    """A day that a field of the record says, named by its path: `contacts.birthday`.

    Where `lunar` days are not kept, one of the lunar calendar is no milestone.
    """

    key: str
    label: Label
    path: str
    lunar: bool = True
    greeting: Greeting = UNTOLD


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
    that is near to a customer. `festival` is how everybody is greeted then; a greeting that nobody made is
    given up so long after its day as it `lapses`. `shown` is how long before it a day is shown.
    """

    milestones: tuple[Milestone, ...] = ()
    festivals: tuple[Festival, ...] = ()
    leap_first: bool = True
    last_of_month: bool = True
    festivals_near: bool = False
    festival: Greeting = UNTOLD
    lapses: Span | None = None
    personal: GreetingRules = NOTHING
    shown: Span | None = None

    def greeting(self, key: str) -> Greeting:
        """How a milestone or a festival is greeted, named by its key."""
        return next((one.greeting for one in self.milestones if one.key == key), self.festival)


def read_milestones(c: Cursor, have: Parts) -> MilestonePolicy:
    """The milestones."""
    channels = have.get(Vocabulary).channels
    purpose = have.get(Schema).entry_fields(CONTACT).find("purpose")
    purposes = tuple(choice.key for choice in purpose.choices) if purpose else ()
    greeting, lunar, lapses = group(c, "festival_greeting"), group(c, "lunar"), group(c, "greeting_lapses")
    personal, shown = group(c, "personal"), group(c, "shown")
    seen: set[str] = set()
    claims: Claims = {}
    return MilestonePolicy(
        milestones=tuple(_milestone(item, channels, seen, claims) for item in groups(c, "milestones")),
        festivals=tuple(one for item in groups(c, "festivals") if (one := _festival(item, seen, claims))),
        festivals_near=flag(greeting, "counts_as_near") if greeting else False,
        leap_first=not lunar or one_of(lunar, "leap_month", ("first", "leap"), "first") == "first",
        last_of_month=not lunar
        or one_of(lunar, "missing_day", ("last_of_month", "skip"), "last_of_month") == "last_of_month",
        festival=read_greeting(greeting, channels) if greeting else UNTOLD,
        lapses=span(lapses, "after", required=True) if lapses else None,
        personal=read_personal(personal, channels, purposes) if personal else NOTHING,
        shown=span(shown, "within", required=True) if shown else None,
    )


def _milestone(c: Cursor, channels: tuple[str, ...], seen: set[str], claims: Claims) -> Milestone:
    word = read_choice(c, seen, claims)
    path, lunar = named(c, "from", "path", required=True), flag(c, "lunar", True)
    return Milestone(word.key, word.label, path, lunar, read_greeting(c, channels))


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
    needs=(Vocabulary, Schema),
    default=MilestonePolicy(),
)
