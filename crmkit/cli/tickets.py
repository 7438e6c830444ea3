"""Share among the commands of `crmkit ticket` which ticket is meant, and its next entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import click

from crmkit.calendar.deadline import Deadline
from crmkit.cli.answers.others import view_of
from crmkit.cli.contacts import meant
from crmkit.cli.days import moment
from crmkit.cli.entry import Said, append
from crmkit.cli.fields import blank
from crmkit.cli.lookup import load_path, one
from crmkit.cli.present import one_line
from crmkit.cli.rim import Rim
from crmkit.compute.tickets import TICKETS
from crmkit.load import Loaded
from crmkit.policy.files.vocabulary import Kind
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.schema.names import fold
from crmkit.view import Standing, View
from crmkit.view.limit import last_minute
from crmkit.view.ticket import Ticket
from crmkit.view.tickets import tickets_of

UPDATE = "ticket_update"
Call = TypeVar("Call", bound=Callable[..., int])


class TicketInRecord(NamedTuple):
    """A ticket with the record that tells of it."""

    ticket: Ticket
    loaded: Loaded
    standing: Standing


def now(rim: Rim) -> datetime:
    """The moment of the run as entries say it, by the book's own clock."""
    return rim.moment.replace(tzinfo=None)


def of_all(view: View, moment: datetime) -> Iterator[tuple[Standing, Ticket]]:
    """Every ticket of the book, customer by customer."""
    for standing in view.standings.values():
        moves = standing.facts.of(TICKETS)
        if moves:
            for ticket in tickets_of(moves, view.policy, moment).tickets:
                yield standing, ticket


def find(rim: Rim, word: str) -> TicketInRecord:
    """The ticket with a number, or the only open one of the customer that a word means."""
    places = rim.answer("tickets", lambda: _numbers(rim))
    paths = sorted({path for number, path in places if number == fold(word)})
    if len(paths) > 1:
        raise rim.fail("several records have a ticket {word}: {paths}", word=word, paths=", ".join(paths))
    loaded = load_path(rim, paths[0]) if paths else one(rim, word)
    view = view_of(rim, loaded)
    for standing in view.standings.values():
        told = tickets_of(standing.facts.of(TICKETS), rim.policy, now(rim)).tickets
        named = [each for each in told if fold(each.key) == fold(word)]
        fitting = named or ([] if paths else [each for each in told if not each.closed])
        if len(fitting) == 1:
            return TicketInRecord(fitting[0], loaded, standing)
        if fitting:
            listed = "\n".join(f"  {one_line(each.key)}  {one_line(each.opened.subject)}" for each in fitting)
            raise rim.fail("name one ticket of these:\n{listed}", listed=listed)
    raise rim.fail("{word} has no open ticket", word=word)


def find_open(rim: Rim, word: str) -> TicketInRecord:
    """The same; one that is closed stops the command."""
    found = find(rim, word)
    if found.ticket.closed:
        raise rim.fail("{ticket} is closed: nothing moves it any more", ticket=found.ticket.key)
    return found


def _numbers(rim: Rim) -> list[Any]:
    view = rim.sweep().view
    return [
        [move.key, standing.facts.path]
        for standing in view.standings.values()
        for move in standing.facts.of(TICKETS)
        if move.number and move.opens
    ]


def said_step(rim: Rim, step: str) -> str:
    """A step as a terminal shows it."""
    return entry_word(rim.policy, TICKET, "step", step).said(rim.lang)


def step_of(rim: Rim, step: str) -> Said:
    """The field of an entry that takes a step."""
    return ("step", entry_word(rim.policy, TICKET, "step", step))


def said_moment(due: Deadline) -> str:
    """A limit to the minute, or the day through whose end it lasts."""
    day, clock = last_minute(due)
    return f"{day} {clock}".rstrip()


def contact_kind(rim: Rim, word: str | None) -> Kind | str:
    """The kind of a contact that a word means; of no word an update of the ticket."""
    known = rim.policy.vocabulary.kind(word) if word else rim.policy.vocabulary.kinds.get(UPDATE)
    if known is None:
        near = rim.policy.vocabulary.near_kind(word or UPDATE)
        raise rim.nearest("no kind of entry is called '{word}'", word or UPDATE, near)
    if word and known.cls is not CONTACT:
        raise rim.fail("{word} is no contact: name how the customer was told, such as 电话", word=word)
    return word or known


def person_of(rim: Rim, found: TicketInRecord, name: str) -> list[Said]:
    """The field of the contact whom a name means."""
    return [("with", meant(rim, found.loaded, name))] if name else []


def want(rim: Rim, text: str, option: str) -> str:
    """The text of an option that says something."""
    if blank(text):
        raise rim.fail("{option}: the value is blank", option=option)
    return text


def choice(rim: Rim, field: str, word: str, option: str) -> str:
    """A word as typed that is one of a field's choices."""
    of = rim.policy.schema.entry_fields(TICKET).find(field)
    words = [each for one in (of.choices if of else ()) for each in one.words]
    if fold(word) not in {fold(each) for each in words}:
        known = ", ".join(one.label.said(rim.lang) for one in (of.choices if of else ()))
        raise rim.fail("{option}: '{word}' is none of {known}", option=option, word=word, known=known)
    return word


def write(
    rim: Rim,
    found: TicketInRecord,
    kind: Kind | str,
    subject: str,
    said: Sequence[Said],
    when: str | None,
    by: str | None,
    *,
    dry_run: bool,
) -> int:
    """Append the entry that moves the ticket, with its number; the exit code."""
    who = (rim.person(by) if by else rim.author).id
    number = [("ticket", found.ticket.number)] if found.ticket.number else []
    fields: list[Said] = [("by", who), *number, *said]
    heading = (moment(rim, when), kind, subject)
    return append(rim, found.loaded.document.path, heading, fields, "", dry_run=dry_run)


def writes(function: Call) -> Call:
    """The options of every command that writes."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would be written and change nothing."),
        click.option("--by", metavar="PERSON", help="Who of ours; else git's user."),
        click.option("--on", "when", metavar="DATE[ TIME]", help="When it happened; else now."),
    ):
        function = option(function)
    return function
