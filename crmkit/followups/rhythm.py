"""Measure how each track is kept: what is overdue now, and how far apart the last contacts lie (E2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from statistics import median as middle
from typing import NamedTuple

from crmkit.calendar.span import after, part
from crmkit.followups.discovery import source_of
from crmkit.followups.item import DueItem
from crmkit.followups.seen import Seen, see
from crmkit.followups.tracks import fits
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.tracks import Track
from crmkit.view import View


class Rhythm(NamedTuple):
    """A track over all whom it holds for: how many, of whom so many are not overdue.

    `gaps` are days, sorted, one a customer: between the last two days on which a contact fitted, or since
    the last one where that is longer already. `late` of them were longer than the track asks.
    """

    asked: int = 0
    kept: int = 0
    gaps: tuple[int, ...] = ()
    late: int = 0

    @property
    def median(self) -> Decimal | None:
        """The middle of the gaps; None where nobody had two contacts."""
        return middle(map(Decimal, self.gaps)) if self.gaps else None


def rhythms(view: View, plan: Callable[[str], tuple[DueItem, ...]]) -> dict[str, Rhythm]:
    """By key of the track; `plan` answers what is due for a customer's number."""
    tracks = {track.key: track for track in view.policy.get(Cadence).tracks}
    asked: dict[str, list[bool]] = defaultdict(list)
    gaps: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for id, standing in view.standings.items():
        items = [item for item in plan(id) if item.key in tracks and source_of(item).regular]
        seen = see(standing, view) if items else None
        for item in items:
            asked[item.key].append(not item.late(as_of=view.as_of))
            gap = _gap(tracks[item.key], seen) if seen is not None else None
            if gap is not None:
                gaps[item.key].append(gap)
    return {
        key: Rhythm(
            len(asked[key]), sum(asked[key]),
            tuple(sorted(days for days, _ in gaps[key])), sum(late for _, late in gaps[key]),
        )
        for key in tracks
    }  # fmt: skip


def _gap(track: Track, seen: Seen) -> tuple[int, bool] | None:
    """The days between the last two contacts, or since the last, and whether they are too many."""
    days = _days(track, seen)
    later, earlier = next(days, None), next(days, None)
    if later is None or earlier is None:
        return None
    begin, end = (later, seen.as_of) if seen.as_of - later > later - earlier else (earlier, later)
    every = part(track.every, track.times) if track.times > 1 else track.every
    return (end - begin).days, end > seen.working(after(begin, every, seen.calendar))


def _days(track: Track, seen: Seen) -> Iterator[date]:
    """The days on which a contact fitted, each once, the last first."""
    told = None
    for one in reversed(seen.interactions):
        if one.date != told and fits(one, track, seen):
            told = one.date
            yield told
