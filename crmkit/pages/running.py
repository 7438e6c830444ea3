"""Know the runs of a customer's procedures at the moment of a page, and say who is at which step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from crmkit.calendar.deadline import Stopped
from crmkit.policy import Policy
from crmkit.policy.labels import role
from crmkit.policy.playbook_steps import CUSTOMER
from crmkit.reader import Reader
from crmkit.view import Standing, View
from crmkit.view.at_step import AtStep, at_steps
from crmkit.view.limit import Limit, last_minute
from crmkit.view.procedure import who
from crmkit.view.run import Run, StepState
from crmkit.view.runs import procedures


class KnownStep(NamedTuple):
    """A step that somebody is at, of a run of a customer."""

    standing: Standing
    run: Run
    at: AtStep


def known_steps(standing: Standing, view: View, *, of_tickets: bool = False) -> Iterator[KnownStep]:
    """The steps of the customer's open runs that are open or handed over; a ticket's own where asked for."""
    for run in procedures(standing, view).runs:
        if run.closed:
            continue
        for at in at_steps(run, standing):
            own = not (at.step.done.ticket and at.step.due is None)
            if (own or of_tickets) and at.state in (StepState.OPEN, StepState.HANDED):
                yield KnownStep(standing, run, at)


def at_it(one: KnownStep, words: Reader, called: Callable[[str, Policy, Reader], str]) -> str:
    """Who is at the step, a role or a person as `called` says it; nothing to who may not know owners."""
    policy = one.standing.policy
    if not words.sees_field(policy.schema.profile, "owner") or not one.at.doer:
        return ""
    label = who(one.at.doer, policy) if one.at.doer == CUSTOMER else role(policy, one.at.doer)
    return words.label(label) if label is not None else called(one.at.doer, policy, words)


def until(limit: Limit | None) -> str:
    """The limit to the minute; empty where there is none or its clock stands."""
    if limit is None or isinstance(limit.due, Stopped):
        return ""
    day, clock = last_minute(limit.due)
    return f"{day} {clock}".rstrip()
