"""Find when each track of the cadence is due next: so long after the last contact that fits it (E2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from crmkit.calendar.span import Span, after, before, part
from crmkit.compute.contacts import Interaction
from crmkit.diagnostics import Source
from crmkit.followups.item import DueItem, Fulfil, Note, Sort, bucket
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import NEWS, TIER, Seen
from crmkit.history import changes
from crmkit.language import Label
from crmkit.policy.tracks import Track
from crmkit.rules import evaluate
from crmkit.view import compares, tier_since

_DECIDE = Label("期满，待处理", ": time to decide")


class Anchor(NamedTuple):
    """The day from which a track counts, and the entry that says so."""

    date: date
    line: int
    skipped: bool = False


def tracks(seen: Seen) -> Iterator[DueItem]:
    """The next contact of every track that holds for the customer."""
    if seen.quiet:
        return
    held = [track for track in seen.cadence.tracks if holds(track, seen)]
    closest = min(
        (track for track in held if not track.automatic), key=lambda t: t.every.length, default=None
    )
    shorter = shortened(seen)
    for track in held:
        wanted = track
        if track is closest and shorter is not None and shorter.length < track.every.length:
            wanted = track._replace(every=shorter)
        item = _ending(wanted, seen) if track.lasts else _coming(wanted, seen)
        yield replace(item, notes=(*item.notes, Note.SHORTENED)) if wanted is not track else item


def holds(track: Track, seen: Seen) -> bool:
    """Whether a track is for a customer of this tier and status."""
    if track.tier and track.tier != seen.standing.tiering.key:
        return False
    return seen.status in track.statuses if track.statuses else seen.stage in track.stages


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


def _coming(track: Track, seen: Seen, began: date | None = None) -> DueItem:
    """The track's next day. What happened before it began does not count."""
    since = began or date.min
    touches = [one for one in seen.interactions if fits(one, track, seen) and one.date >= since]
    anchor = _anchor(track, touches, seen, began)
    due = _due(track, anchor, touches, seen)
    if began is None and due < seen.as_of:
        due = max([due, *_held_since(track, seen, due)])  # nobody is late for what came later
    item = _item(track, due, anchor, seen)
    return put_off(item, seen, anchor.date if anchor else date.min)


def _held_since(track: Track, seen: Seen, due: date) -> Iterator[date]:
    """When an entry last said the status or the tier, and when rules made the tier, looked for back to a day.

    Rules that compare customers are not decided for past days: of their tiers an entry alone says when.
    """
    yield from (day for field in NEWS if (day := seen.changed(field)))
    if track.tier and not compares(seen.policy.tiers):
        yield seen.tier_since(due)


def _anchor(track: Track, touches: list[Interaction], seen: Seen, began: date | None) -> Anchor | None:
    """The last fitting contact or skip, else the track's or the record's beginning."""
    found = [Anchor(one.date, one.line) for one in touches[-1:]]
    skips = [p for p in seen.put_off if p.item == track.key and p.until is None]
    found += [Anchor(p.date, p.line, True) for p in skips[-1:] if began is None or p.date >= began]
    if found:
        return max(found)
    if began is not None:
        return Anchor(began, 0)
    first = seen.began("first_cooperation") or seen.contacts.entered
    return Anchor(first.date, first.line) if first and first.date <= seen.as_of else None


def _due(track: Track, anchor: Anchor | None, touches: list[Interaction], seen: Seen) -> date:
    """So long after the anchor; of several times in a week, spread over it, and no more than that a week."""
    if anchor is None:
        return seen.as_of
    if track.times <= 1:
        return after(anchor.date, track.every, seen.calendar)
    due = after(anchor.date, part(track.every, track.times), seen.calendar)
    first, last = seen.calendar.week(due)
    if sum(first <= one.date <= last for one in touches) >= track.times:
        return after(last, Span(1, "day"), seen.calendar)
    return due


def _item(track: Track, due: date, anchor: Anchor | None, seen: Seen) -> DueItem:
    target = due if anchor is None else seen.working(due)
    since = before(due, track.lead, seen.calendar) if track.lead else due
    limit = after(anchor.date, track.limit, seen.calendar) if track.limit and anchor else None
    notes = [Note.REST_DAY] if target != due else []
    notes += [Note.AUTOMATIC] if track.automatic else []
    notes += [Note.SKIPPED] if anchor and anchor.skipped else []
    facts = seen.standing.facts
    return DueItem(
        customer=facts.id,
        key=track.key,
        sort=Sort.CADENCE,
        owner=seen.owner,
        tier=seen.standing.tiering.key,
        due=target,
        bucket=bucket(target, seen.calendar, as_of=seen.as_of),
        about=track.label,
        channels=track.channels,
        rule=track.source,
        reset_by=Source(facts.path, anchor.line) if anchor and anchor.line else None,
        last_touch=seen.standing.last_touch,
        fulfilled_by=Fulfil(track.channels, since, track.purpose if track.needs_purpose else ""),
        limit=max(limit, target) if limit else None,
        letter=track.letter,
        notes=tuple(notes),
    )


def _ending(track: Track, seen: Seen) -> DueItem:
    """A track that lasts for a while from the day of its tier on; then somebody decides."""
    assert track.lasts is not None
    entered = seen.contacts.entered
    earliest = before(before(seen.as_of, track.lasts, seen.calendar), Span(1, "day"), seen.calendar)
    if entered is not None and not seen.standing.tiering.hand:
        earliest = entered.date  # what rules decide does not last for years; what a hand set may
    began, back = tier_since(seen.standing, seen.view, earliest=earliest), seen.back()
    if back is not None:
        began = max(began, back.date)  # nobody was asked to call while they were gone
    end = max([after(began, track.lasts, seen.calendar), *_extended(track, seen)])
    item = _coming(track, seen, began)
    if seen.as_of <= end:
        return item
    due = seen.working(end)
    decision = replace(
        item,
        sort=Sort.DECISION,
        due=due,
        bucket=bucket(due, seen.calendar, as_of=seen.as_of),
        about=Label(*(f"{label}{ask}" for label, ask in zip(track.label, _DECIDE, strict=True))),
        channels=(),
        reset_by=None,
        fulfilled_by=Fulfil((), end, fields=NEWS),
        letter="",
        notes=(),
    )
    return put_off(decision, seen, end)


def _extended(track: Track, seen: Seen) -> Iterator[date]:
    """The last days that the lead gave the tier by hand, in the profile or by an entry."""
    hand = seen.standing.facts.hand_tier
    if hand is not None and hand.tier == track.tier and hand.until is not None:
        yield hand.until
    for change in changes(seen.standing.facts, TIER, as_of=seen.as_of):
        if change.new == track.tier and change.until is not None:
            yield change.until
