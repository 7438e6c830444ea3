"""Write what the search box looks through: rows in classic scripts that also load from the file system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from crmkit.model import Customer
from crmkit.pages import FOLDER, Words, address
from crmkit.pinyin import spellings

SHARD_BYTES = 1_000_000
LAST_DIGITS = 4
PHONE_PRIVACY = "personal"

Row = tuple[str, str, str, str, str, str, str, str]
"""Page, number, name, pinyin, initials, last phone digits, tags, text."""


def row(customer: Customer, words: Words) -> Row:
    """One customer's row, with no more than the audience may see."""
    contacts = customer.contacts if words.may_see(PHONE_PRIVACY) else ()
    names = [customer.name, *(contact.name for contact in contacts)]
    keys = [key for name in names for key in spellings(name)]
    digits = (re.sub(r"\D", "", contact.phone)[-LAST_DIGITS:] for contact in contacts)
    said = [event.subject for event in customer.events]
    if words.reads_text:
        said += [customer.about, *(event.text for event in customer.events)]
    else:
        said = []
    return (
        FOLDER + address(customer.id),
        customer.id,
        customer.name or customer.id,
        " ".join(keys[0::2]),
        " ".join(keys[1::2]),
        " ".join(filter(None, digits)),
        " ".join(customer.words("tags")),
        " ".join(filter(None, [*(contact.name for contact in contacts), *said])),
    )


def shards(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as scripts of bounded size; `<` is written so that no text can end a script element."""
    parts: list[str] = []
    size = 0
    for each in rows:
        part = json.dumps(each, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
        part = part.replace("\u2029", "\\u2029")
        length = len(part.encode("utf-8"))
        if parts and size + length > SHARD_BYTES:
            yield _script(parts)
            parts, size = [], 0
        parts.append(part)
        size += length + len(",\n")
    if parts:
        yield _script(parts)


def _script(parts: list[str]) -> bytes:
    body = ",\n".join(parts)
    return f"(window.CRMKIT_SEARCH = window.CRMKIT_SEARCH || []).push(\n{body});\n".encode("utf-8", "replace")
