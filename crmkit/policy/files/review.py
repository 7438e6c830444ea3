"""Read what `cadence.md` says of approval: what waits for it, how long, and for whom (C4)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.status import StatusPolicy
from crmkit.policy.reading import TWICE, Cursor, groups, listed_under, named, one_of, scalar
from crmkit.policy.terms import span

NEW_RECORD, CHANGE = "new_record", "change"


class Waiting(NamedTuple):
    """What waits is approved `within` a span by somebody in a role.

    A record waits while it is in one of `statuses`; what was sent back is mended `mend_within` a span, None
    where nobody says how soon. A change waits for the role that `people.md` names for its field, else for
    this one.
    """

    within: Span
    role: str
    source: Source
    statuses: tuple[str, ...] = ()
    mend_within: Span | None = None


class ReviewPolicy(NamedTuple):
    """How new records and changes are approved; None: nobody waits by a clock."""

    new_record: Waiting | None = None
    change: Waiting | None = None


def read_review(c: Cursor, have: Parts) -> ReviewPolicy:
    """The list `review`, each `what` at most once; one without its span is left out."""
    statuses = tuple(have.get(StatusPolicy).statuses)
    found: dict[str, Waiting] = {}
    for item in groups(c, "review"):
        what = one_of(item, "what", (NEW_RECORD, CHANGE), "", required=True)
        if what in found and (node := scalar(item, "what")) is not None:
            item.report(TWICE, node, key=item.name("what"), text=what)
        within, role = span(item, "within", required=True), named(item, "role", "role", required=True)
        waiting = listed_under(item, "statuses", statuses, required=True) if what == NEW_RECORD else ()
        mend = span(item, "mend_within")
        if what and within is not None:
            place = item.document.source(item.node.start)
            found.setdefault(what, Waiting(within, role, place, waiting, mend))
    return ReviewPolicy(found.get(NEW_RECORD), found.get(CHANGE))


FILE = PolicyFile(
    name="cadence.md", of=ReviewPolicy, read=read_review, needs=(StatusPolicy,), default=ReviewPolicy()
)
