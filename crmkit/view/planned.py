"""Plan a run as it begins: who does each step, and by when if every step is done at its limit (F2)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.deadline import Deadline
from crmkit.policy.playbook_steps import PlaybookStep
from crmkit.view.at_step import doer
from crmkit.view.limit import last_minute
from crmkit.view.run import Run
from crmkit.view.standing import Standing
from crmkit.view.timed import Stamp


class PlannedStep(NamedTuple):
    """A step with who does it, a person or a role, and by when; None where nothing says so."""

    step: PlaybookStep
    doer: str
    due: Deadline | None


def plan(run: Run, standing: Standing) -> list[PlannedStep]:
    """The steps in the order of the playbook. The run is used up: its steps count as done at their limits."""
    due: dict[str, Deadline | None] = {}
    waiting = list(run.steps)
    while waiting:
        ready = [key for key in waiting if not set(run.steps[key].step.before) & set(waiting)]
        for key in ready:
            owed = run.limit(key)
            last = owed.due if owed is not None and isinstance(owed.due, Deadline) else None
            due[key] = last
            if last is not None:
                day, clock = last_minute(last)
                run.steps[key].done = Stamp(day, "" if clock == "24:00" else clock)
        waiting = [key for key in waiting if key not in ready]
    return [PlannedStep(one.step, doer(run, one.step, standing), due[key]) for key, one in run.steps.items()]
