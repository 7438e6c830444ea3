"""Name the nouns of a customer's record as they were written: customer, contact, order, event."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.spoken import NoDay
from crmkit.schema.entry_class import EntryClass
from crmkit.schema.values import Day, Money, Value

Group = Mapping[str, Value]


class NextStep(NamedTuple):
    """One next step that an entry promises. `day` is None when it names none that can be read.

    `kind` is the vocabulary's key, empty when no channel is named. `start:end` is where it stands in the
    file, `line` and `column` say the same; `doubt` is where another date stands that is read as part of its
    goal, -1 for nowhere. Of a step without a day, `meant` is the one that its words up to `words_end` say,
    for `sure` or not, or why they say none.
    """

    day: date | None
    kind: str
    goal: str
    line: int
    column: int
    start: int
    end: int
    doubt: int = -1
    meant: date | NoDay = NoDay.UNREAD
    words_end: int = 0
    sure: bool = False


class Event(NamedTuple):
    """One dated entry. `number` counts entries from 1 in file order; `line` is its heading's.

    `kind` is the vocabulary's key, `word` what was written; `cls` what the entry means to the engine,
    `UNKNOWN` for a kind that the policy does not know. `voided_on` is the day a later entry voided this one;
    `steps` are the next steps that it promises.
    """

    number: int
    line: int
    date: datetime.date
    time: str
    end_time: str
    kind: str
    word: str
    cls: EntryClass
    subject: str
    fields: Group
    text: str
    voided_on: datetime.date | None = None
    steps: tuple[NextStep, ...] = ()

    def get(self, key: str) -> object:
        """What a field says, None when it says nothing or cannot be read."""
        value = self.fields.get(key)
        return value.data if value is not None else None

    def say(self, key: str) -> str:
        """A field's text, empty when it is absent or no text."""
        said = self.get(key)
        return said if isinstance(said, str) else ""


# Each noun of a list holds as `said` the group it was made of, with every value's place: what a policy adds
# to the group stands there too, and nobody has to look for the group by its position.


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the customer's. `left` is the day they went; history keeps them."""

    name: str = ""
    title: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    prefers: str = ""
    wants: str = ""
    birthday: Day | None = None
    hobbies: str = ""
    notes: str = ""
    left: date | None = None
    do_not_contact: bool = False
    said: Group = field(default_factory=dict, repr=False, compare=False)

    def gone(self, *, as_of: date) -> bool:
        """Whether they had left by the day."""
        return self.left is not None and self.left <= as_of


@dataclass(frozen=True, slots=True)
class Need:
    """What a customer wants, said or latent, and how far it is."""

    id: str = ""
    text: str = ""
    kind: str = ""
    source: str = ""
    owner: str = ""
    state: str = ""
    since: date | None = None
    said: Group = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed agreement with its term."""

    id: str = ""
    product: str = ""
    start: date | None = None
    end: date | None = None
    amount: Money | None = None
    renewal: str = ""
    said: Group = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A sale that may come: stage, amount, probability in percent points, expected close."""

    id: str = ""
    name: str = ""
    product: str = ""
    stage: str = ""
    amount: Money | None = None
    probability: Decimal | None = None
    close: date | None = None
    said: Group = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the record."""

    path: str = ""
    title: str = ""
    date: datetime.date | None = None
    said: Group = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Customer:
    """One record. `profile` holds every field that could be read, by key; `events` are in file order.

    `lines` says on which line each field of the profile stands; `about` is the text before the log;
    `missing` are the paths of required fields that say nothing.
    """

    path: str
    id: str
    name: str
    type: str
    status: str
    owner: str
    profile: Group
    contacts: tuple[Contact, ...]
    needs: tuple[Need, ...]
    contracts: tuple[Contract, ...]
    opportunities: tuple[Opportunity, ...]
    attachments: tuple[Attachment, ...]
    events: tuple[Event, ...]
    about: str
    lines: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def do_not_contact(self) -> bool:
        """Whether the customer as a whole asked not to be contacted."""
        return self.get("do_not_contact") is True

    def line(self, key: str) -> int:
        """The line on which the profile says a field, the file's first when it says nothing."""
        return self.lines.get(key, 1)

    def get(self, key: str, *inner: str) -> object:
        """What the profile says under a key, or under a key within a group; None when nothing."""
        value = self.profile.get(key)
        for name in inner:
            group = value.data if value is not None else None
            value = group.get(name) if isinstance(group, dict) else None
        return value.data if value is not None else None

    def words(self, key: str, *inner: str) -> tuple[str, ...]:
        """The texts of a list in the profile."""
        said = self.get(key, *inner)
        items = said if isinstance(said, tuple) else ()
        return tuple(item.data for item in items if isinstance(item, Value) and isinstance(item.data, str))


def groups(profile: Group, key: str) -> tuple[Group, ...]:
    """The groups of a list in a profile, in its order; of items that are none nothing."""
    value = profile.get(key)
    items = value.data if value is not None and isinstance(value.data, tuple) else ()
    return tuple([item.data for item in items if isinstance(item, Value) and isinstance(item.data, dict)])


@dataclass(frozen=True, slots=True)
class Book:
    """All customers by number, in order of their numbers; of two with one number the first file's is kept."""

    customers: Mapping[str, Customer]

    def __iter__(self) -> Iterator[Customer]:
        return iter(self.customers.values())

    def __len__(self) -> int:
        return len(self.customers)
