"""Read `cadence.md`: how often who is contacted, onboarding, promises, caps, silence (E2, E3, E6–E8, E10)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.language import Label
from crmkit.policy.answers import Answers, read_answers
from crmkit.policy.reactivation import Reactivation, read_reactivation
from crmkit.policy.reading import (
    Cursor,
    flag,
    group,
    groups,
    integer,
    known,
    listed,
    one_of,
    scalar,
    scalars,
    text,
)  # fmt: skip
from crmkit.policy.status import STAGES
from crmkit.policy.terms import condition, span
from crmkit.policy.words import Claims, read_choice
from crmkit.rules.parse import Choices
from crmkit.rules.tree import Condition

TRIGGERS = ("first_cooperation", "signed")
RESPECTED = ("prefers", "do_not_contact")
LATER = ("remind", "content", "recording", "review", "needs", "digests", "recovery")
"""What other engines read: digests, letters, playbooks, KPIs."""
TRACK = (
    "tier", "every", "channels", "order", "role", "lead", "limit", "letter", "report", "content", "automatic",
    "by_hand", "times", "lasts", "log", "playbook", "statuses", "stages", "purpose", "needs_purpose",
)  # fmt: skip
STEP = (
    "after", "within", "on", "lead", "channels", "role", "letter", "content", "longest", "documents",
    "one_of", "invite", "first", "gift",
)  # fmt: skip


class Track(NamedTuple):
    """A contact that comes back. Empty `tier` means any; `statuses`, when given, stand for `stages`.

    `times` within `every`; `lasts` counts from the day the tier began. `limit` is the longest distance that
    is borne. `purpose` must be said by the entry when `needs_purpose`; `lead` is how early it is fulfilled.
    What is sent automatically fulfils none that is `by_hand`.
    """

    key: str
    label: Label
    every: Span
    channels: tuple[str, ...]
    tier: str = ""
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    times: int = 1
    lasts: Span | None = None
    limit: Span | None = None
    lead: Span | None = None
    purpose: str = ""
    needs_purpose: bool = False
    automatic: bool = False
    by_hand: bool = False
    letter: str = ""
    source: Source = Source("")


class Step(NamedTuple):
    """A contact after a beginning: `within` a natural limit, else on its day. `first` are tiers to favour."""

    key: str
    label: Label
    trigger: str
    span: Span
    within: bool
    channels: tuple[str, ...]
    lead: Span | None = None
    first: tuple[str, ...] = ()
    letter: str = ""
    source: Source = Source("")


class Shorten(NamedTuple):
    """While `when` holds, the closest track comes at least as often as `every`."""

    when: Condition
    every: Span
    source: Source


class Cap(NamedTuple):
    """At most so many contacts of our own in a span, for a tier; `answers` says whether answers count."""

    tier: str
    per: Span
    at_most: int
    answers: bool
    source: Source


class Exceed(NamedTuple):
    """Tiers that may be contacted more than the cap, once a group of the profile says that they agreed."""

    tiers: tuple[str, ...] = ()
    needs: str = ""


class Silence(NamedTuple):
    """Whether silence beyond a track's limit is warned of, and the segment of those silent too long."""

    past_limit: bool = False
    segment: str = ""


class Promotion(NamedTuple):
    """So many contacts in a row for this purpose alone are warned of."""

    last: int
    purpose: str
    source: Source


class Cadence(NamedTuple):
    """All of it. `stages` are those served; `lapses` is how long after its day a step is given up.

    `promise_grace` is how late a promise may be before it is overdue.
    """

    stages: tuple[str, ...] = ()
    tracks: tuple[Track, ...] = ()
    steps: tuple[Step, ...] = ()
    lapses: Span | None = None
    reactivation: Reactivation = Reactivation()
    inbound: bool = True
    promise_lead: Span | None = None
    promise_grace: Span | None = None
    same_channel: bool = False
    answers: Answers = Answers()
    promises: Source = Source("")
    shorten: tuple[Shorten, ...] = ()
    caps: tuple[Cap, ...] = ()
    exceed: Exceed = Exceed()
    promotion: Promotion | None = None
    warns_past_limit: bool = False
    warns_segment: str = ""
    respect: frozenset[str] = frozenset()
    silent_for: Span | None = None
    silence: Source = Source("")


class Known(NamedTuple):
    """Keys that a cadence may name, `channels` being kinds of contact, and the words of conditions."""

    tiers: tuple[str, ...]
    statuses: tuple[str, ...]
    channels: tuple[str, ...]
    choices: Choices
    purposes: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def read_cadence(c: Cursor, may: Known) -> Cadence:
    """The cadence; a track or step without its span is left out."""
    known(c, "format", "stages", "tracks", "onboarding", "onboarding_lapses", "reactivation", "promises",
          "inbound", "shorten", "caps", "exceed", "warnings", "respect", "cleanup", *LATER)  # fmt: skip
    seen: set[str] = set()
    claims: Claims = {}
    stages = _listed(c, "stages", STAGES) or STAGES
    promises, inbound, lapses = group(c, "promises"), group(c, "inbound"), group(c, "onboarding_lapses")
    cleanup, exceed, warnings = group(c, "cleanup"), group(c, "exceed"), group(c, "warnings")
    back, silence = group(c, "reactivation"), _silence(warnings, may) if warnings else Silence()
    if promises:
        known(
            promises,
            "answered_by",
            "same_channel",
            "overdue_after",
            "lead",
            "weights",
            "not_by",
            "agreed_anew",
        )
    return Cadence(
        stages=stages,
        tracks=tuple(t for i in groups(c, "tracks") if (t := _track(i, stages, may, seen, claims))),
        steps=tuple(s for i in groups(c, "onboarding") if (s := _step(i, may, seen, claims))),
        lapses=span(lapses, "after", required=True) if lapses else None,
        reactivation=read_reactivation(back, may.statuses, TRIGGERS) if back else Reactivation(),
        inbound=inbound is None or flag(inbound, "counts", True),
        promise_lead=span(promises, "lead") if promises else None,
        promise_grace=span(promises, "overdue_after") if promises else None,
        same_channel=flag(promises, "same_channel") if promises else False,
        answers=read_answers(promises, may.channels, may.purposes) if promises else Answers(),
        promises=_place(promises or c),
        shorten=tuple(r for i in groups(c, "shorten") if (r := _shorten(i, may.choices))),
        caps=tuple(cap for i in groups(c, "caps") if (cap := _cap(i, may))),
        exceed=Exceed(_listed(exceed, "tiers", may.tiers), text(exceed, "needs")) if exceed else Exceed(),
        promotion=_promotion(warnings) if warnings else None,
        warns_past_limit=silence.past_limit,
        warns_segment=silence.segment,
        respect=frozenset(_listed(c, "respect", RESPECTED)),
        silent_for=span(cleanup, "silent_for", required=True) if cleanup else None,
        silence=_place(cleanup or c),
    )


def _place(c: Cursor) -> Source:
    return c.document.source(c.node.start)


def _listed(c: Cursor, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(node.text for node in scalars(c, key) if listed(c, node, words, c.name(key)))


def _tier(c: Cursor, may: Known, *, required: bool) -> str:
    node = scalar(c, "tier", required=required)
    return node.text if node is not None and node.text and listed(c, node, may.tiers, c.name("tier")) else ""


def _track(c: Cursor, stages: tuple[str, ...], may: Known, seen: set[str], claims: Claims) -> Track | None:
    word = read_choice(c, seen, claims, *TRACK)
    every = span(c, "every", required=True)
    one_of(c, "order", ("any", "first_preferred"), "any")
    track = Track(
        key=word.key,
        label=word.label,
        every=every or Span(1, "year"),
        channels=_listed(c, "channels", may.channels),
        tier=_tier(c, may, required=False),
        stages=_listed(c, "stages", STAGES) or stages,
        statuses=_listed(c, "statuses", may.statuses),
        times=integer(c, "times", 1),
        lasts=span(c, "lasts"),
        limit=span(c, "limit"),
        lead=span(c, "lead"),
        purpose=text(c, "purpose"),
        needs_purpose=flag(c, "needs_purpose"),
        automatic=flag(c, "automatic"),
        by_hand=flag(c, "by_hand"),
        letter=text(c, "letter"),
        source=_place(c),
    )
    return track if every is not None else None


def _step(c: Cursor, may: Known, seen: set[str], claims: Claims) -> Step | None:
    word = read_choice(c, seen, claims, *STEP)
    trigger = one_of(c, "after", TRIGGERS, "", required=True)
    within = c.node.get("within") is not None
    distance = span(c, "within" if within else "on", required=True)
    channels, first = _listed(c, "channels", may.channels), _listed(c, "first", may.tiers)
    lead, letter = span(c, "lead"), text(c, "letter")
    if distance is None or not trigger:
        return None
    return Step(word.key, word.label, trigger, distance, within, channels, lead, first, letter, _place(c))


def _shorten(c: Cursor, choices: Choices) -> Shorten | None:
    known(c, "when", "every")
    when, place = condition(c, "when", choices)
    every = span(c, "every", required=True)
    return Shorten(when, every, place) if when is not None and every is not None else None


def _cap(c: Cursor, may: Known) -> Cap | None:
    known(c, "tier", "per", "at_most", "counts", "automatic", "answers")
    tier, per = _tier(c, may, required=True), span(c, "per", required=True)
    at_most = integer(c, "at_most", 0, required=True)
    return Cap(tier, per, at_most, flag(c, "answers"), _place(c)) if tier and per else None


def _promotion(c: Cursor) -> Promotion | None:
    known(c, "promotion_only", "mass_greeting", "silence")
    inner = group(c, "promotion_only")
    if inner is None:
        return None
    known(inner, "last", "purpose")
    return Promotion(
        integer(inner, "last", 0, required=True), text(inner, "purpose", required=True), _place(inner)
    )


def _silence(warnings: Cursor, may: Known) -> Silence:
    """Which silence is warned of: `{past: limit}` of the tracks, or of a segment: `{segment: silent}`."""
    inner = group(warnings, "silence")
    if inner is None:
        return Silence()
    known(inner, "past", "segment")
    segment = one_of(inner, "segment", may.segments, "")
    return Silence(
        one_of(inner, "past", ("limit",), "", required=inner.node.get("segment") is None) == "limit", segment
    )
