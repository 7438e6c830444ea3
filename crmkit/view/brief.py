"""Say of a record the little that checks of the whole book compare."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from crmkit.compute import Facts
from crmkit.compute.files import FILES, Linked
from crmkit.compute.greetings import GREETINGS, Greeted
from crmkit.compute.tickets import TICKETS
from crmkit.diagnostics import Source


class Brief(NamedTuple):
    """A record in short: number and names with their places, references, links, its people, greetings.

    `tickets` are the numbers of those that it opens, with their places; one that was voided is none. `began`
    is the first day it tells of; `named` is where it says its name, if it does. Small and plain, so that it
    is kept for every record between runs.
    """

    id: str
    path: str
    name: str
    short_name: str
    began: datetime.date | None
    place: Source
    named: Source | None
    references: tuple[tuple[str, Source], ...]
    linked: tuple[Linked, ...]
    people: tuple[str, ...]
    tickets: tuple[tuple[str, Source], ...]
    greeted: tuple[Greeted, ...]


def brief(facts: Facts) -> Brief:
    """The facts of a record in short."""
    opened = (move for move in facts.of(TICKETS) if move.opens and move.number and move.voided_on is None)
    return Brief(
        facts.id, facts.path, facts.name, facts.short_name, facts.began, facts.place, facts.named,
        facts.references, facts.of(FILES), facts.people,
        tuple((move.number, facts.source(move.line)) for move in opened), facts.of(GREETINGS),
    )  # fmt: skip
