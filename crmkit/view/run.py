"""Say how far a run of a playbook is: the state of its steps, what they wait for, what is owed when (F2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline, Pause, Stopped
from crmkit.calendar.span import after, before
from crmkit.calendar.working import Calendar, next_working_day
from crmkit.compute.runs import Act, meant
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import ALL_DONE, CLOSE, TELL, Playbook
from crmkit.policy.playbook_steps import CONTRACT_END, RECEIVED, START, PlaybookStep, Term
from crmkit.view.limit import Limit
from crmkit.view.ticket import Ticket
from crmkit.view.timed import Stamp, owed_until

HANDOVER, REFUSED, ACCEPT, DONE, WAITING, ARCHIVE = (
    "handover", "refused", "accept", "done", "waiting", "archive",
)  # fmt: skip
"""Steps of handling that an entry of a run may say."""


class StepState(StrEnum):
    """How far a step is."""

    WAITING = "waiting"
    OPEN = "open"
    HANDED = "handed"
    DONE = "done"
    GIVEN_UP = "given_up"


class Uncounted(StrEnum):
    """Why an entry or a tick does not count."""

    REASON = "reason"
    LACKING = "lacking"
    LATE = "late"
    NOBODY = "nobody"
    ROLE = "role"
    OUTCOME = "outcome"
    STEP = "step"


class NotCounted(NamedTuple):
    """An entry that does not count for what it says of a step, and why; `what` are fields, words, a role."""

    act: Act
    why: Uncounted
    step: str = ""
    what: tuple[str, ...] = ()


@dataclass(slots=True)
class Progress:
    """How far one step is. `listed` is whom the check list names, `person` to whom it was handed over.

    `done` is when, `handed` when it was handed over, `refused` the entry that sent it back; `undated` where
    nobody said when it was done. `longer` is a later time that was told for it.
    """

    step: PlaybookStep
    listed: str = ""
    person: str = ""
    planned: datetime | None = None
    done: Stamp | None = None
    handed: Stamp | None = None
    refused: Act | None = None
    longer: Deadline | None = None
    result: str = ""
    undated: bool = False
    given_up: bool = False

    @property
    def over(self) -> bool:
        """Whether nobody need do it any more."""
        return self.done is not None or self.given_up


@dataclass(slots=True)
class Run:
    """A run as its entries tell it, up to the last that was taken; it grows only while it is folded.

    `of` names what it is of, such as a contract; `listed` is the entry with its check list, None for a run
    that began by itself. `began` are days of the record; `end` is the end of its contract.
    """

    playbook: Playbook
    of: str
    start: Stamp
    policy: Policy
    moment: datetime
    listed: Act | None = None
    began: Mapping[str, Stamp] = field(default_factory=dict)
    end: date | None = None
    ticket: Ticket | None = None
    steps: dict[str, Progress] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    told: list[Stamp] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)
    archived: Stamp | None = None

    def __post_init__(self) -> None:
        """Every step waits for its turn."""
        self.steps.update((step.key, Progress(step)) for step in self.playbook.steps)

    @property
    def calendar(self) -> Calendar:
        """What the procedures say of working time."""
        return self.policy.get(Calendar)

    @property
    def handler(self) -> str:
        """Who answers for it, where its entry says so."""
        return self.listed.handler if self.listed is not None else ""

    @property
    def paused(self) -> datetime | None:
        """Since when its clocks stand, None where they run."""
        return self.pauses[-1].start if self.pauses and self.pauses[-1].end is None else None

    @property
    def through(self) -> bool:
        """Whether the steps are done that its end asks for."""
        when = self.playbook.closes.when
        asked = self.steps.values() if when == ALL_DONE else [self.steps[when]]
        return all(one.over for one in asked)

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do."""
        if self.ticket is not None and self.ticket.closed and self.through:
            return True
        return self.archived is not None or (self.through and not self.playbook.closes.archive)

    @property
    def last(self) -> Stamp:
        """When the last that was done was done; its start where nothing was."""
        marks = [one.done for one in self.steps.values() if one.done is not None]
        return max([self.start, *marks, *([self.archived] if self.archived else [])], key=lambda m: m.at)

    def named(self, word: str) -> PlaybookStep | None:
        """The step that a word names, of the playbook or of the check list alone."""
        return meant(word, [one.step for one in self.steps.values()])

    def waits_for(self, key: str) -> tuple[PlaybookStep, ...]:
        """The steps that come before one and are not done."""
        before_it = (self.steps[one] for one in self.steps[key].step.before)
        return tuple(one.step for one in before_it if not one.over)

    def state(self, key: str) -> StepState:
        """How far a step is."""
        one = self.steps[key]
        if one.done is not None:
            return StepState.DONE
        if one.given_up:
            return StepState.GIVEN_UP
        if one.handed is not None:
            return StepState.HANDED
        term = one.step.due
        known = term is None or self.reference(term.after) is not None
        return StepState.OPEN if known and not self.waits_for(key) else StepState.WAITING

    def since(self, key: str) -> Stamp | None:
        """From when on the step may be done; None while what it counts from is not known."""
        one = self.steps[key]
        marks = [done for need in one.step.before if (done := self.steps[need].done) is not None]
        term = one.step.due
        ref = self.reference(term.after) if term else self.start
        if ref is None:
            return max(marks, key=lambda m: m.at) if marks else None
        if term is not None and not term.within and term.lead is not None:
            day = before(after(ref.date, term.span, self.calendar, ref.at.time()), term.lead, self.calendar)
            day = max(day, ref.date)
            return ref if day == ref.date else Stamp(day)
        return max([ref, *marks], key=lambda m: m.at) if marks else ref

    def reference(self, word: str) -> Stamp | None:
        """What a step counts from; None while it has not happened. Nobody said when: from when it could."""
        if word in (START, RECEIVED):
            return self.start
        if word in self.steps:
            one = self.steps[word]
            return self.since(word) if one.undated else one.done
        if word == CONTRACT_END:
            return Stamp(self.end) if self.end else None
        return self.began.get(word)

    def limit(self, key: str) -> Limit | None:
        """What a step is owed until; None where nothing says so, or not yet."""
        one = self.steps[key]
        if one.step.done.ticket and self.ticket is not None:
            owed = self.ticket.limits(self.moment)
            own = next((each for each in owed if each.key == one.step.done.ticket), None)
            if own is not None:
                return own
        met = one.handed or one.done
        told, due, start = None, self._due(one), self.start
        if one.step.due is not None:
            start = self.reference(one.step.due.after) or self.start
        if due is None:
            return None
        if one.longer is not None and isinstance(due, Deadline):
            told, due = due, one.longer
        at = due.last() if met and one.undated and isinstance(due, Deadline) else met.at if met else None
        pauses = self._pauses(key)
        return Limit(key, start.at, due, at, met.line if met else 0, told, pauses)

    def _pauses(self, key: str) -> tuple[Pause, ...]:
        rules = self.playbook.pause
        stops = rules is not None and (not rules.stops or key in rules.stops)
        step = self.playbook.step(key)
        return tuple(self.pauses) if stops and (step is None or step.pausable) else ()

    def _due(self, one: Progress) -> Deadline | Stopped | None:
        term = one.step.due
        if term is None:
            return Deadline(one.planned.date(), one.planned) if one.planned else None
        ref = self.reference(term.after)
        if ref is None:
            return None
        if term.within:
            return owed_until(ref, term.span, self.calendar, self._pauses(one.step.key))
        day = self._day(ref, term)
        return Deadline(next_working_day(day, self.calendar) if self.calendar.moves else day)

    def rested(self, key: str) -> bool:
        """Whether its day was moved off a rest day."""
        term = self.steps[key].step.due
        ref = self.reference(term.after) if term is not None and not term.within else None
        if term is None or ref is None or not self.calendar.moves:
            return False
        return not self.calendar.works(self._day(ref, term))

    def _day(self, ref: Stamp, term: Term) -> date:
        return after(ref.date, term.span, self.calendar, ref.at.time() if ref.time else time())

    def acceptance(self, key: str) -> Limit | None:
        """Until when what was handed over is taken over or sent back; None where nothing is owed."""
        one = self.steps[key]
        accept = one.step.accept
        if accept is None or accept.within is None or one.handed is None:
            return None
        due = owed_until(one.handed, accept.within, self.calendar)
        return Limit(f"{key}:{ACCEPT}", one.handed.at, due, one.done.at if one.done else None)

    def telling(self) -> Limit | None:
        """Until when the customer is told next how it goes; None where nobody need tell."""
        tell = self.playbook.tell
        until = self.steps.get(tell.until) if tell else None
        if tell is None or self.closed or (until is not None and until.over):
            return None
        start = self.told[-1] if self.told else self.start
        pauses = self._pauses(TELL)
        due = owed_until(start, tell.every, self.calendar, pauses)
        return Limit(TELL, start.at, due, pauses=pauses)

    def closing(self) -> Limit | None:
        """Until when the whole run is over: the day that its entry names, else as the procedure says."""
        within, due = self.playbook.closes.within, Deadline(date.max)
        if self.listed is not None and self.listed.due is not None:
            at = self.listed.due_time
            due = Deadline(self.listed.due, datetime.combine(self.listed.due, at) if at else None)
        elif within is not None:
            owed = owed_until(self.start, within, self.calendar)
            due = owed if isinstance(owed, Deadline) else due
        else:
            return None
        return Limit(CLOSE, self.start.at, due, self.last.at if self.closed else None)
