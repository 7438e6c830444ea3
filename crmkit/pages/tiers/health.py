"""Show how the customers of a tier stand: who may leave, who waits, who is looked after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from crmkit.followups import Bucket, planned
from crmkit.pages import BookIndex, later
from crmkit.reader import Reader
from crmkit.view import Standing

LEAVING, WAITING, WELL, NOT_PLANNED = "risk", "warn", "ok", "none"
LABELS = {
    LEAVING: later("may leave"),
    WAITING: later("overdue"),
    WELL: later("in time"),
    NOT_PLANNED: later("nothing planned"),
}


class HealthPart(NamedTuple):
    """Customers in a state, in words; where their part of the bar begins and how wide it is, of 100."""

    tone: str
    text: str
    start: int
    percent: int


def health(standings: Iterable[Standing], index: BookIndex, words: Reader) -> list[HealthPart]:
    """How many customers are in which state, the worst first; each is in one, the worst that holds."""
    counts = Counter(_state(standing, index, words) for standing in standings)
    parts, whole, before = [], counts.total(), 0
    for tone, label in LABELS.items():
        if counts[tone]:
            start, before = round(before * 100 / whole), before + counts[tone]
            end = round(before * 100 / whole)
            said = words.tr("%(num)s %(state)s", num=counts[tone], state=words.tr(label))
            parts.append(HealthPart(tone, said, start, end - start))
    return parts


def _state(standing: Standing, index: BookIndex, words: Reader) -> str:
    if standing.warnings:
        return LEAVING
    items = index.due(standing.facts.id, words)
    if any(index.state(item) is Bucket.OVERDUE for item in items):
        return WAITING
    return WELL if planned(items) else NOT_PLANNED
