"""Show the tickets: what is owed next, how long is left, what is paused, what broke and why, open loops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crmkit.calendar.deadline import Deadline
from crmkit.pages import (
    FOLDER,
    BookIndex,
    Cell,
    Context,
    KnownTicket,
    Page,
    address,
    known_tickets,
    later,
    person,
    ticket_name,
    unless_private,
)
from crmkit.policy.labels import entry_word, role
from crmkit.reader import Reader
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.view import Standing
from crmkit.view.doers import doer
from crmkit.view.left import left
from crmkit.view.limit import Limit, State, next_of
from crmkit.view.ticket import CAUSE, Ticket

SHOWN = 200
_TONES = {State.BREACHED: "risk", State.RUNNING: "info", State.PAUSED: "warn", State.MET: "ok"}


def book(index: BookIndex, words: Reader) -> Context:
    """Lists of rows: open ones by their next limit, paused ones, open loops, and limits that broke."""
    moment = index.view.moment.replace(tzinfo=None)
    found = [each for standing in index.view.standings.values() for each in known_tickets(standing, moment)]
    waiting = [each for each in found if not each.ticket.closed]
    paused = [each for each in waiting if each.ticket.paused is not None]
    loops = [each for each in waiting if each.ticket.done is not None]
    running = [each for each in waiting if each not in paused and each not in loops]
    running.sort(key=lambda each: _when(each.limits))
    broken = [
        (each, limit) for each in found for limit in each.limits if limit.state(moment) is State.BREACHED
    ]
    broken.sort(key=lambda pair: pair[1].start, reverse=True)
    lists = [
        (words.tr("Open tickets"), _next(running, moment, words)),
        (words.tr("Waiting for the customer"), _next(paused, moment, words)),
        (words.tr("Open loops"), _next(loops, moment, words)),
        (
            words.tr("Limits that broke"),
            [_row(each, limit, moment, words) | {"lacks": ""} for each, limit in broken],
        ),
    ]
    return {
        "lists": [
            {"title": title, "count": len(rows), "rows": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)}
            for title, rows in lists
        ]
    }


def _next(found: Iterable[KnownTicket], moment: datetime, words: Reader) -> list[Context]:
    return [_row(each, next_of(each.limits), moment, words) for each in found]


def _when(limits: Iterable[Limit]) -> datetime:
    limit = next_of(limits)
    return limit.due.last() if limit is not None and isinstance(limit.due, Deadline) else datetime.max


def _row(each: KnownTicket, limit: Limit | None, moment: datetime, words: Reader) -> Context:
    """A line: whose ticket, which one, the step, a sentence on its limit, who does it, and why it broke."""
    standing, ticket, policy = each.standing, each.ticket, each.standing.policy
    missing = [words.label(entry_word(policy, TICKET, "step", step)) for step in ticket.missing()]
    cause = ticket.steps.get(CAUSE)
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "ticket": ticket_name(ticket, policy, words),
        "type": words.label(ticket.type.label),
        "subject": unless_private(ticket.opened.subject, words) if words.reads_text else Cell(),
        "state": words.label(entry_word(policy, NEED, "state", ticket.state)),
        "step": words.label(entry_word(policy, TICKET, "step", limit.key)) if limit else "",
        "left": words.label(left(limit, moment)) if limit else "",
        "tone": _TONES[limit.state(moment)] if limit else "none",
        "lacks": words.tr("lacks %(steps)s", steps=words.tr(", ").join(missing)) if missing else "",
        "cause": words.label(entry_word(policy, TICKET, CAUSE, cause.cause)) if cause and cause.cause else "",
        "doer": _doer(ticket, standing, words),
    }


def _doer(ticket: Ticket, standing: Standing, words: Reader) -> str:
    policy, owner = standing.policy, standing.owner.value
    if not words.sees_field(policy.schema.profile, "owner"):
        return ""
    id = doer(ticket, owner if isinstance(owner, str) else "", policy, as_of=standing.as_of)
    called = role(policy, id)
    return words.label(called) if called else person(id, policy, words)


PAGE = Page(
    "tickets",
    "tickets.html",
    later("Tickets"),
    later("Who waits for an answer?"),
    order=5,
    key="k",
    book=book,
)
