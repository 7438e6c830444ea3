"""Write what the search box looks through: rows in classic scripts that also load from the file system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkit.model import Customer
from crmkit.pages import FOLDER, Words, address, script, seen_tags
from crmkit.pinyin import readings
from crmkit.policy import Policy

SHARD_BYTES = 1_000_000
LAST_DIGITS = 4

LIST = "CRMKIT_SEARCH"


class Row(NamedTuple):
    """What can be found of one customer: no more than the audience may see."""

    href: str
    number: str
    name: str
    people: tuple[str, ...]
    digits: str
    tags: str
    text: str

    def data(self) -> str:
        """The row as JSON: page, number, name, pinyin, initials, last phone digits, tags, text."""
        spelled = [pair for one in (self.name, *self.people) for pair in readings(one)]
        pinyin = " ".join(whole for whole, _ in spelled)
        initials = " ".join(first for _, first in spelled)
        said = (self.href, self.number, self.name, pinyin, initials, self.digits, self.tags, self.text)
        return json.dumps(said, ensure_ascii=False)


def row(customer: Customer, policy: Policy, words: Words) -> Row:
    """One customer's row; pinyin comes later, since its dictionary is too large for every process."""
    fields = policy.schema.profile
    named, called = (words.sees_field(fields, "contacts", key) for key in ("name", "phone"))
    people = tuple(contact.name for contact in customer.contacts if named and contact.name)
    phones = (contact.phone for contact in customer.contacts if called)
    said: list[str] = []
    if words.reads_text:
        said = [each for event in customer.events for each in (event.subject, event.text)]
        said.append(customer.about)
    return Row(
        FOLDER + address(customer.id),
        customer.id,
        words.names.get(customer.id) or customer.id,
        people,
        " ".join(filter(None, (re.sub(r"\D", "", phone)[-LAST_DIGITS:] for phone in phones))),
        " ".join(seen_tags(customer.words("tags"), policy, words)),
        " ".join(filter(None, [*people, *said])),
    )


def shards(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as scripts of bounded size."""
    parts: list[str] = []
    size = 0
    for each in map(Row.data, rows):
        length = len(each.encode("utf-8", "replace")) + len(",\n")
        if parts and size + length > SHARD_BYTES:
            yield script(LIST, parts)
            parts, size = [], 0
        parts.append(each)
        size += length
    if parts:
        yield script(LIST, parts)
