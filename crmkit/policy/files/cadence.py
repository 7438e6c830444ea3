"""Read `cadence.md`: how often who is contacted, promises, caps, silence (E2, E6–E8, E10)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Code, Severity, Source
from crmkit.policy.bounds import Cap, Exceed, Promotion, Silence, read_cap, read_promotion, read_silence
from crmkit.policy.declared import Declared
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.segments import Segments
from crmkit.policy.files.status import StatusPolicy
from crmkit.policy.files.tiers import TierPolicy
from crmkit.policy.files.vocabulary import Vocabulary
from crmkit.policy.playbook_steps import BEGINNINGS
from crmkit.policy.promises import Promises, read_promises
from crmkit.policy.reactivation import Reactivation, read_reactivation
from crmkit.policy.reading import Cursor, flag, group, groups, listed_under, named
from crmkit.policy.stages import LIVING, Stage, stages_under
from crmkit.policy.terms import condition, span
from crmkit.policy.tracks import Track, read_track
from crmkit.policy.words import Claims
from crmkit.rules.parse import Choices
from crmkit.rules.tree import Condition
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.fields import Schema

MOVED = Code("CRM523", "onboarding-moved", Severity.WARNING)

RESPECTED = ("prefers", "do_not_contact")


class Shorten(NamedTuple):
    """While `when` holds, the closest track comes at least as often as `every`."""

    when: Condition
    every: Span
    source: Source


class Cadence(NamedTuple):
    """All of it. `stages` are those served.

    Where `weightier` contacts count, one that weighs more than all channels of a track fulfils it too, but
    for a track of what goes to everybody. Without a contact for `silent_for` a customer comes on the clean-up
    list; `warned` is a shorter silence. Whoever does something is reminded of it `remind` before.
    """

    stages: tuple[Stage, ...] = LIVING
    tracks: tuple[Track, ...] = ()
    reactivation: Reactivation = Reactivation()
    inbound: bool = True
    weightier: bool = False
    promises: Promises = Promises()
    shorten: tuple[Shorten, ...] = ()
    caps: tuple[Cap, ...] = ()
    exceed: Exceed = Exceed()
    promotion: Promotion | None = None
    warned: Silence = Silence()
    respect: frozenset[str] = frozenset()
    silent_for: Span | None = None
    remind: Span | None = None


def read_cadence(c: Cursor, have: Parts) -> Cadence:
    """The cadence; a track without its span is left out."""
    _moved(c)
    declared = _declared(have)
    seen: set[str] = set()
    claims: Claims = {}
    stages = stages_under(c, "stages", LIVING)
    promises, inbound = group(c, "promises"), group(c, "inbound")
    weightier = group(c, "weightier")
    cleanup, exceed, warnings = group(c, "cleanup"), group(c, "exceed"), group(c, "warnings")
    back, remind = group(c, "reactivation"), group(c, "remind")
    tracks = groups(c, "tracks", required=True)
    return Cadence(
        stages=stages,
        tracks=tuple(t for i in tracks if (t := read_track(i, stages, declared, seen, claims))),
        reactivation=read_reactivation(back, declared.statuses, BEGINNINGS) if back else Reactivation(),
        inbound=inbound is None or flag(inbound, "counts", True),
        weightier=weightier is not None and flag(weightier, "counts", True),
        promises=read_promises(promises, declared.channels, declared.purposes) if promises else Promises(),
        shorten=tuple(r for i in groups(c, "shorten") if (r := _shorten(i, declared.choices))),
        caps=tuple(cap for i in groups(c, "caps") if (cap := read_cap(i, declared))),
        exceed=_exceed(exceed, declared) if exceed else Exceed(),
        promotion=read_promotion(warnings, declared) if warnings else None,
        warned=read_silence(warnings, declared) if warnings else Silence(),
        respect=frozenset(listed_under(c, "respect", RESPECTED)),
        remind=span(remind, "before", required=True) if remind else None,
        silent_for=span(cleanup, "silent_for", required=True, least=1) if cleanup else None,
    )


def _moved(c: Cursor) -> None:
    """Say where the steps of onboarding stand now, which books of before have here (P13)."""
    for key in ("onboarding", "onboarding_lapses"):
        node = c.get(key)
        if node is not None:
            c.report(MOVED, node, key=key)


def _exceed(c: Cursor, declared: Declared) -> Exceed:
    return Exceed(listed_under(c, "tiers", declared.tiers), named(c, "needs", "field"))


def _shorten(c: Cursor, choices: Choices) -> Shorten | None:
    when, place = condition(c, "when", choices)
    every = span(c, "every", required=True, least=1)
    return Shorten(when, every, place) if when is not None and every is not None else None


def _declared(have: Parts) -> Declared:
    vocabulary, tiers = have.get(Vocabulary), have.get(TierPolicy)
    purpose = have.get(Schema).entry_fields(CONTACT).find("purpose")
    return Declared(
        tiers=tuple(tier.key for tier in tiers.tiers),
        statuses=tuple(have.get(StatusPolicy).statuses),
        channels=vocabulary.channels,
        choices=tiers.choices,
        purposes=tuple(choice.key for choice in purpose.choices) if purpose else (),
        segments=tuple(segment.key for segment in have.get(Segments)),
    )


FILE = PolicyFile(
    name="cadence.md",
    of=Cadence,
    read=read_cadence,
    needs=(Vocabulary, Schema, TierPolicy, StatusPolicy, Segments),
    default=Cadence(),
)
