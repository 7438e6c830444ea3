"""Read `book.md`: the book's title, language, currency with rates, and the shape of customer numbers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Code
from crmkit.document import Scalar
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.number import NumberPattern, flaw
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    day,
    flag,
    for_people,
    group,
    groups,
    label,
    listed,
    number,
    one_of,
    scalar,
    scalars,
)
from crmkit.policy.terms import span
from crmkit.schema.fields import PRIVACY

NUMBER_PATTERN = Code("CRM909", "number-pattern-wrong")

LANGUAGES = ("zh", "en")
STAND_IN = NumberPattern("CRM-{year}{month}{counter:3}")
CURRENCY = re.compile(r"[A-Z]{3}")
FORGE = re.compile(r"https://[^\s/\"'<>]+/[^\s\"'<>]*/")


class Audience(NamedTuple):
    """Who a site is built for: the privacy classes they see, and whether they read free text."""

    key: str
    label: Label
    sees: frozenset[str]
    text: bool


SAFE = Audience("public", Label("公开", "Public"), frozenset({"public"}), False)
"""The audience of a policy that names none."""


@dataclass(frozen=True, slots=True)
class BookPolicy:
    """`rates` turn one unit of a currency into the book's; `forge` begins links to lines, or is empty.

    A date before `earliest`, or further ahead than `farthest`, is taken for a slip of the keys.
    """

    pack: str = ""
    title: Label = field(default=Label("", ""))
    language: str = "zh"
    currency: str = "CNY"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    number: NumberPattern = STAND_IN
    forge: str = ""
    earliest: datetime.date = datetime.date.min
    farthest: Span | None = None
    audiences: tuple[Audience, ...] = (SAFE,)

    def audience(self, key: str) -> Audience | None:
        """The audience of this key; the first, which is the safe one, for an empty key."""
        return next((one for one in self.audiences if not key or one.key == key), None)

    def rate(self, currency: str) -> Decimal | None:
        """One unit of a currency in the book's; 1 for the book's own or none named, None when unknown."""
        return Decimal(1) if currency in ("", self.currency) else self.rates.get(currency)


def read_book(c: Cursor, _: Parts) -> BookPolicy:
    """The book's own settings."""
    currency = scalar(c, "currency", required=True)
    return BookPolicy(
        pack=for_people(c, "pack"),
        title=label(c, "title"),
        language=one_of(c, "language", LANGUAGES, LANGUAGES[0], required=True),
        currency=currency.text if currency and _currency(c, currency, "currency") else "CNY",
        rates=_rates(c),
        number=_number(c),
        forge=_forge(c),
        earliest=day(c, "earliest") or datetime.date.min,
        farthest=span(c, "farthest", least=1),
        audiences=_audiences(c) or (SAFE,),
    )


def _currency(c: Cursor, node: Scalar, key: str) -> bool:
    if CURRENCY.fullmatch(node.text):
        return True
    c.report(WRONG_VALUE, node, key=c.name(key), text=node.text, example="CNY, USD")
    return False


def _rates(c: Cursor) -> dict[str, Decimal]:
    """Rates above zero by currency."""
    inner = group(c, "rates")
    found: dict[str, Decimal] = {}
    for key, value in inner.items() if inner else ():
        if inner is None or not _currency(inner, key, key.text):
            continue
        rate = number(inner, key.text, required=True)
        if rate is not None and rate <= 0:
            inner.report(WRONG_VALUE, value, key=inner.name(key.text), text=rate, example="7.10")
        elif rate is not None:
            found[key.text] = rate
    return found


def _number(c: Cursor) -> NumberPattern:
    inner = group(c, "number", required=True)
    if inner is None:
        return STAND_IN
    made = scalar(inner, "pattern", required=True)
    nodes = [*([made] if made else []), *scalars(inner, "also")]
    flaws = [(node, flaw(node.text)) for node in nodes]
    for node, what in flaws:
        if what:
            inner.report(NUMBER_PATTERN, node, pattern=node.text, flaw=what)
    sound = [node.text for node, what in flaws if not what]
    return NumberPattern(sound[0], tuple(sound[1:])) if sound else STAND_IN


def _audiences(c: Cursor) -> tuple[Audience, ...]:
    """Who a site may be built for, the safe one first."""
    found = []
    for item in groups(c, "audiences"):
        key = scalar(item, "key")
        sees = [node.text for node in scalars(item, "sees") if listed(item, node, PRIVACY, item.name("sees"))]
        if key is not None and key.text:
            found.append(Audience(key.text, label(item), frozenset(sees), flag(item, "text")))
    return tuple(found)


def _forge(c: Cursor) -> str:
    node = scalar(c, "forge", required=False)
    if node is None or not node.text:
        return ""
    if FORGE.fullmatch(node.text):
        return node.text
    c.report(WRONG_VALUE, node, key="forge", text=node.text, example="https://host/owner/repo/blob/main/")
    return ""


FILE = PolicyFile(name="book.md", of=BookPolicy, read=read_book)
