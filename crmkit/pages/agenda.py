"""Say one due item, and the reasons of a segment, as every page does."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from crmkit.followups import NOTES, Bucket, DueItem, Note, Sort
from crmkit.policy import Policy
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
    """The item for the reader. A promise and what a check names are free text; a path may name somebody."""
    promised = item.sort is Sort.PROMISE
    free = {Sort.PROMISE: words.tr("A promised step"), Sort.GAP: words.tr("Fields to fill in")}
    path, line, forge = item.rule.path, item.rule.line, policy.book.forge
    kinds = [policy.vocabulary.kinds[key] for key in item.channels if key in policy.vocabulary.kinds]
    return Task(
        what=words.label(item.about) if words.reads_text or item.sort not in free else free[item.sort],
        why=_why(item, words),
        place=words.tr("line %(line)s of the record", line=line) if promised else f"{path}:{line}",
        href=f"{forge}{path}#L{line}" if forge and not promised else "",
        channel=" / ".join(words.label(kind.label) for kind in kinds),
        day=item.due.isoformat(),
        when=_when(item.due, words, as_of=as_of),
        tone=TONES.get(item.bucket, "none"),
        notes=tuple(words.label(NOTES[note]) for note in item.notes) + _latest(item, words),
        command=shlex.join(_command(item, policy, words)),
    )


def _command(item: DueItem, policy: Policy, words: Reader) -> list[str]:
    """What writes it down: a contact by the first channel, a change of tier, or the fields to be filled."""
    if item.sort is Sort.GAP:
        fields = [policy.schema.profile.find(path) for path in item.fulfilled_by.fields]
        filled = [f"{words.label(field.label)}=…" for field in fields if field is not None]
        return ["crmkit", "set", item.customer, *filled] if filled else ["crmkit", "show", item.customer]
    means = item.fulfilled_by.fields if item.sort is Sort.DECISION else item.channels  # kinds of the changes
    kinds = [policy.vocabulary.kinds[key] for key in means if key in policy.vocabulary.kinds]
    sent = ["--field", "automatic=yes"] if Note.AUTOMATIC in item.notes else []
    return ["crmkit", "log", item.customer, *(words.label(kind.label) for kind in kinds[:1]), *sent]


def _why(item: DueItem, words: Reader) -> str:
    said = {
        Sort.CADENCE: words.tr("Rhythm of the tier"),
        Sort.ONBOARDING: words.tr("Step of onboarding"),
        Sort.PROMISE: words.tr("Promised"),
        Sort.DECISION: words.tr("To be decided"),
        Sort.GAP: words.tr("Found by a spot check"),
    }
    return said[item.sort]


def _when(due: date, words: Reader, *, as_of: date) -> str:
    days = (as_of - due).days
    if days > 0:
        return words.count("%(num)s day late", "%(num)s days late", days)
    return words.count("in %(num)s day", "in %(num)s days", -days) if days else words.tr("today")


def _latest(item: DueItem, words: Reader) -> tuple[str, ...]:
    return (words.tr("at the latest on %(day)s", day=item.limit),) if item.limit else ()


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
