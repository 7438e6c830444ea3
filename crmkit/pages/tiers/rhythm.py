"""Put the promised rhythm of each track beside the one that is kept (E2)."""

from __future__ import annotations

from decimal import Decimal

from crmkit.calendar.span import Span
from crmkit.followups.rhythm import Rhythm, rhythms
from crmkit.pages import BookIndex, Context, later, number, tier_cell
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.tracks import Track
from crmkit.reader import Reader

_EVERY = {
    "minute": (later("every minute"), later("every %(num)s minutes")),
    "hour": (later("every hour"), later("every %(num)s hours")),
    "day": (later("every day"), later("every %(num)s days")),
    "week": (later("every week"), later("every %(num)s weeks")),
    "month": (later("every month"), later("every %(num)s months")),
    "quarter": (later("every quarter"), later("every %(num)s quarters")),
    "year": (later("every year"), later("every %(num)s years")),
    "workday": (later("every working day"), later("every %(num)s workdays")),
}


def tracks(index: BookIndex, words: Reader) -> list[Context]:
    """A row a track, in the order of the tiers; those of every tier last."""
    policy = index.policy
    found = index.once("rhythms", lambda: rhythms(index.view, lambda id: index.due(id, words)))
    ranks = {tier.key: tier.rank for tier in policy.tiers.tiers}
    last = max(ranks.values(), default=0) + 1
    known = sorted(policy.get(Cadence).tracks, key=lambda track: ranks.get(track.tier, last))
    return [_track(track, found.get(track.key, Rhythm()), policy, words) for track in known]


def _track(track: Track, rhythm: Rhythm, policy: Policy, words: Reader) -> Context:
    kinds = [policy.vocabulary.kinds[key] for key in track.channels if key in policy.vocabulary.kinds]
    forge, (path, line, _) = policy.book.forge, track.source
    median, asked, kept = rhythm.median, rhythm.asked, rhythm.kept
    return {
        "tier": tier_cell(track.tier, policy, words) if track.tier else None,
        "label": words.label(track.label),
        "channels": " / ".join(words.label(kind.label) for kind in kinds),
        "place": f"{path}:{line}",
        "href": f"{forge}{path}#L{line}" if forge else "",
        "promised": promised(track, words),
        "actual": "" if median is None else _days(median, words),
        "counted": words.count("%(num)s customer", "%(num)s customers", len(rhythm.gaps))
        if rhythm.gaps
        else "",
        "tone": "warn" if rhythm.late * 2 > len(rhythm.gaps) else "ok",
        "kept": words.tr("%(kept)s of %(all)s in time", kept=kept, all=asked) if asked else "",
        "percent": round(kept * 100 / asked) if asked else 0,
    }


def _days(days: Decimal, words: Reader) -> str:
    """So many days; half a day makes many, too."""
    said = words.ngettext(later("%(num)s day"), later("%(num)s days"), 1 if days == 1 else 2)
    return said % {"num": number(days)}


def promised(track: Track, words: Reader) -> str:
    """How often, in words, and the longest distance that is borne."""
    said = _every(track.every, words)
    if track.times > 1:
        said = words.tr("%(often)s, %(times)s times", often=said, times=track.times)
    if track.limit is not None:
        said = words.tr("%(often)s, at the least %(limit)s", often=said, limit=_every(track.limit, words))
    return said


def _every(span: Span, words: Reader) -> str:
    one, many = _EVERY[span.unit]
    return words.tr(one) if span.number == 1 else words.tr(many, num=span.number)
