"""Find orders and refunds that cannot be counted, or would be counted twice (A8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.classes.refund import CLASS as REFUND
from crmkit.schema.names import LONGEST, nearest
from crmkit.schema.read import shown
from crmkit.schema.types.currency import currency_of
from crmkit.schema.values import Money

NO_RATE = Code("CRM441", "currency-without-rate")
NO_CONTRACT = Code("CRM442", "unknown-contract", Severity.WARNING)
NEGATIVE = Code("CRM443", "negative-amount")
TWICE = Code("CRM444", "order-twice", Severity.WARNING)
NO_ORDER = Code("CRM447", "refund-without-order", Severity.WARNING)

SALES = (ORDER, REFUND)
AMOUNT, MARGIN = FIGURES = ("amount", "margin")


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Orders and refunds that nobody voided."""
    customer = loaded.customer
    if customer is None:
        return
    at = Places(customer.path, loaded.document.text)
    alike: dict[tuple[date, str], Event] = {}
    same: dict[object, int] = {}
    named: list[Event] = []
    refunds: list[Event] = []
    first = date.max
    for event in customer.events:
        if event.voided_on is not None:
            continue
        if "contract" in event.fields:
            named.append(event)
        if event.cls not in SALES:
            continue
        if event.cls is REFUND:
            refunds.append(event)
        elif event.date < first:
            first = event.date
        for key in FIGURES:
            value = event.fields.get(key)
            if value is not None and isinstance(value.data, Money):
                yield from _amount(event, key, value.data, at, policy)
        other = alike.setdefault((event.date, event.kind), event)
        if other is not event:  # only then is every word compared
            same.setdefault(_same(other), other.line)
            line = same.setdefault(_same(event), event.line)
            if line != event.line:
                place = Source(customer.path, event.line)
                yield TWICE.at(place, kind=event.word, date=event.date, first=line)
    for refund in refunds:
        if refund.date < first:
            yield NO_ORDER.at(Source(customer.path, refund.line), date=refund.date)
    if named:
        yield from _contracts(customer, named, at)


def _amount(event: Event, key: str, money: Money, at: Places, policy: Policy) -> Iterator[Diagnostic]:
    """A figure that counts nowhere; where two currencies are named, the check of them says so."""
    node, beside = event.fields[key].node, event.fields.get("currency")
    if key == AMOUNT and money.amount < 0:
        yield NEGATIVE.at(at(node.start), length=node.end - node.start, kind=event.word)
    currency = currency_of(money, beside)
    if currency is not None and policy.book.rate(currency) is None:
        if not money.currency and beside is not None:
            node = beside.node
        place, length = at(node.start), node.end - node.start
        listed = ", ".join([policy.book.currency, *policy.book.rates])
        yield NO_RATE.at(place, length=length, currency=shown(currency), known=listed)


def _same(event: Event) -> object:
    """Equal for two entries that say the same in every word."""
    said = tuple((key, str(value.data)) for key, value in event.fields.items())
    return event.date, event.time, event.kind, event.subject, said, event.text


def _contracts(customer: Customer, named: list[Event], at: Places) -> Iterator[Diagnostic]:
    """Entries that name a contract which neither the profile nor a contract's own entry knows."""
    ids = {contract.id for contract in customer.contracts}
    ids |= {event.say("contract") or event.say("id") for event in named if event.cls is CONTRACT}
    known, nears = (
        sorted(ids),
        dict[str, str](),
    )  # in order, so that of equally near ones it is always the same
    for event in named:
        said = event.say("contract")
        if said and said not in ids:
            if said not in nears:
                nears[said] = nearest(said, known) if len(nears) < LONGEST else ""
            place = at(event.fields["contract"].node.start)
            yield NO_CONTRACT.at(place, length=len(said), contract=shown(said), near=nears[said])


CHECK = Check("orders", record=record)
