"""Read `needs` of `cadence.md`: by when a need is answered, and which departments are asked (F3)."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.reading import Cursor, all_named, group, place, text
from crmkit.policy.terms import span

PREFIX = "n"
"""How ids begin where the procedures do not say."""


@dataclass(frozen=True, slots=True)
class NeedRules:
    """A need is answered within `within` of the entry that tells of it, None for no limit.

    It is given to somebody of `departments`, where any are named. `prefix` begins the ids that we make.
    """

    within: Span | None = None
    departments: tuple[str, ...] = ()
    prefix: str = PREFIX
    source: Source = field(default_factory=lambda: Source(""))


def read_needs(c: Cursor, _: Parts) -> NeedRules:
    """What the procedures say of needs."""
    inner = group(c, "needs")
    if inner is None:
        return NeedRules()
    return NeedRules(
        within=span(inner, "answer_within", required=True),
        departments=all_named(inner, "departments", "department"),
        prefix=text(inner, "prefix", PREFIX),
        source=place(inner),
    )


FILE = PolicyFile(name="cadence.md", of=NeedRules, read=read_needs, default=NeedRules())
