"""Ask for the contacts that a tier's rhythm brings: so long after the last one that fits (E2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import DAY, Span, after, before, part
from crmkit.compute.contacts import Interaction
from crmkit.followups.item import DueItem, Fulfil, Note
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import NEWS, Seen, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.tracks import fits, held, stretch
from crmkit.followups.wording import log_contact
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.tracks import Track
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.read_entry import NEXT
from crmkit.view import compares
from crmkit.view.doers import OWNER, told


class Anchor(NamedTuple):
    """The day from which a track counts, and the entry that says so."""

    date: date
    line: int
    skipped: bool = False


def items(seen: Seen) -> Iterator[DueItem]:
    """The next contact of every track that holds for the customer, but for those that are over."""
    for track, sooner in held(seen):
        lasts = stretch(track, seen)
        if lasts is not None and seen.as_of > lasts.end:
            continue
        item = _coming(track, seen, lasts.began if lasts else None)
        yield replace(item, notes=(*item.notes, Note.SHORTENED)) if sooner else item


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
        return after(last, Span(1, DAY), seen.calendar)
    return due


def _item(track: Track, due: date, anchor: Anchor | None, seen: Seen) -> DueItem:
    target = due if anchor is None else seen.working(due)
    since = before(due, track.lead, seen.calendar) if track.lead else due
    limit = seen.within(track.limit, anchor.date) if track.limit and anchor else None
    notes = [Note.REST_DAY] if target != due else []
    notes += [Note.AUTOMATIC] if track.automatic else []
    notes += [Note.SKIPPED] if anchor and anchor.skipped else []
    return SOURCE.item(
        seen,
        track.key,
        Deadline(target),
        track.label,
        track.source,
        Fulfil(track.channels, since, track.purpose if track.needs_purpose else ""),
        channels=_channels(track, seen),
        reset_by=anchor.line if anchor else 0,
        limit=max(limit, Deadline(target), key=lambda one: one.order) if limit else None,
        letter=track.letter,
        notes=tuple(notes),
        owner=_doer(track, seen),
    )


def _channels(track: Track, seen: Seen) -> tuple[str, ...]:
    """In the order of the track; where any will do, the one that reached them last goes first."""
    if not track.any_order:
        return track.channels
    reached = (one.kind for one in reversed(seen.interactions) if one.reached and one.kind in track.channels)
    last = next(reached, "")
    return tuple(sorted(track.channels, key=lambda channel: channel != last))


def _doer(track: Track, seen: Seen) -> str:
    """Who has the track's role, the owner where they have it too or it is theirs; empty for the owner."""
    owner = owner_of(seen.standing, seen.view)[0]
    if track.role in ("", OWNER) or any(one.id == owner for one in seen.policy.people.with_role(track.role)):
        return ""
    return told(track.role, owner, seen.policy, as_of=seen.as_of)


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that logs a contact, with the fields that the track asks for."""
    track = next((one for one in policy.get(Cadence).tracks if one.key == item.key), None)
    said = log_contact(item, policy, lang)
    return [*said, *(part for key in (track.asked if track else ()) for part in _asked(key, policy, lang))]


def _asked(key: str, policy: Policy, lang: Lang) -> tuple[str, str]:
    field = policy.schema.entry_fields(CONTACT).find(key)
    return ("--next", "…") if key == NEXT else ("--field", f"{field.label.said(lang) if field else key}=…")


SOURCE = DueSource(
    key="cadence",
    label=Label("等级节奏", "Rhythm of the tier"),
    rank=Rank.REGULAR,
    items=items,
    command=command,
    regular=True,
)
