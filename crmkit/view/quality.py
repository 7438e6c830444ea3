"""Say which records need a look: drawn for the spot check, to be verified, silent too long (C3, C5, E10)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import before
from crmkit.calendar.working import Calendar
from crmkit.compute.verification import Due, due_on
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.quality import Quality
from crmkit.view.standing import Standing
from crmkit.view.view import View


class Silence(NamedTuple):
    """A customer without a sign of life since a day: the last one, or the record's beginning."""

    standing: Standing
    since: date


def week(day: date) -> str:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def drawn(view: View) -> dict[str, list[Standing]]:
    """By owner, so many records as the policy asks; the same all week, on every machine (C3).

    A record is drawn by the digest of the ISO week and its number, so that one more customer changes
    little, and nobody can choose. Records of customers who are gone are not checked.
    """
    owned: dict[str, list[Standing]] = defaultdict(list)
    for standing in view.standings.values():
        if isinstance(standing.owner.value, str) and standing.owner.value and not standing.gone:
            owned[standing.owner.value].append(standing)
    said, most = week(view.as_of), view.policy.get(Quality).per_owner
    return {
        owner: sorted(owned[owner], key=lambda s: _lot(said, s.facts.id))[:most] for owner in sorted(owned)
    }


def silent(view: View) -> list[Silence]:
    """No sign of life for longer than the policy's span; the longest silence first (E10)."""
    span = view.policy.get(Cadence).silent_for
    if span is None:
        return []
    limit = before(view.as_of, span, view.policy.get(Calendar))
    found = []
    for standing in view.standings.values():
        since = standing.silent_since if not standing.gone else None
        if since is not None and since < limit:
            found.append(Silence(standing, since))
    return sorted(found, key=lambda each: (each.since, each.standing.facts.id))


def verifications(view: View) -> Iterator[tuple[Standing, Due]]:
    """When the key facts of each who is followed are due for verification, in order of number (C5)."""
    for standing in view.standings.values():
        due = due_on(standing.facts, view.policy, as_of=view.as_of) if standing.followed else None
        if due is not None:
            yield standing, due


def _lot(week: str, id: str) -> str:
    return hashlib.sha256(f"{week} {id}".encode()).hexdigest()
