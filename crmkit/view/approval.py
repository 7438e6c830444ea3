"""Say what of a customer waits for approval as of a day, what was sent back, and how long it took (C4)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crmkit.compute import STATUS, Facts
from crmkit.compute.approvals import APPROVALS, Approvals, Asking, Ruling
from crmkit.history import stood
from crmkit.policy import Policy
from crmkit.policy.files.review import ReviewPolicy, Waiting
from crmkit.policy.stages import Stage


class Wait(NamedTuple):
    """A record, or a change of a `field`, that waits since an entry at `line` for somebody in a `role`.

    `by` handed it in. `decided` is the entry that said yes or no, None while nobody did; `back` is the one
    that leaves them something to do: to mend what was sent back, or, after a yes, to move the status.
    """

    rule: Waiting
    field: str
    role: str
    date: datetime.date
    time: str
    line: int
    by: str
    decided: Asking | Ruling | None = None
    back: Ruling | None = None


def waits(facts: Facts, policy: Policy, *, as_of: datetime.date) -> list[Wait]:
    """Every wait up to the day, those that are over too; nothing where the policy sets no clock."""
    rules, told = policy.get(ReviewPolicy), facts.of(APPROVALS)
    found: list[Wait] = []
    if rules.new_record is not None:
        found += _of_record(rules.new_record, told, facts.status, policy, as_of=as_of)
    if rules.change is not None:
        asked = [one for one in stood(told.asking, as_of=as_of) if one.field != STATUS]
        for field in dict.fromkeys(one.field for one in asked):
            role = policy.people.approver(field) or rules.change.role
            own = [one for one in asked if one.field == field]
            verdicts = [one for one in stood(told.verdicts, as_of=as_of) if one.field in ("", field)]
            found += _of_field(rules.change, role, own, verdicts, policy)
    return found


def _of_record(
    rule: Waiting, told: Approvals, present: str, policy: Policy, *, as_of: datetime.date
) -> Iterator[Wait]:
    """Each stretch in which the status was one that waits; one that no entry began, from the recording on."""
    moves = [one for one in stood(told.asking, as_of=as_of) if one.field == STATUS and one.target]
    verdicts = [
        one
        for one in stood(told.verdicts, as_of=as_of)
        if one.field in ("", STATUS) and policy.people.may(one.by, rule.role, as_of=one.date)
    ]
    wait: Wait | None = None
    if not moves and present in rule.statuses and told.recorded and told.recorded[0] <= as_of:
        day, line = told.recorded
        wait = Wait(rule, "", rule.role, day, "", line, told.recorder)
    steps: list[Asking | Ruling] = [*moves, *verdicts]
    for one in sorted(steps, key=_in_time):
        if isinstance(one, Ruling):
            if wait is not None:
                yield from _closed(wait, one)
                wait = wait._replace(back=one, decided=wait.decided or one)
        elif one.target in rule.statuses:
            if wait is None or wait.back is not None:
                by = one.by or told.recorder
                wait = Wait(rule, "", rule.role, one.date, one.time, one.line, by)
        elif wait is not None:
            yield from _closed(wait, one)
            sent = Ruling(one.date, one.time, one.line, "", False, one.approved_by or one.by, (), False, None)
            open_still = policy.statuses.stage(one.target) is Stage.OPEN
            back = wait.back if wait.back is not None and not wait.back.fine else sent
            wait = wait._replace(back=back, decided=wait.decided or one) if open_still else None
    if wait is not None:
        yield wait


def _closed(wait: Wait, by: Asking | Ruling) -> Iterator[Wait]:
    """The wait as it ended, where this is what ended it."""
    if wait.decided is None:
        yield wait._replace(decided=by)


def _of_field(
    rule: Waiting, role: str, asked: Sequence[Asking], verdicts: Sequence[Ruling], policy: Policy
) -> Iterator[Wait]:
    """What became of each change; one written by who may approve it, or with their yes, waits not."""
    wait: Wait | None = None
    steps: list[Asking | Ruling] = [*asked, *verdicts]
    for one in sorted(steps, key=_in_time):
        if isinstance(one, Asking):
            yes = any(policy.people.may(who, role, as_of=one.date) for who in (one.approved_by, one.by))
            wait = None if yes else Wait(rule, one.field, role, one.date, one.time, one.line, one.by)
        elif wait is not None and policy.people.may(one.by, role, as_of=one.date):
            yield from _closed(wait, one)
            wait = None if one.fine else wait._replace(back=one, decided=wait.decided or one)
    if wait is not None:
        yield wait


def _in_time(one: Asking | Ruling) -> tuple[datetime.date, str, int]:
    return one.date, one.time, one.line
