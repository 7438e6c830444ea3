"""Read how customers are greeted: how early, by what, what is personal, what is mass sending (E4, E8)."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import DAY, Span
from crmkit.diagnostics import Source
from crmkit.policy.reading import Cursor, flag, group, integer, listed_under, named, number, place, texts
from crmkit.policy.terms import span
from crmkit.schema.names import fold

NEED, FEEDBACK, ORDER, HOBBIES = "latest_need", "latest_feedback", "latest_order", "hobbies"
MENTION = (NEED, FEEDBACK, ORDER, HOBBIES)
"""What a greeting may mention of a customer."""
EQUAL = Decimal(100)


class Greeting(NamedTuple):
    """Greeted from `before` a day on, by one of the channels, with a letter; empty for none.

    Where `any_contact` will do, whatever is talked about marks the day.
    """

    before: Span = Span(0, DAY)
    channels: tuple[str, ...] = ()
    letter: str = ""
    any_contact: bool = False
    source: Source = Source("")


class Mass(NamedTuple):
    """So many customers greeted in one text `within` a span, or in texts so much `alike`, of 100."""

    same_text: int
    within: Span
    alike: Decimal
    source: Source


class GreetingRules(NamedTuple):
    """What a greeting is, and what makes it personal.

    A contact is one by its purpose, by its kind, or where its heading says one of the words, which are
    folded. It says at least so many of what it may `mention`.
    """

    purposes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    at_least: int = 0
    mass: Mass | None = None


def read_greeting(c: Cursor, channels: tuple[str, ...]) -> Greeting:
    """How early and by what; a mistake leaves it at the day itself, by anything."""
    return Greeting(
        span(c, "before") or Span(0, DAY),
        listed_under(c, "channels", channels),
        named(c, "letter", "letter"),
        flag(c, "any_contact"),
        place(c),
    )


def read_personal(c: Cursor, channels: tuple[str, ...], purposes: tuple[str, ...]) -> GreetingRules:
    """What stands under `personal`."""
    mass = group(c, "mass")
    return GreetingRules(
        purposes=listed_under(c, "purposes", purposes),
        kinds=listed_under(c, "kinds", channels),
        words=tuple(fold(word) for word in texts(c, "words")),
        mention=listed_under(c, "mention", MENTION),
        at_least=integer(c, "at_least", 0),
        mass=read_mass(mass) if mass else None,
    )


def read_mass(c: Cursor) -> Mass | None:
    """From how many on, and how like; None without its number or its span."""
    count, within = integer(c, "same_text", 0, required=True, least=2), span(c, "within", required=True)
    alike = number(c, "alike", percent=True)
    return Mass(count, within, EQUAL if alike is None else alike, place(c)) if count and within else None
