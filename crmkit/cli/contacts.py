"""Find which contacts of a customer a person means: by name, part of it, pinyin or title."""

from __future__ import annotations

from crmkit.cli.present import one_line
from crmkit.cli.rim import Rim
from crmkit.load import Loaded
from crmkit.model import Contact
from crmkit.naming import forms, key
from crmkit.pinyin import sounds
from crmkit.schema.read import BETWEEN


def meant(rim: Rim, loaded: Loaded, said: str) -> str:
    """The same names with each that fits a part of one contact's written in full; several stop with exit 2.

    A name as listed, a title, a word for everybody, and one that fits nobody stay as they are written.
    """
    customer = loaded.customer
    parts = BETWEEN.split(said)
    if customer is None or not said.strip():
        return said
    here = [one for one in customer.contacts if one.name and not one.gone(as_of=rim.as_of)]
    listed = {key(one.name): one.name for one in customer.contacts if one.name}
    titles = {key(one.title) for one in customer.contacts}
    for part in dict.fromkeys(parts):
        if key(part) in listed:
            said = said.replace(part, listed[key(part)], 1)
        if not key(part) or key(part) in listed or key(part) in titles:
            continue
        found = [one for one in here if _fits(key(part), one)]
        if len(found) > 1:
            table = "\n".join(f"  {one_line(one.name)}  {one_line(one.title)}".rstrip() for one in found)
            raise rim.fail("'{word}' fits several contacts:\n{listed}", word=part.strip(), listed=table)
        if found:
            said = said.replace(part, found[0].name, 1)
    return said


def _fits(wanted: str, contact: Contact) -> bool:
    names = [*forms(contact.name), key(contact.title)]
    if any(wanted in each for each in names):
        return True
    return len(wanted) > 1 and wanted.isascii() and wanted.isalpha() and sounds(wanted, names[0])
