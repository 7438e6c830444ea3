"""What may a customer buy: the opportunities of the profile, and the entries that move one (A8)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute import Extract, Question, because, in_book
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.deals import WON, Deals
from crmkit.schema.classes.contract import CLASS as CONTRACT
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY


class ListedDeal(NamedTuple):
    """An opportunity as the profile has it: a stage's key, an amount in the book's currency.

    `lacks` is true of an amount that is written and cannot be counted; probability is in percent points.
    """

    id: str
    name: str
    product: str
    stage: str
    amount: Decimal | None
    lacks: bool
    probability: Decimal | None
    close: datetime.date | None


class DealMove(NamedTuple):
    """An entry about an opportunity; `own` is one of its class, which opens it where nobody did.

    `because` is the key of why it was lost, `reason` what was written of it in other words.
    """

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None
    id: str
    own: bool
    stage: str
    amount: Decimal | None
    lacks: bool
    probability: Decimal | None
    close: datetime.date | None
    because: str
    reason: str
    subject: str


class Opportunities(NamedTuple):
    """All of a customer's, in the order of the file; `line` is where the profile lists them."""

    listed: tuple[ListedDeal, ...] = ()
    moves: tuple[DealMove, ...] = ()
    line: int = 1


_NONE = Opportunities()


def read(customer: Customer, policy: Policy) -> Opportunities:
    """What the profile lists, and every entry of an opportunity or that names one."""
    moves = tuple(
        [
            _move(event, policy)
            for event in customer.events
            if event.cls is OPPORTUNITY or "opportunity" in event.fields
        ]
    )
    if not customer.opportunities and not moves:
        return _NONE
    listed = []
    for one in customer.opportunities:
        amount = in_book(one.amount, one.said.get("currency"), policy)
        lacks = amount is None and "amount" in one.said
        listed.append(
            ListedDeal(one.id, one.name, one.product, one.stage, amount, lacks, one.probability, one.close)
        )
    return Opportunities(tuple(listed), moves, customer.line("opportunities"))


def _move(event: Event, policy: Policy) -> DealMove:
    own = event.cls is OPPORTUNITY
    amount = in_book(event.get("amount"), event.fields.get("currency"), policy) if own else None
    probability, close = event.get("probability"), event.get("close")
    signed = policy.get(Deals).ending(WON) if event.cls is CONTRACT else ""
    return DealMove(
        event.date, event.time, event.line, event.voided_on, event.say("opportunity"), own,
        event.say("stage") if own else signed, amount, own and amount is None and "amount" in event.fields,
        probability if isinstance(probability, Decimal) else None,
        close if isinstance(close, datetime.date) else None,
        because(event, "lost_because", policy), event.say("reason"), event.subject,
    )  # fmt: skip


DEALS: Extract[Opportunities] = Extract("deals", read)
QUESTION = Question(DEALS)
