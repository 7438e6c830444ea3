"""Write what the search box looks through: rows in classic scripts that also load from the file system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkit.model import Customer
from crmkit.naming import forms, key
from crmkit.naming.han import SIMPLIFIED, TRADITIONAL
from crmkit.naming.text import digits_of
from crmkit.pages import FOLDER, address, script, seen_tags
from crmkit.pinyin import syllables
from crmkit.policy import Policy
from crmkit.reader import Reader

SHARD_BYTES = 1_000_000

LIST = "CRMKIT_SEARCH"
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9]")


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
        """The row as JSON: page, number, name, how names sound, digits of phones, tags, contacts, text."""
        sound = " ".join(filter(None, (sounding(each) for each in (self.name, *self.people))))
        people = " ".join(self.people)
        said = (self.href, self.number, self.name, sound, self.digits, self.tags, people, self.text)
        return json.dumps(said, ensure_ascii=False)


def sounding(name: str) -> str:
    """A name by its sounds, as `朝阳` is `zhao/chao,yang`; other letters as one, umlauts spelled out too.

    None of a name that is written as it sounds.
    """
    parts: list[str] = []
    for run in _RUN.findall(key(name)):
        parts.append("/".join(syllables(run)) or run)
    other = [each for each in forms(name)[1:] if each.isascii()]
    own = [",".join(parts)] if any(map(syllables, key(name))) else []
    return " ".join([*own, *other])


def row(customer: Customer, policy: Policy, words: Reader) -> Row:
    """One customer's row."""
    fields = policy.schema.profile
    named, called = (words.sees_field(fields, "contacts", each) for each in ("name", "phone"))
    people = tuple(contact.name for contact in customer.contacts if named and contact.name)
    phones = [contact.phone for contact in customer.contacts if called]
    own = (str(customer.get(each) or "") for each in ("phone", "fax") if words.sees_field(fields, each))
    phones += [said for said in own if not words.private(said)]
    said: list[str] = []
    if words.reads_text:
        said = [each for event in customer.events for each in (event.subject, event.text)]
        said.append(customer.about)
    return Row(
        FOLDER + address(customer.id),
        customer.id,
        words.names.get(customer.id) or customer.id,
        people,
        " ".join(filter(None, map(digits_of, phones))),
        " ".join(seen_tags(customer.words("tags"), policy, words)),
        " ".join(filter(None, said)),
    )


def opening(count: int) -> bytes:
    """The script that is loaded first: how many follow, and the simplified forms of characters."""
    table = json.dumps([TRADITIONAL, SIMPLIFIED], ensure_ascii=False)
    return f"window.CRMKIT_SHARDS = {count};\nwindow.CRMKIT_HAN = {table};\n".encode()


def shards(lines: Iterable[str]) -> Iterator[bytes]:
    """The rows, as JSON, in scripts of bounded size."""
    parts: list[str] = []
    size = 0
    for each in lines:
        length = len(each.encode("utf-8", "replace")) + len(",\n")
        if parts and size + length > SHARD_BYTES:
            yield script(LIST, parts)
            parts, size = [], 0
        parts.append(each)
        size += length
    if parts:
        yield script(LIST, parts)
