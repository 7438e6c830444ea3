"""Warn of one greeting sent to many customers: a greeting is meant for somebody (E4, E8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import before
from crmkit.calendar.span import said as long
from crmkit.calendar.working import Calendar
from crmkit.checks import Check
from crmkit.compute.greetings import Greeted
from crmkit.diagnostics import MOST_SHOWN, Code, Diagnostic, Severity, Source
from crmkit.history import stood
from crmkit.naming.nameless import likeness, pairs
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.policy.greetings import EQUAL, Mass
from crmkit.view import Brief
from crmkit.view.view import chosen

MASS = Code("CRM581", "one-greeting-to-many", Severity.WARNING)


class Sent(NamedTuple):
    """A greeting, by the day, and in whose record it stands."""

    day: date
    id: str
    path: str
    greeted: Greeted


@dataclass
class Text:
    """Greetings in the same words, or in words as like as the policy says; `pairs` are those of the first."""

    pairs: frozenset[str]
    sent: list[Sent]


def book(records: Sequence[Brief], policy: Policy, day: date) -> Iterator[Diagnostic]:
    """Each greeting whose text as many customers got within the span as the policy calls many."""
    rule = policy.get(MilestonePolicy).personal.mass
    if rule is None:
        return
    sent = [
        Sent(one.date, record.id, record.path, one)
        for record in chosen(records, as_of=day).values()
        for one in stood(record.greeted, as_of=day)
        if one.words
    ]
    if len(sent) < rule.same_text:
        return
    sent.sort(key=lambda one: (one.day, one.path, one.greeted.line))
    calendar = policy.get(Calendar)
    for text in _texts(sent, rule, calendar):
        counts = _counts(text.sent, rule, calendar)
        for one, count in zip(text.sent, counts, strict=True):
            if count >= rule.same_text:
                yield MASS.at(Source(one.path, one.greeted.line), count=count, within=long(rule.within))


def _texts(sent: Sequence[Sent], rule: Mass, calendar: Calendar) -> list[Text]:
    """The greetings by their text; like ones are sought only where enough were sent within the span."""
    known: dict[str, Text] = {}
    texts: list[Text] = []
    counts = _counts(sent, rule, calendar)
    for one, count in zip(sent, counts, strict=True):
        words = one.greeted.words
        text = known.get(words)
        if text is None and count >= rule.same_text and rule.alike < EQUAL:
            start, said = before(one.day, rule.within, calendar), pairs(words)
            near = [each for each in texts[-MOST_SHOWN:] if each.sent[-1].day > start]
            text = next((each for each in near if likeness(each.pairs, said) >= rule.alike), None)
        if text is None:
            text = Text(pairs(words), [])
            texts.append(text)
        known.setdefault(words, text).sent.append(one)
    return texts


def _counts(sent: Sequence[Sent], rule: Mass, calendar: Calendar) -> list[int]:
    """For each of the greetings, in the order of days, the most customers of a span that it lies in."""
    found, first = [0] * len(sent), 0
    ids: dict[str, int] = {}
    last = 0
    while last < len(sent):
        day = sent[last].day
        while last < len(sent) and sent[last].day == day:
            ids[sent[last].id] = ids.get(sent[last].id, 0) + 1
            last += 1
        start = before(day, rule.within, calendar)
        while sent[first].day <= start:
            ids[sent[first].id] -= 1
            if not ids[sent[first].id]:
                del ids[sent[first].id]
            first += 1
        for at in range(first, last):
            found[at] = max(found[at], len(ids))
    return found


CHECK = Check("mass greeting", book=book)
