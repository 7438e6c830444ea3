"""Name one of us on a page: who is listed, who is not, and an owner who has left."""

from __future__ import annotations

from datetime import date

from crmkit.policy import Policy
from crmkit.reader import Reader


def unlisted(text: str, words: Reader) -> str:
    """A word that its list does not know: it might say anything, so only who reads free text sees it."""
    return text if text and words.reads_text else words.tr("unknown")


def person(id: str, policy: Policy, words: Reader) -> str:
    """One of us by name; an id that nobody has stands for itself."""
    found = policy.people.find(id)
    return found.name if found else unlisted(id, words) if id else ""


def owner_name(id: str, policy: Policy, words: Reader, *, as_of: date) -> str:
    """Who a record says looks after a customer, marked when they have left, as the queue marks them."""
    name = person(id, policy, words)
    if not id or policy.people.at_work(id, as_of=as_of) == id:
        return name
    return words.tr("%(name)s (left)", name=name)
