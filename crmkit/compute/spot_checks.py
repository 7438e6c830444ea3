"""What did spot checks find missing in the record, and what of it is still to be filled (C2, C3)."""

from __future__ import annotations

import datetime
from datetime import date
from typing import NamedTuple

from crmkit.compute import STATUS, Extract, Question
from crmkit.history import by_field, past, stood
from crmkit.load.changes import Changes, changes_of
from crmkit.load.gaps import Gap, canonical, filled, label_of, pointed_out
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.schema.presence import wanted


class SpotCheck(NamedTuple):
    """An entry: whether all was well, else what it points out that the profile still lacks."""

    date: datetime.date
    time: str
    line: int
    fine: bool
    gaps: tuple[Gap, ...]
    voided_on: datetime.date | None


def read(customer: Customer, policy: Policy) -> tuple[SpotCheck, ...]:
    """Every spot check in the order of time; the profile is today's, so a gap once filled was none."""
    kind = policy.get(Quality).check_kind
    checks = [event for event in customer.events if kind and event.kind == kind]
    if not checks:
        return ()
    told = changes_of(customer, policy)
    changes = told._replace(changed=by_field(one for one in told.every if one.voided_on is None))
    found = [_read(event, customer, policy, changes) for event in checks]
    return tuple(sorted(found, key=lambda one: (one.date, one.time, one.line)))


def _read(event: Event, customer: Customer, policy: Policy, changes: Changes) -> SpotCheck:
    """What it names must be filled; one that names nothing means every required field."""
    fields, named = policy.schema.profile, pointed_out(event)
    fine = not named and event.say("result") == policy.get(Quality).check_fine
    status = _status_on(customer, policy, changes, event.date)
    paths = [canonical(path, fields) for path in named] or [
        field.key for field in wanted(fields, customer.type, status)
    ]
    gaps = [Gap(path, label_of(path, fields)) for path in paths if not filled(path, customer.profile, fields)]
    return SpotCheck(event.date, event.time, event.line, fine, () if fine else tuple(gaps), event.voided_on)


def _status_on(customer: Customer, policy: Policy, changes: Changes, day: date) -> str:
    """The status by the changes that nobody voided; what a later one requires, nobody missed before."""
    found = policy.statuses.find(str(past(changes, STATUS, as_of=day).value))
    return found.key if found else customer.status


def open_on(checks: tuple[SpotCheck, ...], *, as_of: date) -> list[tuple[SpotCheck, tuple[Gap, ...]]]:
    """Gaps by the check that first pointed them out; one that finds all well ends those before it."""
    first: dict[Gap, SpotCheck] = {}
    for check in stood(checks, as_of=as_of):
        if check.fine:
            first.clear()
        for gap in check.gaps:
            first.setdefault(gap, check)
    by_check: dict[int, tuple[SpotCheck, list[Gap]]] = {}
    for gap, check in first.items():
        by_check.setdefault(check.line, (check, []))[1].append(gap)
    return [(check, tuple(found)) for check, found in by_check.values()]


def last_checked(checks: tuple[SpotCheck, ...], *, as_of: date) -> date | None:
    """The day of the last spot check up to a day."""
    return max((one.date for one in stood(checks, as_of=as_of)), default=None)


SPOT_CHECKS: Extract[tuple[SpotCheck, ...]] = Extract("spot_checks", read)
QUESTION = Question(SPOT_CHECKS)
