"""Read what `cadence.md` says of writing down: how soon an interaction and a lead stand in the book (B5)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import TWICE, Cursor, group, groups, integer, one_of, scalar
from crmkit.policy.terms import span

INTERACTION, LEAD = "interaction", "lead"
START, END = "start", "end"


class Capture(NamedTuple):
    """What must be written down `within` a span of its beginning, or, `from_end`, of its end.

    What a commit brings for so many records at once as `brought` says was brought along and not logged; 0 for
    no such limit.
    """

    within: Span
    source: Source
    from_end: bool = False
    brought: int = 0


class Recording(NamedTuple):
    """How soon an interaction is logged, and a lead is on record after it arrived; None: no limit."""

    interaction: Capture | None = None
    lead: Capture | None = None


def read_recording(c: Cursor, _: Parts) -> Recording:
    """The list `recording`, each `what` at most once; one without its span is left out."""
    found: dict[str, Capture | None] = {}
    for item in groups(c, "recording"):
        what = one_of(item, "what", (INTERACTION, LEAD), "", required=True)
        if what in found and (node := scalar(item, "what")) is not None:
            item.report(TWICE, node, key=item.name("what"), text=what)
        within = span(item, "within", required=True)
        from_end = one_of(item, "after", (START, END), START) == END
        brought = group(item, "brought")
        records = integer(brought, "records", 0, required=True, least=1) if brought else 0
        if what and within is not None:
            place = item.document.source(item.node.start)
            found.setdefault(what, Capture(within, place, from_end, records))
    return Recording(found.get(INTERACTION), found.get(LEAD))


FILE = PolicyFile(name="cadence.md", of=Recording, read=read_recording, default=Recording())
