"""Ask for what tickets are owed: answer, progress, solution, return visit, the end of a loop (G1–G3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.working import Calendar
from crmkit.compute.tickets import TICKETS
from crmkit.diagnostics import MOST_SHOWN, Source
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.limits import zoned
from crmkit.followups.seen import Seen, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label, Lang, joined
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.view import Standing, View
from crmkit.view.doers import doer, told
from crmkit.view.limit import Limit
from crmkit.view.ticket import ANSWER, DONE, PROGRESS, SOLUTION, VISIT, Ticket
from crmkit.view.tickets import tickets_of

LOOP = "loop"
COMMANDS = {ANSWER: "answer", PROGRESS: "update", SOLUTION: "solve", DONE: "close", VISIT: "visit"}
_TELLS = Label("一条带工单号的联系或工单进展", "a contact or an update with the ticket's number")
_CLOSES = Label("走完闭环的各步", "the steps that its loop still lacks")
_STAYS = Label(
    "工单不能跳过也不能延后：需要更久，用 crmkit ticket extend 事先告知客户",
    "a ticket is neither left out nor put off: crmkit ticket extend tells the customer of a longer time",
)


def items(seen: Seen) -> Iterator[DueItem]:
    """What each open ticket is owed, for who does it, and for whom the highest rung that it reached tells."""
    moves = seen.standing.facts.of(TICKETS)
    if not moves:
        return
    moment = seen.view.moment.replace(tzinfo=None)
    for ticket in tickets_of(moves, seen.policy, moment).tickets:
        if ticket.closed:
            continue
        owed = [one for one in ticket.limits(moment) if one.open()]
        for limit in owed:
            if isinstance(limit.due, Deadline):
                yield from _asked(ticket, limit, limit.due, moment, seen)
        if not owed:
            yield _loop(ticket, seen)


def _asked(ticket: Ticket, limit: Limit, due: Deadline, moment: datetime, seen: Seen) -> Iterator[DueItem]:
    """The item of a limit, and the one of its highest rung."""
    owner = owner_of(seen.standing, seen.view)[0]
    does = doer(ticket, owner, seen.policy, as_of=seen.as_of)
    rule = _rule(ticket, limit, seen.policy)
    due = zoned(due, seen)
    about, key = _about(ticket, limit.key, seen.policy), f"{ticket.key}:{limit.key}"
    wanted = Fulfil((), limit.start.date())
    line = ticket.opened.line
    yield SOURCE.item(seen, key, due, about, rule, wanted, reset_by=line, owner=does)
    reached = [r for r in seen.policy.get(Tickets).rungs if limit.reached(r.at, moment, seen.calendar)]
    if reached:
        whom = told(reached[-1].to, does, seen.policy, as_of=seen.as_of)
        if whom != does:
            late = Label(f"上报 {about.zh}", f"Escalated: {about.en}")
            rung = f"{key}:{reached[-1].to}"
            yield SOURCE.item(seen, rung, due, late, rule, wanted, reset_by=line, owner=whom, waits_for=does)


def _loop(ticket: Ticket, seen: Seen) -> DueItem:
    """A ticket that waits for nothing and is not closed: from its last entry on."""
    last = max([ticket.opened, *ticket.taken], key=lambda move: move.at).date
    lacks = joined(
        [entry_word(seen.policy, TICKET, "step", step) for step in ticket.missing()], Label("、", ", ")
    )
    about = Label(f"{_named(ticket).zh}：还差{lacks.zh}", f"{_named(ticket).en}: lacks {lacks.en}")
    owner = owner_of(seen.standing, seen.view)[0]
    does = doer(ticket, owner, seen.policy, as_of=seen.as_of)
    rule = seen.policy.get(Tickets).loop_source if ticket.type.loop else ticket.type.source
    key, line = f"{ticket.key}:{LOOP}", ticket.opened.line
    return SOURCE.item(seen, key, Deadline(last), about, rule, Fulfil((), last), reset_by=line, owner=does)


def _rule(ticket: Ticket, limit: Limit, policy: Policy) -> Source:
    rules = policy.get(Tickets)
    return {PROGRESS: rules.update_source, VISIT: rules.loop_source}.get(limit.key, ticket.type.source)


def _named(ticket: Ticket) -> Label:
    label = ticket.type.label
    return Label(f"{ticket.key} {label.zh}", f"{ticket.key} {label.en}") if ticket.number else label


def _about(ticket: Ticket, step: str, policy: Policy) -> Label:
    """Which ticket, which step."""
    name, what = _named(ticket), entry_word(policy, TICKET, "step", step)
    return Label(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")


def turns(standing: Standing, view: View) -> Iterator[time]:
    """When an entry of the day moves a ticket, and when a rung is reached by what was written until then."""
    moves = standing.facts.of(TICKETS)
    if not moves:
        return
    written = sorted({move.at.time() for move in moves if move.date == view.as_of and move.time})[:MOST_SHOWN]
    yield from written
    calendar, rungs = view.policy.get(Calendar), view.policy.get(Tickets).rungs
    for moment in (datetime.combine(view.as_of, at) for at in (time(), *written)):
        for ticket in tickets_of(moves, view.policy, moment).tickets:
            for limit in ticket.limits(moment):
                reached = (limit.rung(rung.at, calendar) for rung in rungs)
                yield from (at.time() for at in reached if at is not None and at.date() == view.as_of)


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """An entry with the number, or the steps that are lacking."""
    return _CLOSES if _step(item) == LOOP else _TELLS


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command of the step; a number that the pattern does not make is free text, and not said here."""
    number, step = item.key.split(":")[0], _step(item)
    pattern = policy.get(Tickets).pattern
    ours = pattern is not None and pattern.match(number)
    return ["crmkit", "ticket", COMMANDS.get(step, "show"), number if ours else item.customer]


def _step(item: DueItem) -> str:
    return item.key.split(":")[1]


SOURCE = DueSource(
    key="tickets",
    label=Label("工单", "Ticket"),
    rank=Rank.WAITED_FOR,
    items=items,
    fulfilled=fulfilled,
    command=command,
    free=Label("工单", "A ticket"),
    turns=turns,
    stays=_STAYS,
    fixed=True,
)
