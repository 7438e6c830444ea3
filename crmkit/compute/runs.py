"""What was written of procedures: what starts a run, its check list, and what moves a step (F2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crmkit.calendar.minute import minute_of
from crmkit.compute import Extract, Question
from crmkit.document.checklist import tasks
from crmkit.load.events import REACHED
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import PER, Playbook, Playbooks
from crmkit.policy.looked_for import LookedFor
from crmkit.policy.playbook_steps import PlaybookStep
from crmkit.schema.classes.change import CLASS as CHANGE
from crmkit.schema.classes.run import CLASS as RUN
from crmkit.schema.names import fold, nearest
from crmkit.schema.values import Value

STATUS = "status"
PLAYBOOK, STEP = "playbook", "run_step"


class Listed(NamedTuple):
    """A line of a check list: what it says, the person, whether it is ticked and when; `row` counts from 0.

    `planned` is when it was to be done as the list was written; `wrong` is a part that says nothing known.
    """

    said: str
    ticked: bool
    row: int
    person: str = ""
    planned: datetime.datetime | None = None
    done: datetime.datetime | None = None
    wrong: str = ""


class Act(NamedTuple):
    """An entry. `playbook` and `step` are as written; `of` names what its run is of, by the field's key.

    `own` is an entry of a run; of a change of status `status` is the new one. `handling` is the step of
    handling that it says, `said` are the fields it has, `items` its check list.
    """

    date: datetime.date
    time: str
    line: int
    voided_on: datetime.date | None
    kind: str
    own: bool
    playbook: str
    step: str
    of: tuple[tuple[str, str], ...]
    contact: bool
    inbound: bool
    human: bool
    reached: bool
    purpose: str
    handling: str = ""
    by: str = ""
    handler: str = ""
    whom: str = ""
    reason: str = ""
    result: str = ""
    accepted: bool | None = None
    due: datetime.date | None = None
    due_time: datetime.time | None = None
    status: str = ""
    subject: str = ""
    said: tuple[str, ...] = ()
    items: tuple[Listed, ...] = ()

    @property
    def at(self) -> datetime.datetime:
        """When it happened; what says no time, when the day ends."""
        return minute_of(self.date, self.time)

    def names(self, field: str) -> str:
        """What it names by a field, such as the number of a contract; empty for nothing."""
        return next((value for key, value in self.of if key == field), "")


class RunLog(NamedTuple):
    """`acts` in the order of the file; `ends` are contracts, by number, with their last day."""

    acts: tuple[Act, ...] = ()
    ends: tuple[tuple[str, datetime.date], ...] = ()


def read(customer: Customer, policy: Policy) -> RunLog:
    """The entries that may start or move a run; plain contacts are kept elsewhere."""
    playbooks = policy.get(Playbooks)
    if not playbooks:
        return RunLog()
    sought = playbooks.sought
    ends = tuple((one.id, one.end) for one in customer.contracts if one.end) if sought.ends else ()
    return RunLog(tuple(_act(event, policy) for event in customer.events if _fits(event, sought)), ends)


def _fits(event: Event, sought: LookedFor) -> bool:
    if event.cls is RUN or event.kind in sought.kinds:
        return True
    fields = event.fields
    if PLAYBOOK in fields or STEP in fields or not sought.fields.isdisjoint(fields):
        return True
    return bool(sought.statuses) and event.cls is CHANGE and event.say("field") == STATUS


def _act(event: Event, policy: Policy) -> Act:
    direction, reached = event.say("direction"), event.get(REACHED) is not False
    accepted, due, due_time = event.get("accepted"), event.get("due"), event.get("due_time")
    human = reached and event.get("automatic") is not True
    return Act(
        event.date, event.time, event.line, event.voided_on, event.kind, event.cls is RUN,
        event.say(PLAYBOOK), event.say(STEP),
        tuple((key, said) for key in PER.values() if key and (said := event.say(key))),
        event.cls.contact, direction == "in", human, reached, event.say("purpose"),
        event.say("step"), _person(event), event.say("handler"), _person(event, "with"), event.say("reason"),
        event.say("result"), accepted if isinstance(accepted, bool) else None,
        due if isinstance(due, datetime.date) else None,
        due_time if isinstance(due_time, datetime.time) else None,
        _status(event, policy), event.subject, tuple(event.fields),
        tuple(items(event.text, policy)) if event.cls is RUN else (),
    )  # fmt: skip


def _status(event: Event, policy: Policy) -> str:
    """The key of the status that a change makes; empty for any other entry."""
    known = policy.statuses.find(event.say("to")) if event.cls is CHANGE else None
    return known.key if known is not None else ""


def _person(event: Event, key: str = "by") -> str:
    said = event.get(key)
    if isinstance(said, tuple):
        said = next((one.data for one in said if isinstance(one, Value)), "")
    return said if isinstance(said, str) else ""


def items(text: str, policy: Policy) -> Iterator[Listed]:
    """The check list of a text, line by line; lines that are none are left aside."""
    people = policy.people
    roles = {fold(word) for role in people.roles for word in role.words}
    for row, task in enumerate(tasks(text)):
        persons = [found.id for other in task.others if (found := people.find(other)) is not None]
        wrong = [o for o in task.others if people.find(o) is None and fold(o) not in roles]
        yield Listed(
            task.said, task.ticked, row, persons[0] if persons else "", task.planned, task.done,
            wrong[0] if wrong else "",
        )  # fmt: skip


def meant(word: str, steps: Iterable[PlaybookStep]) -> PlaybookStep | None:
    """The step that a word names, by key or label."""
    sought = fold(word)
    return next((one for one in steps if sought in (fold(one.key), *map(fold, one.label))), None)


def playbook_of(word: str, playbooks: Playbooks) -> Playbook | None:
    """The playbook that a word names, by key or label."""
    sought = fold(word)
    return next((p for p in playbooks.values() if sought in (fold(p.key), *map(fold, p.label))), None)


def near_step(word: str, steps: Iterable[PlaybookStep]) -> str:
    """The label most like a word, in its language; empty where none is."""
    return nearest(word, tuple(said for one in steps for said in (one.label.zh, one.label.en, one.key)))


RUNS: Extract[RunLog] = Extract("runs", read)
QUESTION = Question(RUNS)
