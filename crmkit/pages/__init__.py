"""Prepare what pages show as plain data: texts, numbers, lists; templates only lay it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from crmkit.document import Scalar
from crmkit.language import Lang
from crmkit.policy import Policy
from crmkit.schema.fields import Field, Fields, Label
from crmkit.schema.values import Day, Money, Sealed, Value
from crmkit.view import View

FOLDER = "customers/"
HIDDEN = "personal"
"""The privacy of what no field of the policy describes: it might be anything, so it is not shown freely."""

Context = dict[str, Any]
_CENT = Decimal("0.01")
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_WEB = re.compile(r"https?://", re.IGNORECASE)


class Cell(NamedTuple):
    """A value as shown. Where `masked` is true the other parts are empty: no character may slip through."""

    text: str = ""
    href: str = ""
    masked: bool = False
    title: str = ""
    tone: str = ""


MASK = Cell(masked=True)


class Row(NamedTuple):
    """A label and its values; `only` is `form` (printed alone), `screen`, or empty for both."""

    label: str
    cells: tuple[Cell, ...]
    only: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How pages speak, and to whom: made once per language and audience.

    `sees` are the privacy classes the audience may see, `reads_text` whether it sees free text; `spell`
    gives a name's full pinyin and its initials; `names` are all customers' names by number, `brought` the
    numbers of those whom each referred.
    """

    language: Lang
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    sees: frozenset[str]
    spell: Callable[[str], tuple[str, str]]
    reads_text: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    brought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def tr(self, message: str, /, **values: object) -> str:
        """A message in the reader's language, with its `%(name)s` filled in."""
        said = self.gettext(message)
        return said % values if values else said

    def count(self, one: str, many: str, num: int) -> str:
        """A message about `%(num)s` things."""
        return self.ngettext(one, many, num) % {"num": number(Decimal(num))}

    def label(self, label: Label) -> str:
        """A label of the policy in the reader's language."""
        return label.said(self.language)

    def may_see(self, privacy: str) -> bool:
        """Whether the audience may see values of a privacy class."""
        return privacy in self.sees


def relations(view: View) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What `Words` holds of all customers: names by number, and whom each referred."""
    names = {id: standing.facts.name for id, standing in view.standings.items()}
    brought: dict[str, tuple[str, ...]] = {}
    for id, standing in view.standings.items():
        by = standing.facts.answers.get("referrals")
        if by is not None:
            brought[by[0]] = (*brought.get(by[0], ()), id)
    return names, brought


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of page: its file, its template and how its context is made.

    Exactly one of `book(view, policy, words)` and `customer(customer, standing, view, policy, words)` is
    given; what it answers becomes `page` in the template. `label` and `question` are message ids; `key` is
    the letter that opens the page after `g`; a page without a key is not in the navigation.
    """

    name: str
    template: str
    label: str
    question: str
    order: int
    key: str = ""
    book: Callable[..., Context] | None = None
    customer: Callable[..., Context] | None = None


def later(message: str) -> str:
    """Mark a message that is said in the reader's language when the page is made."""
    return message


def address(id: str) -> str:
    """The file name of a customer's page; a number may be any text, so what is unsafe is spelt in hex."""
    return _UNSAFE.sub(lambda found: f"~{ord(found[0]):x}", id) + ".html"


def number(value: Decimal) -> str:
    """A number with separators, rounded to cents, without idle zeros."""
    said = f"{value.quantize(_CENT):,f}"
    return (said.rstrip("0").rstrip(".") if "." in said else said).replace("-", "−")


def money(amount: Decimal, currency: str) -> str:
    """An amount with the sign or the code of its currency; cents only where there are any."""
    said = number(amount)
    said = said + "0" if re.search(r"\.\d$", said) else said
    sign = _SIGNS.get(currency)
    return f"{sign}{said}" if sign else f"{said} {currency}".strip()


def ago(day: date, words: Words, *, as_of: date) -> str:
    """How far a day lies from the day of the view."""
    days = (as_of - day).days
    if days == 0:
        return words.tr("today")
    if days > 0:
        return words.count("%(num)s day ago", "%(num)s days ago", days)
    return words.count("in %(num)s day", "in %(num)s days", -days)


def tier_cell(key: str, policy: Policy, words: Words, title: str = "") -> Cell:
    """A tier as a pill. The overlay warns, the first tier stands out, the second less so."""
    tier = policy.tiers.find(key)
    if tier is None:
        return Cell(key or words.tr("No tier"), title=title, tone="none")
    base = sorted((each for each in policy.tiers.tiers if not each.overlay), key=lambda each: each.rank)
    places = [each.key for each in base[:-1]]
    tones = dict(zip(places, ("ok", "info"), strict=False))
    return Cell(
        words.label(tier.label), title=title, tone="risk" if tier.overlay else tones.get(tier.key, "none")
    )


def status_cell(key: str, policy: Policy, words: Words) -> Cell:
    """A status, coloured by its stage."""
    status = policy.statuses.statuses.get(key)
    tones = {"open": "info", "active": "ok", "resting": "warn", "ended": "none"}
    return (
        Cell(words.label(status.label), tone=tones[status.stage])
        if status
        else Cell(key or words.tr("unknown"), tone="none")
    )


def reference(id: str, words: Words) -> Cell:
    """Another customer by name, with a link; a number that no record has is plain text."""
    name = words.names.get(id)
    return Cell(name or id, href=address(id), title=id) if name is not None else Cell(id)


def person(id: str, policy: Policy) -> str:
    """One of us by name; an id that nobody has stands for itself."""
    found = policy.people.find(id)
    return found.name if found else id


def cells(value: Value, of: Field | None, policy: Policy, words: Words) -> tuple[Cell, ...]:
    """A field's value as shown: one cell per item, a group as all its fields' cells."""
    data = value.data
    if isinstance(data, dict):
        return tuple(
            cell for row in rows(data, of.fields if of else Fields(), policy, words) for cell in row.cells
        )
    if not words.may_see(of.privacy if of else HIDDEN) or isinstance(data, Sealed):
        return (MASK,)
    if type(data) is tuple:  # a list; money and days are named tuples
        return tuple(
            cell for item in data if isinstance(item, Value) for cell in cells(item, of, policy, words)
        )
    if data is None:
        return (Cell(value.node.text),) if isinstance(value.node, Scalar) and value.node.text else ()
    return (_cell(data, of, policy, words),)


def rows(
    group: Mapping[str, Value], fields: Fields, policy: Policy, words: Words, but: Iterable[str] = ()
) -> list[Row]:
    """The values of a group in the policy's order, then those it does not know; empty ones are left out."""
    known = {each.key: each for each in reversed(fields.all)}  # of two for one key the first, the fitting one
    found = [
        (words.label(each.label), cells(group[each.key], each, policy, words))
        for each in fields
        if each.key in group and each.key not in but and each is known[each.key]
    ]
    strange = [(key, cells(value, None, policy, words)) for key, value in group.items() if key not in known]
    return [Row(label, said) for label, said in found + strange if said]


def _cell(data: object, of: Field | None, policy: Policy, words: Words) -> Cell:
    """One scalar, as its type asks."""
    kind = (of.of or of.type) if of else "text"
    if isinstance(data, bool):
        return Cell(words.tr("yes") if data else words.tr("no"))
    if isinstance(data, Money):
        return Cell(money(data.amount, data.currency or policy.book.currency))
    if isinstance(data, Decimal):
        return Cell(number(data) + ("%" if kind == "percent" else ""))
    if isinstance(data, date):
        return Cell(data.isoformat())
    if isinstance(data, Day):
        return Cell(day_text(data, words))
    text = str(data)
    if kind == "choice" and of is not None:
        chosen = next((words.label(each.label) for each in of.choices if each.key == text), text)
        return Cell(chosen)
    if kind == "phone":
        return Cell(text, href="tel:" + re.sub(r"[^+0-9]", "", text))
    if kind == "email":
        return Cell(text, href=f"mailto:{text}")
    if kind == "url" and _WEB.match(text):
        return Cell(text, href=text)
    if kind == "person":
        return Cell(person(text, policy))
    if kind == "reference":
        return reference(text, words)
    if kind == "status":
        return status_cell(text, policy, words)
    return tier_cell(text, policy, words) if kind == "tier" else Cell(text)


def day_text(day: Day, words: Words) -> str:
    """A day that comes back each year, with its year where it is known."""
    said = f"{day.month:02}-{day.day:02}"
    if day.leap:
        said = words.tr("leap %(day)s", day=said)
    if day.year is not None:
        said = f"{day.year}-{said}"
    return words.tr("lunar %(day)s", day=said) if day.lunar else said
