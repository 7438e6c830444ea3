"""Say which interactions and leads stood in the book in time, by when a history shows them first (B5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline
from crmkit.compute.approvals import APPROVALS
from crmkit.compute.logged import LOGGED
from crmkit.diagnostics import Source
from crmkit.followups.seen import Seen, clock, owner_of, see
from crmkit.history import stood
from crmkit.policy.files.recording import INTERACTION, LEAD, Capture, Recording
from crmkit.view import View


class First(NamedTuple):
    """The commit that showed something first: when it was written and when committed, in seconds since 1970.

    `records` is for how many it brought something new. `known` is False where the history was cut off there:
    it may be older.
    """

    written: int
    committed: int
    records: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """When each line of a record with a heading, and the record itself (line 0), stood in the history first.

    None is for what no commit holds yet; a line that is missing is one of which the history tells nothing.
    Without `history` it tells nothing of anything.
    """

    lines: Mapping[str, Mapping[int, First | None]] = field(default_factory=dict)
    history: bool = False


class Timeliness(StrEnum):
    """How something was logged."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
    """Not committed yet, and its time is not over."""
    BROUGHT = "brought"
    """Brought along with many other records."""
    UNKNOWN = "unknown"


class Logging(NamedTuple):
    """What was to be logged by a deadline: `what` is an interaction or a lead, `at` when it happened.

    `seen` is when it stood in the history first, None where no commit holds it or nobody knows.
    """

    what: str
    customer: str
    name: str
    place: Source
    kind: str
    by: str
    at: str
    due: Deadline
    seen: datetime | None
    verdict: Timeliness
    rule: Source


def loggings(view: View, evidence: Evidence) -> Iterator[Logging]:
    """Everything that the procedures want logged in time, customer by customer; nothing without history."""
    rules = view.policy.get(Recording)
    if not evidence.history:
        return
    for standing in view.standings.values():
        told = standing.facts.of(LOGGED) if rules.interaction else ()
        talks = list(stood(told, as_of=view.as_of))
        arrived = standing.facts.of(APPROVALS).arrived if rules.lead else None
        if not talks and arrived is None:
            continue
        seen, lines = see(standing, view), evidence.lines.get(standing.facts.path, {})
        owner = owner_of(standing, view)[0]
        if arrived is not None and rules.lead is not None and arrived.date <= view.as_of:
            at = (arrived.date, arrived.time)
            yield _judged(LEAD, rules.lead, at, at, 0, arrived.line, "", arrived.by or owner, lines, seen)
        for talk in talks:
            rule = rules.interaction
            assert rule is not None  # or there were no talks
            ended = talk.end_time if rule.from_end and talk.end_time >= talk.time else talk.time
            start, end = (talk.date, talk.time), (talk.date, ended)
            by = talk.by or owner
            yield _judged(INTERACTION, rule, start, end, talk.line, talk.line, talk.kind, by, lines, seen)


def _judged(
    what: str,
    rule: Capture,
    start: tuple[date, str],
    counted: tuple[date, str],
    key: int,
    line: int,
    kind: str,
    by: str,
    lines: Mapping[int, First | None],
    seen: Seen,
) -> Logging:
    facts, zone = seen.standing.facts, seen.view.moment.tzinfo
    due = seen.within(rule.within, *counted)
    verdict, shown = Timeliness.UNKNOWN, None
    if key in lines:
        first = lines[key]
        if first is None:
            verdict = Timeliness.LATE if due.passed(seen.view.moment) else Timeliness.OPEN
        elif not first.known:
            verdict = Timeliness.UNKNOWN
        else:
            shown = _moment(first, datetime.combine(start[0], clock(start[1]), zone))
            late = due.passed(shown)
            verdict = Timeliness.LATE if late else Timeliness.IN_TIME
            if late and rule.brought and first.records >= rule.brought:
                verdict = Timeliness.BROUGHT
    at = f"{start[0]} {start[1]}".rstrip()
    return Logging(
        what, facts.id, facts.name, facts.source(line), kind, by, at, due, shown, verdict, rule.source
    )


def _moment(first: First, happened: datetime) -> datetime:
    """When it was written down: what a commit is rebased or picked for later does not make it late.

    A commit that was begun before it happened was amended, and then the later time counts.
    """
    zone = happened.tzinfo
    written, committed = (_instant(at, zone) for at in (first.written, first.committed))
    return written if written >= happened else max(written, committed)


def _instant(seconds: int, zone: tzinfo | None) -> datetime:
    """The moment so many seconds into the epoch by the clocks of a zone."""
    try:
        moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
        return moment.astimezone(zone) if zone is not None else moment.replace(tzinfo=None)
    except OverflowError:  # a commit may say any number
        return datetime.max.replace(tzinfo=zone)
