"""Tell entries that put off or leave out nothing: without a day, or of an item that nobody knows (E1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute.contacts import SNOOZE, called
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.followups import due_sources
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.plan import CLASS as PLAN
from crmkit.schema.names import LONGEST, fold, nearest
from crmkit.schema.read import shown

NO_DAY = Code("CRM475", "put-off-without-day")
NO_ITEM = Code("CRM476", "put-off-item-unknown", Severity.WARNING)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Entries of the class `plan`, those that are void left aside."""
    customer = loaded.customer
    plans = [e for e in customer.events if e.cls is PLAN and e.voided_on is None] if customer else []
    if customer is None or not plans:
        return
    at, words, own = Places(customer.path, loaded.document.text), called(policy), _own(customer, policy)
    known, sought = frozenset(own.values()), 0
    begins = tuple(source.prefix for source in due_sources().values() if source.prefix)
    for event in plans:
        start = loaded.document.entries[event.number - 1].start
        if event.kind == SNOOZE and "until" not in event.fields:
            yield NO_DAY.at(at(start))
        item = event.say("item")
        if item and item not in known and not _named(item, words) and not item.startswith(begins):
            sought += 1
            yield _unknown(event, item, words | own, at, compare=sought < LONGEST)


def _named(item: str, words: dict[str, str]) -> bool:
    """Whether the procedures have it; behind the step of a procedure may stand what its run is of."""
    playbook, _, step = item.partition(":")
    return fold(item) in words or fold(f"{playbook}:{step.partition(':')[0]}") in words


def _own(customer: Customer, policy: Policy) -> dict[str, str]:
    """Every word that may be meant for an item that the record itself makes, with its key."""
    words: dict[str, str] = {}
    for source in due_sources().values():
        words.update(source.words(customer, policy))
    return words


def _unknown(event: Event, item: str, words: dict[str, str], at: Places, *, compare: bool) -> Diagnostic:
    """The nearest is sought among few words and for the first few: thousands with thousands take long."""
    few = compare and len(words) < LONGEST * LONGEST
    near = words.get(item) or (words.get(nearest(item, words), "") if few else "")
    node = event.fields["item"].node
    return NO_ITEM.at(at(node.start), length=node.end - node.start, item=shown(item), near=near)


CHECK = Check("put off", record=record)
