"""Prepare what pages show as plain data: texts, numbers, lists; templates only lay it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from crmkit.document import Scalar
from crmkit.model import Customer
from crmkit.pages.agenda import Task, evidence, segment_pills, soon, task
from crmkit.pages.index import BookIndex, called
from crmkit.pages.running import KnownStep, at_it, known_steps, until
from crmkit.pages.staff import owner_name, person, unlisted
from crmkit.pages.text import address, script
from crmkit.pages.ticketing import KnownTicket, known_tickets, ticket_name
from crmkit.policy import Policy, labels
from crmkit.reader import HIDDEN, Reader
from crmkit.schema.field_type import Ref
from crmkit.schema.fields import Field, Fields
from crmkit.schema.grouped import money, number
from crmkit.schema.types.text import TYPE as TEXT
from crmkit.schema.values import Sealed, Value
from crmkit.view import Standing

__all__ = [
    "FOLDER", "MASK", "BookIndex", "Cell", "Context", "KnownStep", "KnownTicket", "Page", "Row", "Task",
    "address", "ago", "at_it", "called", "cells", "closed", "evidence", "key_cell", "known_steps",
    "known_tickets", "later", "money", "number", "owner_name", "person", "reference", "rows", "script",
    "seen_tags", "segment_pills", "soon", "status_cell", "task", "ticket_name", "tier_cell", "unless_private",
    "unlisted", "until",
]  # fmt: skip

SHARED = ("agenda", "index", "running", "staff", "text", "ticketing")
FOLDER = "customers/"
Context = dict[str, Any]


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
class Page:
    """A kind of page: its file, its template and how its context is made.

    `book(index, words)` and `customer(customer, standing, index, words)` answer what becomes `page` in the
    template, for the reader `words`. `sheets(index, words)` is for a page of several files: pairs of a file's
    name and its context, or the bytes of data that the page loads. `label` and `question` are message ids;
    `key` is the letter that opens the page after `g`; a page without a key is not in the navigation.
    """

    name: str
    template: str
    label: str
    question: str
    order: int
    key: str = ""
    book: Callable[[BookIndex, Reader], Context] | None = None
    customer: Callable[[Customer, Standing, BookIndex, Reader], Context] | None = None
    sheets: Callable[[BookIndex, Reader], Iterator[tuple[str, Context | bytes]]] | None = None


def later(message: str) -> str:
    """Mark a message that is said in the reader's language when the page is made."""
    return message


def ago(day: date, words: Reader, *, as_of: date) -> str:
    """How far a day lies from the day of the view."""
    days = (as_of - day).days
    if days == 0:
        return words.tr("today")
    if days > 0:
        return words.count("%(num)s day ago", "%(num)s days ago", days)
    return words.count("in %(num)s day", "in %(num)s days", -days)


def unless_private(text: str, words: Reader) -> Cell:
    """A text as shown: masked whole where it names a person whom the audience may not know."""
    return MASK if text and words.private(text) else Cell(text)


def tier_cell(key: str, policy: Policy, words: Reader, title: str = "") -> Cell:
    """A tier as a pill. The overlay warns, the first tier stands out, the second less so."""
    tier = policy.tiers.find(key)
    if tier is None:
        return Cell(unlisted(key, words) if key else words.tr("No tier"), title=title, tone="none")
    base = sorted((each for each in policy.tiers.tiers if not each.overlay), key=lambda each: each.rank)
    places = [each.key for each in base[:-1]]
    tones = dict(zip(places, ("ok", "info"), strict=False))
    tone = "risk" if tier.overlay else tones.get(tier.key, "none")
    return Cell(words.label(tier.label), title=title, tone=tone)


def status_cell(key: str, policy: Policy, words: Reader) -> Cell:
    """A status, coloured by its stage."""
    status = policy.statuses.statuses.get(key)
    if status is None:
        return Cell(unlisted(key, words), tone="none")
    return Cell(words.label(status.label), tone=status.stage.tone.value)


def reference(id: str, words: Reader) -> Cell:
    """Another customer by name, with a link; a number that no record has is plain text."""
    name = words.names.get(id)
    return Cell(unlisted(id, words)) if name is None else Cell(name or id, href=address(id), title=id)


def seen_tags(tags: Iterable[str], policy: Policy, words: Reader) -> tuple[str, ...]:
    """The tags that the audience may see; one that the vocabulary does not know is free text."""
    if not words.sees_field(policy.schema.profile, "tags"):
        return ()
    return tuple(tag for tag in tags if words.reads_text or policy.vocabulary.tag(tag) is not None)


def cells(value: Value, of: Field | None, policy: Policy, words: Reader) -> tuple[Cell, ...]:
    """A field's value as shown: one cell per item, a group as all its fields' cells."""
    data = value.data
    if isinstance(data, dict):
        return tuple(
            cell for row in rows(data, of.fields if of else Fields(), policy, words) for cell in row.cells
        )
    if (of.privacy if of else HIDDEN) not in words.sees or isinstance(data, Sealed):
        return (MASK,)
    if type(data) is tuple:  # a list; money and days are named tuples
        return tuple(
            cell for item in data if isinstance(item, Value) for cell in cells(item, of, policy, words)
        )
    if data is None:  # what could not be read is free text, whatever it should have been
        written = value.node.text if isinstance(value.node, Scalar) else ""
        return ((Cell(written) if words.reads_text else MASK),) if written else ()
    return (_cell(data, of, policy, words),)


def rows(
    group: Mapping[str, Value], fields: Fields, policy: Policy, words: Reader, but: Iterable[str] = ()
) -> list[Row]:
    """The values of a group in the policy's order, then those it does not know; empty ones are left out."""
    layout, found = words.layout(fields), []
    for key, value in group.items():
        place, label, of = layout.get(key, (len(layout), key, None))
        # A key that the policy does not know is free text itself.
        if (
            key not in but
            and (of is not None or words.reads_text)
            and (shown := cells(value, of, policy, words))
        ):
            found.append((place, Row(label, shown)))
    found.sort(key=itemgetter(0))
    return [row for _, row in found]


def closed(fields: Fields, words: Reader) -> frozenset[str] | None:
    """The keys of fields whose values are no free text; None, for every key, to who reads free text."""
    return None if words.reads_text else words.closed(fields)


def _cell(data: object, of: Field | None, policy: Policy, words: Reader) -> Cell:
    """One scalar, as its type says it."""
    kind = of.text_type if of else TEXT
    if isinstance(data, str):
        if kind.ref is not None and of is not None:
            return key_cell(data, of, policy, words)
        asks = kind.bare is not None and not words.may_see(HIDDEN) and not kind.bare(data)  # for somebody
        if asks or words.private(data):
            return MASK
    text, href = kind.say(data, words.language, policy.book.currency)
    return Cell(text, href)


def key_cell(key: str, of: Field, policy: Policy, words: Reader) -> Cell:
    """A key of a list as what it stands for: a pill, a name, a link to a customer."""
    shown = _SHOWN.get(of.text_type.ref)
    if shown is not None:
        return shown(key, policy, words)
    label = labels.called(policy, of, key)
    return Cell(words.label(label) if label else unlisted(key, words))


def _customer(id: str, policy: Policy, words: Reader) -> Cell:
    return reference(id, words)


_SHOWN: Mapping[Ref | None, Callable[[str, Policy, Reader], Cell]] = {
    Ref.CUSTOMER: _customer, Ref.STATUS: status_cell, Ref.TIER: tier_cell,
}  # fmt: skip
