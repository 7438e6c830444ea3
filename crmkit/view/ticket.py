"""Fold one ticket from its entries: how far it is, what is owed until when, what does not count (G1–G3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline, Pause, Stopped
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar
from crmkit.compute.tickets import Move
from crmkit.policy import Policy
from crmkit.policy.files.tickets import Tickets, TicketType
from crmkit.view.limit import Limit, State
from crmkit.view.timed import owed_until

ACCEPT, ANSWER, PROGRESS, WAITING, CAUSE, REMEDY, SOLUTION, ACCEPTED, DONE, VISIT = (
    "accept", "answer", "progress", "waiting", "cause", "remedy", "solution", "customer_accepts", "done",
    "return_visit",
)  # fmt: skip
"""The steps that the engine knows of those in the vocabulary; a loop may ask for others."""
SCORE = "score"
SAID = frozenset({ANSWER, PROGRESS, SOLUTION, VISIT})
"""Steps that say of themselves that the customer was told, also in an entry that is no contact."""
OPEN, IN_PROGRESS, SOLVED, CLOSED = "open", "in_progress", "solved", "closed"
STATES = (OPEN, IN_PROGRESS, SOLVED, CLOSED)
"""How far a ticket is, in the words of the vocabulary's `handling_states`."""


class Why(StrEnum):
    """Why an entry does not count."""

    NOBODY = "nobody"
    SILENCE = "silence"
    REASON = "reason"
    LACKING = "lacking"
    LATE = "late"


class Refused(NamedTuple):
    """An entry that does not count for what it says, and why; `what` names fields it lacks."""

    move: Move
    why: Why
    what: tuple[str, ...] = ()


@dataclass(slots=True)
class Ticket:
    """A ticket as its entries tell it, up to the last that was taken; it grows only while it is folded.

    `key` names it: its number, or the day of its opening where it has none. `accepted` is what the customer
    last said of the proposal; `extended` a longer time for it, `target` one for all of it.
    """

    key: str
    type: TicketType
    opened: Move
    policy: Policy
    taken: list[Move] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    told: list[Move] = field(default_factory=list)
    steps: dict[str, Move] = field(default_factory=dict)
    handler: str = ""
    answered: Move | None = None
    proposed: Move | None = None
    accepted: bool | None = None
    done: Move | None = None
    visited: Move | None = None
    scored: bool = False
    extended: Deadline | None = None
    target: Deadline | None = None

    @property
    def number(self) -> str:
        """As its opening says it, empty for none."""
        return self.opened.number

    @property
    def at(self) -> datetime:
        """When it was received."""
        return self.opened.at

    @property
    def rules(self) -> Tickets:
        """What the procedures say of tickets."""
        return self.policy.get(Tickets)

    @property
    def paused(self) -> datetime | None:
        """Since when its clock stands, None where it runs."""
        return self.pauses[-1].start if self.pauses and self.pauses[-1].end is None else None

    def missing(self) -> tuple[str, ...]:
        """The steps of its loop that nobody took; of a type without a loop only that it is done."""
        if not self.type.loop:
            return () if self.done else (DONE,)
        have = {ACCEPT: True, SOLUTION: self.proposed, ACCEPTED: self.accepted, DONE: self.done}
        have[VISIT] = self.visited
        loop = self.rules.loop if DONE in self.rules.loop else (*self.rules.loop, DONE)
        lacking = [step for step in loop if not have.get(step, step in self.steps)]
        return (*lacking, SCORE) if self.rules.final_satisfaction and not self.scored else tuple(lacking)

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        return not self.missing()

    @property
    def state(self) -> str:
        """How far it is: one of `STATES`."""
        if self.closed:
            return CLOSED
        if self.done or self.accepted:
            return SOLVED
        return IN_PROGRESS if self.answered or self.proposed else OPEN

    def take(self, move: Move) -> None:
        """Let an entry move it."""
        self.taken.append(move)
        self.handler = move.handler or self.handler
        human = move.human or (move.sent and not self.rules.human)
        talked = move.contact or move.step in SAID or move.accepted is not None
        told = human and not move.inbound and talked
        if move.inbound and self.paused is not None:
            self.pauses[-1] = Pause(self.pauses[-1].start, max(move.at, self.pauses[-1].start))
        if move.step:
            self.steps.setdefault(move.step, move)
        if move.cause:
            self.steps.setdefault(CAUSE, move)
        if move.remedy:
            self.steps.setdefault(REMEDY, move)
        if move.due is not None:
            self._lengthen(move)
        if told:
            self.told.append(move)
            self.answered = self.answered or move
        if self.proposed is None and (move.step == SOLUTION or move.remedy):
            self.proposed = move
        self._accept(move)
        self._end(move, told)
        if move.step == WAITING:
            self._wait(move)

    def _accept(self, move: Move) -> None:
        """A named contact says yes or no; silence is neither, and no opens the proposal again."""
        if move.accepted is None:
            if move.step == ACCEPTED:
                self.refused.append(Refused(move, Why.SILENCE))
        elif not (move.whom or self.opened.whom):
            self.refused.append(Refused(move, Why.NOBODY))
        else:
            self.accepted = move.accepted
            if move.accepted:
                self.proposed = self.proposed or move
            else:
                self.proposed = self.done = self.visited = None

    def _end(self, move: Move, told: bool) -> None:
        if move.step == DONE:
            self.done, self.proposed = self.done or move, self.proposed or move
        elif self.done and (move.step == VISIT or (told and move.contact)) and move.at >= self.done.at:
            self.visited = self.visited or move
        self.scored = self.scored or (move.scored and bool(self.done or self.accepted))

    def _wait(self, move: Move) -> None:
        if not move.reason:
            self.refused.append(Refused(move, Why.REASON))
        elif self.paused is None:
            self.pauses.append(Pause(move.at))

    def _lengthen(self, move: Move) -> None:
        """A longer time for the proposal, told before the old one is over; then one for all of it."""
        longer = told_day(move)
        if self.proposed is not None:
            self.target = longer
            return
        lacking = tuple(name for name in self.rules.needs if name not in move.said)
        before = self.solution()
        if lacking:
            self.refused.append(Refused(move, Why.LACKING, lacking))
        elif self.rules.beforehand and isinstance(before, Deadline) and before.passed(move.at):
            self.refused.append(Refused(move, Why.LATE))
        else:
            self.extended = longer

    def solution(self) -> Deadline | Stopped | None:
        """By when a solution is proposed, as far as its entries were taken."""
        return self.extended or self._deadline(self.opened, self.type.solution, self.pauses)

    def _deadline(
        self, start: Move, span: Span | None, pauses: Iterable[Pause] = ()
    ) -> Deadline | Stopped | None:
        return owed_until(start, span, self.policy.get(Calendar), pauses) if span is not None else None

    def limits(self, moment: datetime) -> tuple[Limit, ...]:
        """What is and was owed; of progress what broke and what is next."""
        pauses = tuple(self.pauses)
        found = [self._limit(ANSWER, self.opened, self.type.first_answer, self.answered)]
        found += self._progress(moment, pauses)
        solution = self._limit(SOLUTION, self.opened, self.type.solution, self.proposed, pauses)
        if solution and self.extended and isinstance(solution.due, Deadline):
            solution = solution._replace(due=self.extended, told=solution.due)
        found.append(solution)
        if self.target is not None:
            found.append(Limit(DONE, self.at, self.target, *by(self.done)))
        if self.done and self.type.loop and VISIT in self.rules.loop:
            visited = self.visited if self.scored or not self.rules.final_satisfaction else None
            found.append(self._limit(VISIT, self.done, self.rules.return_visit, visited))
        return tuple(one for one in found if one is not None)

    def _limit(
        self, key: str, start: Move, span: Span | None, met: Move | None, pauses: tuple[Pause, ...] = ()
    ) -> Limit | None:
        due = self._deadline(start, span, pauses)
        return Limit(key, start.at, due, *by(met), pauses=pauses) if due is not None else None

    def _progress(self, moment: datetime, pauses: tuple[Pause, ...]) -> list[Limit]:
        """From each time the customer was told to the next: those that broke, and the one that runs."""
        ends = self._told_until()
        found = []
        starts = self.told or ([] if self.type.first_answer else [self.opened])
        for at, one in enumerate(starts):
            later = starts[at + 1] if at + 1 < len(starts) else ends
            if ends is not None and one.at >= ends.at:
                break
            met = later if later is None or ends is None or later.at <= ends.at else ends
            limit = self._limit(PROGRESS, one, self.rules.every, met, pauses)
            if limit and (limit.open() or limit.state(moment) is State.BREACHED):
                found.append(limit)
        return found

    def _told_until(self) -> Move | None:
        """The entry from which on nobody need tell how it goes; None as long as somebody must."""
        until = self.rules.until
        if until == CLOSED:
            return self.taken[-1] if self.closed and self.taken else None
        if until in (OPEN, IN_PROGRESS):
            return self.answered
        if until == SOLVED and self.accepted:
            return next((move for move in self.taken if move.accepted), self.done)
        return self.done


def by(move: Move | None) -> tuple[datetime | None, int]:
    return (move.at, move.line) if move is not None else (None, 0)


def told_day(move: Move) -> Deadline | None:
    """The new time that an entry tells: a whole day, or the minute where it says one."""
    if move.due is None:
        return None
    return Deadline(move.due, datetime.combine(move.due, move.due_time) if move.due_time else None)
