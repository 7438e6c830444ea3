"""Say what asks for a run of a playbook: a status, a tier, an entry, a beginning, a condition (F2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from crmkit.calendar.minute import clock_of
from crmkit.calendar.span import DAY, Span, after, before
from crmkit.calendar.working import Calendar
from crmkit.compute.runs import Act, RunLog
from crmkit.compute.verification import due_on
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.contracts import ContractRules
from crmkit.policy.files.playbooks import PER, Playbook
from crmkit.rules import Condition, names, outcome
from crmkit.view.beginnings import began
from crmkit.view.since import tier_since
from crmkit.view.standing import Standing
from crmkit.view.ticket import Ticket
from crmkit.view.timed import Stamp
from crmkit.view.view import View

_A_DAY = Span(1, DAY)


class Prompt(NamedTuple):
    """A playbook is asked for, of what, since when; `now` where it is a state that simply holds today."""

    playbook: Playbook
    of: str
    since: Stamp
    now: bool = False


def prompts(
    playbook: Playbook,
    standing: Standing,
    view: View,
    acts: Sequence[Act],
    written: RunLog,
    tickets: Mapping[str, Ticket],
) -> list[Prompt]:
    """What asks for the playbook as of the moment, of each thing once, since the last time."""
    found: dict[str, Prompt] = {}
    for one in _every(playbook, standing, view, acts, written, tickets):
        known = found.get(one.of)
        if not _lapsed(one, standing) and (known is None or one.since.at > known.since.at):
            found[one.of] = one
    return list(found.values())


def first_time(standing: Standing, word: str, moment: datetime) -> Stamp | None:
    """When something began for the customer, as far as that had happened by the moment."""
    first = began(standing, word)
    at = Stamp(first.date, clock(first.time), first.line) if first is not None else None
    return at if at is not None and (not at.time or at.at <= moment) else None


def clock(said: str) -> str:
    """A time of the day as written; empty for one that cannot be, which is a finding of its own."""
    return said if clock_of(said) is not None else ""


def holds(condition: Condition, standing: Standing) -> bool:
    """Whether a condition holds for the customer; one that is unknown does not."""
    values = {name: standing.quantity(name) for name in names(condition)}
    return outcome(condition, values) is True


def _every(
    playbook: Playbook,
    standing: Standing,
    view: View,
    acts: Sequence[Act],
    written: RunLog,
    tickets: Mapping[str, Ticket],
) -> Iterator[Prompt]:
    trigger, field = playbook.trigger, PER[playbook.per]
    for ticket in tickets.values():
        if ticket.type.key in trigger.kinds:
            yield Prompt(
                playbook, ticket.key, Stamp(ticket.opened.date, clock(ticket.opened.time), ticket.opened.line)
            )
    for act in acts:
        of = act.names(field) if field else ""
        by_kind = act.kind in trigger.kinds and not tickets
        if by_kind or (act.status and act.status in trigger.statuses and act.status == standing.status.value):
            yield Prompt(playbook, of, Stamp(act.date, clock(act.time), act.line))
    yield from _by_state(playbook, standing, view)
    if trigger.begins:
        moment = view.moment.replace(tzinfo=None)
        firsts = [f for word in trigger.begins if (f := first_time(standing, word, moment)) is not None]
        if firsts:
            yield Prompt(playbook, "", min(firsts, key=lambda one: one.at))
    lead = ends_before(playbook, standing.policy)
    if lead is not None:
        calendar = standing.policy.get(Calendar)
        for number, end in written.ends:
            opens = before(end, lead, calendar)
            if opens <= standing.as_of <= end:
                yield Prompt(playbook, number if field else "", Stamp(opens))


def ends_before(playbook: Playbook, policy: Policy) -> Span | None:
    """How long before the end of a contract the playbook is asked for; None where it is not."""
    trigger = playbook.trigger
    return policy.get(ContractRules).opens if trigger.contract_opens else trigger.contract_end


def _by_state(playbook: Playbook, standing: Standing, view: View) -> Iterator[Prompt]:
    """What simply holds: a tier since the day it began, a segment and a condition today."""
    trigger, today = playbook.trigger, Stamp(standing.as_of)
    if standing.gone:
        return
    if standing.tiering.key in trigger.tiers and standing.followed:
        calendar = standing.policy.get(Calendar)
        earliest = standing.facts.began or standing.as_of
        if playbook.lapses is not None:
            oldest = before(standing.as_of, playbook.lapses, calendar)
            earliest = max(earliest, before(oldest, _A_DAY, calendar))
        yield Prompt(playbook, "", Stamp(tier_since(standing, view, earliest=earliest)))
    if any(each.key in trigger.segments for each in standing.segments):
        yield Prompt(playbook, "", today, now=True)
    if trigger.verification and standing.followed:
        due = due_on(standing.facts, standing.policy, as_of=standing.as_of)
        if due is not None and due.day <= standing.as_of:
            yield Prompt(playbook, "", Stamp(due.day))
    if trigger.cleanup and (over := _silence_over(standing)) is not None and over < standing.as_of:
        yield Prompt(playbook, "", Stamp(over))
    if trigger.when is not None and holds(trigger.when, standing):
        yield Prompt(playbook, "", today, now=True)


def _silence_over(standing: Standing) -> date | None:
    """The last day on which the customer's silence is no reason yet; None where nothing counts it."""
    span, since = standing.policy.get(Cadence).silent_for, standing.silent_since
    return (
        after(since, span, standing.policy.get(Calendar)) if span is not None and since is not None else None
    )


def _lapsed(one: Prompt, standing: Standing) -> bool:
    """Whether it is so old that nobody is asked any more; what began by itself is given up step by step."""
    lapses = one.playbook.lapses
    if lapses is None or one.playbook.automatic:
        return False
    return after(one.since.date, lapses, standing.policy.get(Calendar)) < standing.as_of
