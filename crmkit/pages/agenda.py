"""Say one due item, and the reasons of a segment, as every page does."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import DAY, Span, said
from crmkit.calendar.working import Calendar
from crmkit.folders import RECORDS
from crmkit.followups import NOTES, Bucket, DueItem, source_of
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.segments import Segments
from crmkit.reader import Reader
from crmkit.rules import Reason, say
from crmkit.view import Standing

TONES = {Bucket.OVERDUE: "risk", Bucket.TODAY: "warn", Bucket.TOMORROW: "info", Bucket.THIS_WEEK: "info"}
NEAR_DAY = "days_to_milestone"
"""A metric that gives away a birthday; it is personal, whatever the customer is."""


class Task(NamedTuple):
    """A due item in words: what, why and where that is written, how, by when, and the command to log it."""

    what: str
    why: str
    place: str
    href: str
    channel: str
    day: str
    when: str
    tone: str
    notes: tuple[str, ...]
    command: str


def task(item: DueItem, policy: Policy, words: Reader, *, as_of: date) -> Task:
    """The item for the reader: free text as far as they may read it; a record's path may name somebody."""
    source, written = source_of(item), item.rule.path.startswith(RECORDS)
    item = item if words.reads_text else source.without_text(item, policy)
    path, line, forge = item.rule.path, item.rule.line, policy.book.forge
    kinds = [policy.vocabulary.kinds[key] for key in item.channels if key in policy.vocabulary.kinds]
    return Task(
        what=words.label(item.about),
        why=words.label(source.label),
        place=words.tr("line %(line)s of the record", line=line) if written else f"{path}:{line}",
        href=f"{forge}{path}#L{line}" if forge and not written else "",
        channel=" / ".join(words.label(kind.label) for kind in kinds),
        day=item.said,
        when=_when(item, words, as_of=as_of),
        tone=TONES.get(item.state(policy.get(Calendar), policy.get(Cadence).remind, as_of=as_of), "none"),
        notes=tuple(words.label(NOTES[note]) for note in item.notes) + _latest(item, words),
        command=shlex.join(source.command(item, policy, words.language)),
    )


def soon(policy: Policy, words: Reader) -> str:
    """What that is called of which people are reminded: tomorrow, or so long ahead as the procedures say."""
    remind = policy.get(Cadence).remind
    if remind is None or remind == Span(1, DAY):
        return words.tr("Tomorrow")
    return words.tr("Within %(span)s", span=words.label(said(remind)))


def _when(item: DueItem, words: Reader, *, as_of: date) -> str:
    days = (item.awaited(as_of=as_of).day - as_of).days
    if days < 0:
        return words.count("%(num)s day late", "%(num)s days late", -days)
    return words.count("in %(num)s day", "in %(num)s days", days) if days else words.tr("today")


def _latest(item: DueItem, words: Reader) -> tuple[str, ...]:
    return (words.tr("at the latest on %(day)s", day=item.last_day),) if item.limit else ()


def evidence(reasons: Iterable[Reason], policy: Policy, words: Reader) -> list[str]:
    """Each reason in words; what the audience may not know is left out."""
    labels = {"status": {key: words.label(each.label) for key, each in policy.statuses.statuses.items()}}
    return [
        say(reason, words.language, policy.book.currency, labels)
        for reason in reasons
        if reason.metric != NEAR_DAY or words.may_see("personal")
    ]


def segment_pills(standing: Standing, policy: Policy, words: Reader) -> list[dict[str, object]]:
    """The segments of a customer with what makes them so; one that warns stands out."""
    labels = {segment.key: words.label(segment.label) for segment in policy.get(Segments)}
    return [
        {
            "key": each.key,
            "label": labels.get(each.key, each.key),
            "tone": "warn" if each.warns else "none",
            "why": evidence(each.reasons, policy, words),
        }
        for each in standing.segments
    ]
