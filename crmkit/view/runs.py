"""Find the runs of a customer as of a moment, and what asks for one that nobody began (F2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.compute.contacts import CONTACTS, Interaction
from crmkit.compute.runs import RUNS, Act, Listed, RunLog, playbook_of
from crmkit.compute.tickets import TICKETS, Move
from crmkit.policy.files.playbooks import PER, Playbook, Playbooks
from crmkit.policy.playbook_steps import BEGINNINGS
from crmkit.view.limit import last_minute
from crmkit.view.prompts import Prompt, first_time, holds, prompts
from crmkit.view.run import ARCHIVE, Run
from crmkit.view.run_fold import begin, mark, take, tick, ticks
from crmkit.view.standing import Standing
from crmkit.view.ticket import ACCEPT, ACCEPTED, ANSWER, DONE, SOLUTION, VISIT, Ticket
from crmkit.view.tickets import tickets_of
from crmkit.view.timed import Stamp, happened
from crmkit.view.view import View


class Procedures(NamedTuple):
    """Of one customer: runs in the order of their beginning, prompts that nobody took up, entries of no
    playbook or of no step. `twice` are entries that begin a run while one of the same is open.
    """

    runs: tuple[Run, ...] = ()
    proposed: tuple[Prompt, ...] = ()
    strays: tuple[Act, ...] = ()
    twice: tuple[Act, ...] = ()


@dataclass(slots=True)
class _Around:
    """What is known of a customer while their runs are found; contacts are looked at once one needs them."""

    standing: Standing
    written: RunLog
    moment: datetime
    acts: Sequence[Act]
    tickets: Mapping[str, Ticket]
    _every: list[Act] = field(default_factory=list)

    def every(self) -> list[Act]:
        """The acts and the plain contacts, in the order of time."""
        if not self._every:
            known = {act.line for act in self.acts}
            contacts = self.standing.facts.of(CONTACTS).interactions
            plain = (_plain(one) for one in contacts if one.line not in known)
            self._every += sorted(
                [*self.acts, *(act for act in plain if happened(act, self.moment))], key=_order
            )
        return self._every


def procedures(standing: Standing, view: View) -> Procedures:
    """Every run of a customer as of the view's moment, and what is proposed."""
    playbooks = standing.policy.get(Playbooks)
    if not playbooks:
        return Procedures()
    moment, written = view.moment.replace(tzinfo=None), standing.facts.of(RUNS)
    acts = sorted((act for act in written.acts if happened(act, moment)), key=_order)
    told = _Around(standing, written, moment, acts, _tickets(standing, moment))
    runs, proposed, twice = list[Run](), list[Prompt](), list[Act]()
    for playbook in playbooks.values():
        starts = [act for act in acts if _starts(act, playbook, playbooks)]
        asked = prompts(
            playbook, standing, view, acts, written, told.tickets if playbook.per == "ticket" else {}
        )
        own = _begun(playbook, starts, asked, told, twice)
        runs += own
        if not playbook.automatic:
            proposed += [one for one in asked if not _taken_up(one, own, standing)]
    strays = tuple(act for act in acts if _stray(act, playbooks, runs))
    runs.sort(key=lambda run: (run.start.at, run.playbook.key))
    return Procedures(tuple(runs), tuple(proposed), strays, tuple(twice))


def at_first(playbook: Playbook, of: str, start: Stamp, standing: Standing, view: View) -> Run:
    """A run that begins now, of which nothing is done yet."""
    moment, written = view.moment.replace(tzinfo=None), standing.facts.of(RUNS)
    told = _Around(standing, written, moment, (), _tickets(standing, moment))
    return _run(playbook, of, start, None, told)


def _order(act: Act) -> tuple[datetime, int]:
    return act.at, act.line


def _starts(act: Act, playbook: Playbook, playbooks: Playbooks) -> bool:
    """Whether an entry begins a run: it names the playbook, and says nothing of a step."""
    return act.own and not act.step and not act.handling and playbook_of(act.playbook, playbooks) is playbook


def _stray(act: Act, playbooks: Playbooks, runs: Iterable[Run]) -> bool:
    """Whether an entry names a playbook that there is not, or a step that no run has."""
    named = playbook_of(act.playbook, playbooks)
    if named is None and (act.own or act.playbook):
        return True
    return bool(act.step) and not any(
        run.named(act.step) is not None for run in runs if named in (None, run.playbook)
    )


def _plain(contact: Interaction) -> Act:
    """A contact that says nothing of runs, as an act."""
    return Act(
        contact.date, contact.time, contact.line, contact.voided_on, contact.kind, False, "", "", (), True,
        contact.inbound, contact.reached and not contact.automatic, contact.reached, contact.purpose,
    )  # fmt: skip


def _tickets(standing: Standing, moment: datetime) -> dict[str, Ticket]:
    moves = standing.facts.of(TICKETS)
    return {one.key: one for one in tickets_of(moves, standing.policy, moment).tickets} if moves else {}


def _begun(
    playbook: Playbook, starts: Sequence[Act], asked: Sequence[Prompt], told: _Around, twice: list[Act]
) -> list[Run]:
    """The runs of one playbook: those that an entry begins, and those that began by themselves."""
    name, found = PER[playbook.per], list[Run]()
    by_itself = {one.of: one.since for one in asked} if playbook.automatic else {}
    for act in starts:
        of = act.names(name) if name else ""
        if any(run.of == of and not run.closed for run in found):
            twice.append(act)
            continue
        since = by_itself.pop(of, None)
        start = since if since is not None and since.date <= act.date else mark(act)
        found.append(_run(playbook, of, start, act, told))
        _fold(found[-1], told, found)
        if playbook.automatic:
            _give_up(found[-1], told)
    for of, since in by_itself.items():
        run = _run(playbook, of, since, None, told)
        _give_up_all(run, told)
        if all(one.given_up for one in run.steps.values()):
            continue
        found.append(run)
        _fold(run, told, found)
        _give_up(run, told)
    return found


def _run(playbook: Playbook, of: str, start: Stamp, listed: Act | None, told: _Around) -> Run:
    firsts = ((word, first_time(told.standing, word, told.moment)) for word in BEGINNINGS)
    marks = {word: first for word, first in firsts if first is not None}
    own = [end for number, end in told.written.ends if number == of] if of else []
    ends = own or [end for _, end in told.written.ends if len(told.written.ends) == 1]
    return begin(
        Run(playbook, of, start, told.standing.policy, told.moment, listed, marks,
            ends[0] if ends else None, told.tickets.get(of) if playbook.per == "ticket" else None)
    )  # fmt: skip


def _fold(run: Run, told: _Around, runs: Iterable[Run]) -> None:
    """Let ticks and entries move the run, in the order of time, until it is over."""
    alone = sum(not other.closed for other in runs) <= 1
    moves: list[tuple[datetime, int, Act | Listed]] = [
        (item.done, 0, item) for item in ticks(run) if item.done is not None and item.done <= run.moment
    ]
    moves += [(act.at, 1, act) for act in told.every() if _belongs(act, run, alone)]
    for _, _, one in sorted(moves, key=_first):
        if isinstance(one, Listed):
            tick(run, one)
        elif not run.closed or one.handling == ARCHIVE:
            take(run, one)
    for progress in run.steps.values():
        proof = progress.step.done
        if progress.over:
            continue
        if proof.ticket and run.ticket is not None:
            taken = _taken(run.ticket, proof.ticket)
            progress.done = Stamp(taken.date, taken.time, taken.line) if taken is not None else None
        elif proof.when and not run.waits_for(progress.step.key) and holds(proof.when, told.standing):
            progress.done, progress.undated = Stamp(told.standing.as_of), True


def _first(move: tuple[datetime, int, object]) -> tuple[datetime, int]:
    at, rank, _ = move
    return at, rank


def _belongs(act: Act, run: Run, alone: bool) -> bool:
    """Whether an entry may be about a run; what names no other may be, while there is only one."""
    if act is run.listed or act.date < run.start.date:
        return False
    if act.date == run.start.date and act.time and run.start.time and act.time < run.start.time:
        return False
    if act.playbook:
        if playbook_of(act.playbook, run.policy.get(Playbooks)) is not run.playbook:
            return False
    elif act.step and run.named(act.step) is None:
        return False
    if run.ticket is not None and not act.own:
        return any(move.line == act.line for move in run.ticket.taken)
    name = PER[run.playbook.per]
    named = act.names(name) if name else ""
    return named == run.of if named else alone


def _taken(ticket: Ticket, step: str) -> Move | None:
    """The entry by which a ticket took a step."""
    if step == ACCEPTED:
        return next((move for move in ticket.taken if move.accepted), None) if ticket.accepted else None
    known = {ACCEPT: ticket.opened, ANSWER: ticket.answered, SOLUTION: ticket.proposed, DONE: ticket.done}
    known[VISIT] = ticket.visited if step not in ticket.missing() else None
    return known[step] if step in known else ticket.steps.get(step)


def _give_up_all(run: Run, told: _Around) -> None:
    """Steps that count from one beginning are given up together, once the last of them is."""
    for after_ in {step.due.after for step in run.playbook.steps if step.due is not None}:
        own = [step for step in run.playbook.steps if step.due is not None and step.due.after == after_]
        last = max(own, key=lambda step: step.due.span.length if step.due else step.key)
        if after_ in BEGINNINGS and (after_ not in run.began or _lapsed(run, last.key, told)):
            for step in own:
                run.steps[step.key].given_up = True


def _give_up(run: Run, told: _Around) -> None:
    for key, one in run.steps.items():
        one.given_up = one.given_up or (one.done is None and _lapsed(run, key, told))


def _lapsed(run: Run, key: str, told: _Around) -> bool:
    limit, lapses = run.limit(key), run.playbook.lapses
    if limit is None or lapses is None or not isinstance(limit.due, Deadline):
        return False
    day = last_minute(limit.due)[0]
    return told.standing.as_of > after(day, lapses, told.standing.policy.get(Calendar))


def _taken_up(one: Prompt, runs: Iterable[Run], standing: Standing) -> bool:
    """Whether a run of the same began since, is open, or was over so lately that nobody asks again."""
    again, calendar = one.playbook.again, standing.policy.get(Calendar)
    for run in runs:
        if run.of != one.of:
            continue
        if not run.closed or (not one.now and run.start.date >= one.since.date):
            return True
        if again is not None and after(run.last.date, again, calendar) > standing.as_of:
            return True
    return False
