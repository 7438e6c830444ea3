"""What was written of tickets: the entries that open one, move one, or may be about the open one (G1)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crmkit.calendar.minute import minute_of
from crmkit.compute import Extract, Question
from crmkit.load.events import REACHED
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets, TicketType
from crmkit.policy.files.vocabulary import DIRECTED
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.schema.names import fold
from crmkit.schema.values import Value


class Move(NamedTuple):
    """An entry. `number` is the ticket's as written, empty for none; `opens` the type it may open one of.

    `inbound` is the customer's; `human` reached them by a person's hand, `sent` says only that it reached
    them. `step` and the choices are keys; `accepted` is None where nothing is said. `contact` is False for
    entries of tickets, refunds and the like.
    """

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None
    number: str
    opens: str
    contact: bool
    inbound: bool
    human: bool
    sent: bool
    subject: str
    step: str = ""
    whom: str = ""
    handler: str = ""
    demand: str = ""
    wished: str = ""
    cause: str = ""
    remedy: str = ""
    reason: str = ""
    accepted: bool | None = None
    scored: bool = False
    due: datetime.date | None = None
    due_time: datetime.time | None = None
    said: tuple[str, ...] = ()

    @property
    def at(self) -> datetime.datetime:
        """When it happened; what says no time, when the day ends."""
        return minute_of(self.date, self.time)

    @property
    def key(self) -> str:
        """The number in one spelling."""
        return fold(self.number)


def read(customer: Customer, policy: Policy) -> tuple[Move, ...]:
    """Every such entry in the order of the file; nothing of a customer who never had a ticket."""
    events = customer.events
    if not any(event.cls is TICKET or "ticket" in event.fields for event in events):
        return ()
    types = policy.get(Tickets).types
    return tuple(
        _move(event, types) for event in events if event.cls in (TICKET, CONTACT) or "ticket" in event.fields
    )


def _move(event: Event, types: Mapping[str, TicketType]) -> Move:
    opens = _opens(event, types) if event.cls is TICKET else ""
    direction, reached = event.say("direction"), event.get(REACHED) is not False
    inbound = direction == DIRECTED["incoming"] or (bool(opens) and not direction)
    accepted, due, due_time = event.get("accepted"), event.get("due"), event.get("due_time")
    return Move(
        event.date, event.time, event.line, event.voided_on, event.say("ticket"), opens,
        event.cls is CONTACT, inbound, reached and event.get("automatic") is not True, reached,
        event.subject, event.say("step"), event.say("with"), event.say("handler"),
        event.say("demand"), event.say("wished"), event.say("cause"), _remedy(event), event.say("reason"),
        accepted if isinstance(accepted, bool) else None,
        event.get("score") is not None or event.get("rating") is not None,
        due if isinstance(due, datetime.date) else None,
        due_time if isinstance(due_time, datetime.time) else None,
        tuple(event.fields),
    )  # fmt: skip


def _opens(event: Event, types: Mapping[str, TicketType]) -> str:
    """The type by the word of the heading, else by the field; an update of a ticket says neither."""
    said = event.say("ticket_type")
    return said if said in types else event.kind if event.kind in types else ""


def _remedy(event: Event) -> str:
    """The first remedy that an entry names, be it one or a list."""
    said = event.get("remedy")
    items: Sequence[object] = said if isinstance(said, tuple) else (said,)
    words = [item.data if isinstance(item, Value) else item for item in items]
    return next((word for word in words if isinstance(word, str)), "")


TICKETS: Extract[tuple[Move, ...]] = Extract("tickets", read)
QUESTION = Question(TICKETS)
