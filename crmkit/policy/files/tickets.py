"""Read `tickets.md`: types of tickets, limits, progress, longer times, the loop, whom to tell (G1–G3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import HOUR, WORKHOUR, Span
from crmkit.diagnostics import Code, Source
from crmkit.language import Label
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.number import NumberPattern, flaw
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    all_named,
    flag,
    group,
    groups,
    label,
    named,
    number,
    once,
    one_of,
    place,
    scalar,
)
from crmkit.policy.terms import span

NUMBER_PATTERN = Code("CRM909", "number-pattern-wrong")
NATURAL, WORKING = "natural", "working"
FIRST_HUMAN, FIRST = "first_human", "first"


class TicketType(NamedTuple):
    """What a ticket of a type is owed: who does it, by when it is answered and a solution proposed.

    A type with a `loop` closes only when every step of the loop was taken.
    """

    key: str
    label: Label
    role: str = ""
    department: str = ""
    first_answer: Span | None = None
    solution: Span | None = None
    loop: bool = False
    source: Source = Source("")


class Rung(NamedTuple):
    """At so many percent of a limit's net time somebody in a role is told."""

    at: Decimal
    to: str


@dataclass(frozen=True, slots=True)
class Tickets:
    """`types` by key. `pattern` makes numbers, None where nobody says how.

    `human`: only a person's answer is one. The customer is told how it goes `every` so often, until the
    ticket is in the state `until` (empty: until it is done). A longer time holds where its entry says all
    `needs` and, with `beforehand`, stands before the old limit. `loop` are steps; `rungs` rise.
    """

    types: Mapping[str, TicketType] = field(default_factory=dict)
    pattern: NumberPattern | None = None
    human: bool = True
    every: Span | None = None
    update_source: Source = field(default_factory=lambda: Source(""))
    beforehand: bool = False
    needs: tuple[str, ...] = ()
    loop: tuple[str, ...] = ()
    loop_source: Source = field(default_factory=lambda: Source(""))
    return_visit: Span | None = None
    final_satisfaction: bool = False
    until: str = ""
    rungs: tuple[Rung, ...] = ()


def read_tickets(c: Cursor, _: Parts) -> Tickets:
    """The tickets; of two types with one key the first counts."""
    working = one_of(c, "clock", (NATURAL, WORKING), NATURAL) == WORKING
    update, longer, loop = group(c, "update"), group(c, "longer"), group(c, "loop")
    visit = group(loop, "return_visit") if loop else None
    types: dict[str, TicketType] = {}
    seen: set[str] = set()
    for item in groups(c, "types"):
        one = _type(item, seen, working)
        types.setdefault(one.key, one)
    return Tickets(
        types=types,
        pattern=_pattern(c),
        human=one_of(c, "answer", (FIRST_HUMAN, FIRST), FIRST_HUMAN) == FIRST_HUMAN,
        every=_timed(span(update, "every", required=True, least=1), working) if update else None,
        update_source=place(update) if update else Source(""),
        beforehand=flag(longer, "told_beforehand") if longer else False,
        needs=all_named(longer, "needs", "entry") if longer else (),
        loop=all_named(loop, "steps", "list.steps") if loop else (),
        loop_source=place(loop) if loop else Source(""),
        return_visit=_timed(span(visit, "within", required=True), working) if visit else None,
        final_satisfaction=flag(loop, "final_satisfaction") if loop else False,
        until=named(loop, "until", "list.handling_states") if loop else "",
        rungs=tuple(sorted(rung for item in groups(c, "escalation") if (rung := _rung(item)))),
    )


def _type(c: Cursor, seen: set[str], working: bool) -> TicketType:
    key = once(c, "key", seen)
    named(c, "key", "list.ticket_types")
    answer, solution = group(c, "first_answer"), group(c, "solution")
    return TicketType(
        key=key,
        label=label(c, fallback=key),
        role=named(c, "role", "role"),
        department=named(c, "department", "department"),
        first_answer=_timed(span(answer, "within", required=True), working) if answer else None,
        solution=_timed(span(solution, "within", required=True), working) if solution else None,
        loop=flag(c, "loop"),
        source=place(c),
    )


def _timed(one: Span | None, working: bool) -> Span | None:
    """The span; its hours are working hours where the clock is a working one."""
    return one._replace(unit=WORKHOUR) if one is not None and working and one.unit == HOUR else one


def _pattern(c: Cursor) -> NumberPattern | None:
    inner = group(c, "number")
    node = scalar(inner, "pattern", required=True) if inner else None
    if inner is None or node is None:
        return None
    wrong = flaw(node.text)
    if wrong:
        inner.report(NUMBER_PATTERN, node, pattern=node.text, flaw=wrong)
    return None if wrong else NumberPattern(node.text)


def _rung(c: Cursor) -> Rung | None:
    at, to = number(c, "at", percent=True, required=True), named(c, "to", "role", required=True)
    if at is not None and at <= 0:
        c.report(WRONG_VALUE, c.get("at") or c.node, key=c.name("at"), text=at, example="80%")
        return None
    return Rung(at, to) if at is not None else None


FILE = PolicyFile(name="tickets.md", of=Tickets, read=read_tickets, default=Tickets())
