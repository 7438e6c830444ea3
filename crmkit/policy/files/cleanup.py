"""Read what `cadence.md` says of the clean-up list: how often it is gone through, and who decides (E10)."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import Cursor, group, named
from crmkit.policy.terms import span


class Cleanup(NamedTuple):
    """Every so often somebody in the role decides what becomes of those on the list; None: nobody does."""

    every: Span | None = None
    role: str = ""
    source: Source = Source("")


def read_cleanup(c: Cursor, _: Parts) -> Cleanup:
    """The group `cleanup`, but for the silence that leads to it, which is the cadence's."""
    inner = group(c, "cleanup")
    if inner is None:
        return Cleanup()
    every = span(inner, "every", required=True, least=1)
    return Cleanup(
        every, named(inner, "decided_by", "role", required=True), inner.document.source(inner.node.start)
    )


FILE = PolicyFile(name="cadence.md", of=Cleanup, read=read_cleanup, default=Cleanup())
