"""Say when something began for a customer, anew for who came back after they were gone (E3, E10)."""

from __future__ import annotations

from crmkit.compute import STATUS
from crmkit.compute.contacts import CONTACTS, Beginning
from crmkit.history import Change, changes, stood
from crmkit.policy.files.cadence import Cadence
from crmkit.view.standing import Standing


def began(standing: Standing, trigger: str) -> Beginning | None:
    """The first time something began, as far as it stands; who comes back begins anew."""
    past = list(stood(standing.facts.of(CONTACTS).began.get(trigger, ()), as_of=standing.as_of))
    first = min(past, default=None)
    came = back(standing) if first is not None else None
    if first is None or came is None or first.date >= came.date:
        return first
    if trigger in standing.policy.get(Cadence).reactivation.restarts:
        return Beginning(came.date, "", came.line)
    return min((one for one in past if one.date >= came.date), default=first)


def back(standing: Standing) -> Change | None:
    """The last change by which somebody who was gone is served again; None when nobody came back."""
    gone, found = False, None
    policy = standing.policy
    cadence = policy.get(Cadence)
    for change in changes(standing.facts, STATUS, as_of=standing.as_of):
        stage = policy.statuses.stage(change.new)
        gone = gone or change.old in cadence.reactivation.statuses
        if change.new in cadence.reactivation.statuses:
            gone = True
        elif gone and stage in cadence.stages:
            gone, found = False, change
    return found
