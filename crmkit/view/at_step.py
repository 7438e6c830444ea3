"""Say of each step of a run who is at it, until when, and what it waits for (F2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crmkit.policy.playbook_steps import BEGINNINGS, CUSTOMER, PlaybookStep
from crmkit.view.doers import doing
from crmkit.view.limit import Limit
from crmkit.view.run import Run, StepState
from crmkit.view.standing import Standing


class AtStep(NamedTuple):
    """A step of a run: `doer` a person or a role, `limit` what is owed now, `waits` the steps before it."""

    step: PlaybookStep
    state: StepState
    doer: str
    limit: Limit | None
    waits: tuple[PlaybookStep, ...] = ()
    refused: bool = False


def at_steps(run: Run, standing: Standing) -> Iterator[AtStep]:
    """Every step in the order of the playbook; what was handed over is at who takes it."""
    for key, one in run.steps.items():
        begins = one.step.due.after if one.step.due is not None else ""
        if begins in BEGINNINGS and begins not in run.began:
            continue  # it is no part of the run until that day
        state = run.state(key)
        limit, does = run.limit(key), doer(run, one.step, standing)
        if state is StepState.HANDED and one.step.accept is not None:
            owed = run.acceptance(key)
            if one.step.accept.by != CUSTOMER:
                does = who(one.step.accept.by, "", standing, of=one.person)
            limit = owed or (limit._replace(met=None) if limit is not None else None)
        yield AtStep(one.step, state, does, limit, run.waits_for(key), one.refused is not None)


def doer(run: Run, step: PlaybookStep, standing: Standing) -> str:
    """Who does a step: whom the list names, else the role of the step or of the run."""
    role = step.role or run.playbook.role
    if not run.steps[step.key].listed and run.handler and role == run.playbook.role:
        return who("", "", standing, of=run.handler)
    department = step.department or (run.playbook.department if not step.role else "")
    return run.steps[step.key].listed or who(role, department, standing)


def who(role: str, department: str, standing: Standing, *, of: str = "") -> str:
    """Who does the work of a role for the customer, whoever it was given to before all."""
    policy, as_of = standing.policy, standing.as_of
    if of:
        return policy.people.at_work(of, as_of=as_of)
    owner = standing.owner.value if isinstance(standing.owner.value, str) else ""
    owner = policy.people.at_work(owner, as_of=as_of)
    return doing(role, department, owner, policy, as_of=as_of)
