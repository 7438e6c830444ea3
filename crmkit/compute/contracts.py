"""What has a customer signed: contracts of the profile, and the entries and talks about one (A8, E5)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute import Extract, Question, because, in_book
from crmkit.load.events import REACHED
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.contracts import ContractRules
from crmkit.policy.files.vocabulary import DIRECTED
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.names import fold

RENEWAL, TERMINATION = "renewal", "termination"
"""Keys of the vocabulary's kinds by which the engine knows that a contract goes on or ends."""


class ListedContract(NamedTuple):
    """A contract as the profile has it, its amount in the book's currency.

    `lacks` is true of an amount that is written and cannot be counted.
    """

    id: str
    product: str
    start: datetime.date | None
    end: datetime.date | None
    amount: Decimal | None
    lacks: bool
    signed: datetime.date | None


class ContractMove(NamedTuple):
    """An entry about a contract: of its own class by `kind`, or a talk for the purpose of renewal.

    `renews` is the contract that it follows; `because` the key of why none follows, `reason` other words.
    """

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None
    id: str
    kind: str
    contact: bool
    inbound: bool
    reached: bool
    start: datetime.date | None
    end: datetime.date | None
    renews: str
    because: str
    reason: str
    subject: str


class Contracts(NamedTuple):
    """All of a customer's, in the order of the file; `line` is where the profile lists them."""

    listed: tuple[ListedContract, ...] = ()
    moves: tuple[ContractMove, ...] = ()
    line: int = 1


_NONE = Contracts()


def read(customer: Customer, policy: Policy) -> Contracts:
    """What the profile lists, every entry of a contract, and talks that name one or are about renewal."""
    purpose = policy.get(ContractRules).purpose
    moves = tuple([_move(event, policy) for event in customer.events if _concerns(event, purpose)])
    if not customer.contracts and not moves:
        return _NONE
    listed = []
    for one in customer.contracts:
        amount = in_book(one.amount, one.said.get("currency"), policy)
        signed = one.said["signed"].data if "signed" in one.said else None
        listed.append(
            ListedContract(
                one.id, one.product, one.start, one.end, amount, amount is None and "amount" in one.said,
                signed if isinstance(signed, datetime.date) else None,
            )
        )  # fmt: skip
    listed += _only_written(customer, listed, policy)
    return Contracts(tuple(listed), moves, customer.line("contracts"))


def _only_written(customer: Customer, listed: list[ListedContract], policy: Policy) -> list[ListedContract]:
    """Contracts that an entry tells of and the profile does not list: they end all the same."""
    known, ends = {fold(one.id) for one in listed if one.id}, {one.end for one in listed}
    found: dict[str, ListedContract] = {}
    for event in customer.events:
        end, start, key = event.get("end"), event.get("start"), fold(event.say("contract"))
        if event.cls is not CONTRACT or event.voided_on is not None or not isinstance(end, datetime.date):
            continue
        if key in known or (not key and end in ends):
            continue
        amount = in_book(event.get("amount"), event.fields.get("currency"), policy)
        found[key or f"#{event.line}"] = ListedContract(
            event.say("contract"), event.say("product") or event.subject,
            start if isinstance(start, datetime.date) else None, end, amount,
            amount is None and "amount" in event.fields, event.date,
        )  # fmt: skip
    return list(found.values())


def _concerns(event: Event, purpose: str) -> bool:
    if event.cls is CONTACT:
        return event.say("purpose") == purpose if purpose else "contract" in event.fields
    return event.cls is CONTRACT


def _move(event: Event, policy: Policy) -> ContractMove:
    start, end = event.get("start"), event.get("end")
    return ContractMove(
        event.date, event.time, event.line, event.voided_on, event.say("contract"), event.kind,
        event.cls is CONTACT, event.say("direction") == DIRECTED["incoming"], event.get(REACHED) is not False,
        start if isinstance(start, datetime.date) else None,
        end if isinstance(end, datetime.date) else None,
        event.say("renews"), because(event, "not_renewed_because", policy), event.say("reason"),
        event.subject,
    )  # fmt: skip


CONTRACTS: Extract[Contracts] = Extract("contracts", read)
QUESTION = Question(CONTRACTS)
