"""Tell which tracks of the cadence hold for a customer, and which contacts fit them (E2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import DAY, Span, after, before
from crmkit.compute.contacts import Interaction
from crmkit.followups.seen import TIER, Seen
from crmkit.history import changes
from crmkit.policy.tracks import Track
from crmkit.rules import evaluate
from crmkit.view import Standing


class Stretch(NamedTuple):
    """The first and the last day of a track that lasts for a while."""

    began: date
    end: date


def held(seen: Seen) -> list[tuple[Track, bool]]:
    """Every track that holds for the customer, the closest as close as asked: whether it is `shortened`."""
    if seen.standing.quiet:
        return []
    found = [track for track in seen.cadence.tracks if holds(track, seen.standing)]
    closest = min(
        (track for track in found if not track.automatic), key=lambda t: t.every.length, default=None
    )
    shorter = shortened(seen)
    return [
        (track._replace(every=shorter), True)
        if track is closest and shorter is not None and shorter.length < track.every.length
        else (track, False)
        for track in found
    ]


def holds(track: Track, standing: Standing) -> bool:
    """Whether a track is for customers of this tier and status."""
    if track.tier and track.tier != standing.tiering.key:
        return False
    return of_status(track, standing)


def of_status(track: Track, standing: Standing) -> bool:
    """Whether a track is for customers of this status, whatever their tier."""
    return standing.status.value in track.statuses if track.statuses else standing.stage in track.stages


def fits(one: Interaction, track: Track, seen: Seen) -> bool:
    """Whether an interaction belongs to a track by channel, purpose and hand; theirs only where it counts."""
    if not one.reached or (one.inbound and not seen.cadence.inbound) or (one.automatic and track.by_hand):
        return False
    if one.kind not in track.channels and not _outweighs(one.kind, track, seen):
        return False
    return not track.needs_purpose or one.purpose == track.purpose


def _outweighs(kind: str, track: Track, seen: Seen) -> bool:
    """Whether a talk is more than any that a track asks for; what goes to everybody asks for none."""
    rules = seen.cadence.promises
    if not seen.cadence.weightier or track.automatic or rules.one_way.issuperset(track.channels):
        return False
    return rules.weight.get(kind, 0) > max(rules.weight.get(channel, 0) for channel in track.channels)


def shortened(seen: Seen) -> Span | None:
    """The shortest distance that urgency or the stage of the relationship asks for."""
    spans = [r.every for r in seen.cadence.shorten if evaluate(r.when, seen.standing.metrics).value]
    return min(spans, key=lambda span: span.length, default=None)


def stretch(track: Track, seen: Seen) -> Stretch | None:
    """From the day of the tier on, so long as the track lasts; None where it goes on."""
    if not track.lasts:
        return None
    entered = seen.contacts.entered
    earliest = before(before(seen.as_of, track.lasts, seen.calendar), Span(1, DAY), seen.calendar)
    if entered is not None and not seen.standing.tiering.hand:
        earliest = entered.date  # what rules decide does not last for years; what a hand set may
    began, back = seen.tier_since(earliest), seen.back()
    if back is not None:
        began = max(began, back.date)  # nobody was asked to call while they were gone
    return Stretch(began, max([after(began, track.lasts, seen.calendar), *_extended(track, seen)]))


def _extended(track: Track, seen: Seen) -> Iterator[date]:
    """The last days that the lead gave the tier by hand, in the profile or by an entry."""
    hand = seen.standing.facts.hand_tier
    if hand is not None and hand.tier == track.tier and hand.until is not None:
        yield hand.until
    for change in changes(seen.standing.facts, TIER, as_of=seen.as_of):
        if change.new == track.tier and change.until is not None:
            yield change.until
