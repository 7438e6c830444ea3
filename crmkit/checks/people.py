"""Ask that entries name contacts of theirs, and of ours those who were still here (A5, B1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.naming import key
from crmkit.policy import Policy
from crmkit.policy.files.people import Person
from crmkit.schema.names import LONGEST, nearest
from crmkit.schema.read import BETWEEN, MASK, shown

UNKNOWN_CONTACT = Code("CRM450", "unknown-contact", Severity.WARNING)
BY_GONE = Code("CRM451", "by-somebody-who-left", Severity.WARNING)
BEFORE_THEIR_TIME = Code("CRM745", "by-somebody-not-here-yet", Severity.WARNING)
OWNER_GONE = Code("CRM452", "owner-has-left", Severity.NOTICE)

EVERYBODY = "everybody"
"""The list in `vocabulary.md` with the words for all of a customer's contacts."""
IN_PERSON = "in_person"
"""The list with the words for a customer who is a person and was spoken to."""
INDIVIDUAL = "individual"
_NOTE = re.compile(r"(?:(?<!\s)\s++)?[(（].*")


def record(loaded: Loaded, policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Entries first, then the owner."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    people = policy.people.people
    named = []
    for event in customer.events:
        fields = event.fields
        if "with" in fields:
            named.append(event)
        if "by" in fields:
            person = people.get(event.say("by"))
            if person is not None:
                yield from _not_here(person, event, at)
    if named and customer.contacts:
        yield from _contacts(customer, named, policy, at)
    owner = people.get(customer.owner)
    if owner and owner.until and owner.until < day and not policy.statuses.gone(customer.status):
        node = customer.profile["owner"].node
        length = node.end - node.start
        yield OWNER_GONE.at(at(node.start), length=length, person=owner.name, until=owner.until)


def _not_here(person: Person, event: Event, at: Places) -> Iterator[Diagnostic]:
    """One of ours before they came, or after they left."""
    node, day = event.fields["by"].node, event.date
    place, length = at(node.start), node.end - node.start
    if person.until and person.until < day:
        yield BY_GONE.at(place, length=length, person=person.name, until=person.until, date=day)
    if person.since and day < person.since:
        yield BEFORE_THEIR_TIME.at(place, length=length, person=person.name, since=person.since, date=day)


def _contacts(customer: Customer, named: list[Event], policy: Policy, at: Places) -> Iterator[Diagnostic]:
    """Names that are no contact's; none are compared while one of the contacts cannot be read."""
    names = {contact.name for contact in customer.contacts}
    if "" in names:
        return
    odd = [event for event in named if event.say("with") not in names]
    if not odd:
        return
    folded, field = _words(customer, policy), policy.schema.entry.find("with")
    hidden = field is not None and field.hidden
    nears: dict[str, str] = {}
    for event in odd:
        said, node, position = event.say("with"), event.fields["with"].node, 0
        for part in BETWEEN.split(said):
            position = said.index(part, position)
            if part and not _known(part, folded):
                if part not in nears:  # a hostile file may name thousands: no more than a few are compared
                    few = len(nears) < LONGEST and len(names) < LONGEST
                    nears[part] = nearest(part, sorted(names)) if few and not hidden else ""
                place, name = at(node.start + position), MASK if hidden else shown(part)
                yield UNKNOWN_CONTACT.at(place, length=len(part), name=name, near=nears[part])
            position += len(part)


def _words(customer: Customer, policy: Policy) -> set[str]:
    """Every word that names a contact, the customer as a person, or all of them."""
    words = [customer.name, str(customer.get("short_name") or "")]
    words += [word for contact in customer.contacts for word in (contact.name, contact.title)]
    words += [word for choice in policy.vocabulary.lists.get(EVERYBODY, ()) for word in choice.words]
    if customer.type == INDIVIDUAL:
        words += [word for choice in policy.vocabulary.lists.get(IN_PERSON, ()) for word in choice.words]
    return {key(word) for word in words if word}


def _known(part: str, folded: set[str]) -> bool:
    """A name as listed, in any width, case or script; a remark in brackets behind it is no part of it."""
    return key(part) in folded or key(_NOTE.sub("", part)) in folded


CHECK = Check("people", record=record)
