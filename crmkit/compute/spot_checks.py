"""What did spot checks find missing in the record, and what of it is still to be filled (C2, C3)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crmkit.compute import STATUS, Extract, Question
from crmkit.history import by_field, past, stood
from crmkit.language import Label
from crmkit.load.changes import Changes, changes_of
from crmkit.model import Customer, Event, Group
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.schema.fields import Fields
from crmkit.schema.presence import wanted
from crmkit.schema.values import Value


class Gap(NamedTuple):
    """A field that is not filled: its path, and how it is called."""

    path: str
    label: Label


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
    paths = [_canonical(path, fields) for path in named] or [
        field.key for field in wanted(fields, customer.type, status)
    ]
    gaps = [Gap(path, _label(path, fields)) for path in paths if not _filled(path, customer.profile, fields)]
    return SpotCheck(event.date, event.time, event.line, fine, () if fine else tuple(gaps), event.voided_on)


def _status_on(customer: Customer, policy: Policy, changes: Changes, day: date) -> str:
    """The status by the changes that nobody voided; what a later one requires, nobody missed before."""
    found = policy.statuses.find(str(past(changes, STATUS, as_of=day).value))
    return found.key if found else customer.status


def _canonical(path: str, fields: Fields) -> str:
    """The path by keys, so that a field is one field in either language."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    if field is None:
        return path
    return f"{field.key}.{_canonical(inner, field.fields)}" if dot else field.key


def pointed_out(event: Event) -> tuple[str, ...]:
    """The fields that an entry names as missing, as written."""
    said = event.get("missing")
    items = said if isinstance(said, tuple) else ()
    return tuple(item.data for item in items if isinstance(item, Value) and isinstance(item.data, str))


def known(path: str, fields: Fields) -> bool:
    """Whether a path such as `address` or `联系人.电话` names a field."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    return field is not None and (not dot or known(inner, field.fields))


def _label(path: str, fields: Fields) -> Label:
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    if field is None:
        return Label(path, path)
    rest = _label(inner, field.fields) if dot else None
    return Label(*(f"{a}·{b}" for a, b in zip(field.label, rest, strict=True))) if rest else field.label


def _filled(path: str, group: Group, fields: Fields) -> bool:
    """Whether the profile says it, in every group of a list; what nobody knows only a check can call fine."""
    outer, dot, inner = path.partition(".")
    field = fields.find(outer)
    data = group[field.key].data if field is not None and field.key in group else ()
    if field is None or data in ((), {}):
        return False
    if not dot:
        return True
    items = [item.data for item in data if isinstance(item, Value)] if isinstance(data, tuple) else [data]
    groups = [item for item in items if isinstance(item, Mapping) and "left" not in item]
    return bool(groups) and all(_filled(inner, item, field.fields) for item in groups)


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
