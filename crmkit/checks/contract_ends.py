"""Ask why what was hoped for came to nothing: opportunities lost, contracts not renewed (E10, H4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.compute import because
from crmkit.compute.contracts import TERMINATION
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document.decode import Places
from crmkit.language import Label
from crmkit.load import Loaded
from crmkit.model import Event, Group, groups
from crmkit.policy import Policy
from crmkit.policy.files.deals import LOST, Deals
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.schema.names import fold, nearest
from crmkit.schema.read import shown
from crmkit.schema.values import Money

NO_REASON = Code("CRM544", "ended-without-reason", Severity.WARNING)
NEGATIVE = Code("CRM547", "worth-below-zero")
NOT_LISTED = Code("CRM549", "renews-unknown", Severity.WARNING)

WORTH = ("contracts", "opportunities")


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Entries that nobody voided, and amounts of the profile's lists."""
    customer = loaded.customer
    if customer is None:
        return
    at, rules = Places(customer.path, loaded.document.text), policy.get(Deals)
    for key in WORTH:
        for group in groups(customer.profile, key):
            yield from _negative(group, at)
    ids = [contract.id for contract in customer.contracts if contract.id]
    known = {fold(one) for one in ids}
    for event in customer.events:
        if event.voided_on is not None or event.cls not in (CONTRACT, OPPORTUNITY):
            continue
        yield from _negative(event.fields, at)
        field = _asked(event, rules)
        if field and not because(event, field, policy):
            of = policy.schema.entry_fields(event.cls).find(field)
            words = [one.label for one in of.choices] if of else []
            known_words = Label("、".join(w.zh for w in words), ", ".join(w.en for w in words))
            place = Source(customer.path, event.line)
            yield NO_REASON.at(place, known=known_words, field=of.label if of else Label("原因", "Reason"))
        renews = event.say("renews")
        if renews and fold(renews) not in known:
            node = event.fields["renews"].node
            near, length = nearest(renews, ids), node.end - node.start
            yield NOT_LISTED.at(at(node.start), length=length, id=shown(renews), near=near)


def _asked(event: Event, rules: Deals) -> str:
    """The field that says why, where an entry ends something; empty for one that ends nothing."""
    if event.cls is CONTRACT:
        return "not_renewed_because" if event.kind == TERMINATION else ""
    return "lost_because" if rules.ends(event.say("stage")) == LOST else ""


def _negative(group: Group, at: Places) -> Iterator[Diagnostic]:
    value = group.get("amount")
    if value is not None and isinstance(value.data, Money) and value.data.amount < 0:
        yield NEGATIVE.at(at(value.node.start), length=value.node.end - value.node.start)


CHECK = Check("contract_ends", record=record)
