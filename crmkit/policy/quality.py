"""Read what `kpis.md` says of the records' quality: completeness, spot checks, verification (C2, C3, C5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.reading import Cursor, group, groups, integer, known, number, text, texts
from crmkit.policy.terms import span

COMPLETENESS = "completeness"


@dataclass(frozen=True, slots=True)
class Quality:
    """`target` is the share of required fields in percent; 0 of `per_owner` asks for no spot check."""

    target: Decimal | None = None
    fill_within: Span | None = None
    per_owner: int = 0
    verify_every: Span | None = None
    verify_by: tuple[str, ...] = ()
    verify_fields: tuple[str, ...] = ()
    verify_source: Source = field(default_factory=lambda: Source(""))


def read_quality(c: Cursor) -> Quality:
    """The group `quality`, and the target of the figure called completeness."""
    inner = group(c, "quality")
    if inner is None:
        return Quality(_target(c))
    known(inner, "fill_within", "spot_check", "verification", "cleaning")
    check, verify = group(inner, "spot_check"), group(inner, "verification")
    if check:
        known(check, "every", "per_owner", "role")
    if verify:
        known(verify, "every", "by", "fields")
    return Quality(
        target=_target(c),
        fill_within=span(inner, "fill_within"),
        per_owner=integer(check, "per_owner", 0, required=True) if check else 0,
        verify_every=span(verify, "every", required=True) if verify else None,
        verify_by=texts(verify, "by") if verify else (),
        verify_fields=texts(verify, "fields") if verify else (),
        verify_source=verify.document.source(verify.node.start) if verify else Source(""),
    )


def _target(c: Cursor) -> Decimal | None:
    for item in groups(Cursor(c.document, c.node, c.path), "kpis"):
        target = group(item, "target") if text(item, "key") == COMPLETENESS else None
        if target is not None:
            return number(target, "at_least", percent=True)
    return None
