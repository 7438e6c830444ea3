"""Tell of a contact that lacks what its track asks to write down: what a report needs, an attitude (E2)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.followups import Seen, see
from crmkit.followups.tracks import fits, held
from crmkit.language import Label, Word, joined, same
from crmkit.policy.files.cadence import Cadence
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.view import View

LACKING = Code("CRM582", "contact-says-too-little", Severity.NOTICE)
_AND = Label("、", ", ")


def each(view: View) -> Iterator[Diagnostic]:
    """The last contact of each track that asks for fields, made since the customer has its tier."""
    if any(track.asked for track in view.policy.get(Cadence).tracks):
        for standing in view.standings.values():
            if standing.followed:
                yield from _lacking(see(standing, view))


def _lacking(seen: Seen) -> Iterator[Diagnostic]:
    fields, told = seen.policy.schema.entry_fields(CONTACT), set[int]()
    for track, _ in held(seen):
        if not track.asked:
            continue
        ours = (one for one in reversed(seen.interactions) if not one.inbound and not one.automatic)
        last = next((one for one in ours if fits(one, track, seen)), None)
        lacks = [key for key in track.asked if last is not None and key not in last.told]
        if last is None or not lacks or last.line in told or seen.tier_since(last.date) > last.date:
            continue
        told.add(last.line)
        labels = [field.label if (field := fields.find(key)) else same(key) for key in lacks]
        place = seen.standing.facts.source(last.line)
        yield LACKING.at(place, fields=joined(labels, _AND), track=Word(track.key, track.label))


CHECK = Check("track fields", each=each)
