"""Read what `kpis.md` says of the records' quality: completeness, spot checks, verification (C2, C3, C5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    group,
    groups,
    integer,
    known,
    number,
    one_of,
    scalar,
    text,
    texts,
)
from crmkit.policy.terms import span

COMPLETENESS, TIER_REVIEW = "completeness", "tier_review"
_SIZE = re.compile(r"([0-9]{1,6}) ?(kB|MB)", re.IGNORECASE)
_UNITS = {"KB": 1000, "MB": 1000 * 1000}


@dataclass(frozen=True, slots=True)
class Quality:
    """`target` is the share of required fields in percent; 0 of `per_owner` asks for no spot check.

    `check_kind` is the kind of the entry that records a spot check, `check_fine` the result that finds
    nothing missing; what it finds is filled within `fill_within`, a rule that stands at `fill_source`.
    `largest` is the size in bytes that a file beside a record may have, 0 for any. `tier_review` is how often
    tiers are reviewed, None where nobody asks for it.
    """

    target: Decimal | None = None
    fill_within: Span | None = None
    per_owner: int = 0
    verify_every: Span | None = None
    verify_by: tuple[str, ...] = ()
    verify_fields: tuple[str, ...] = ()
    largest: int = 0
    verify_source: Source = field(default_factory=lambda: Source(""))
    check_kind: str = ""
    check_fine: str = ""
    fill_source: Source = field(default_factory=lambda: Source(""))
    tier_review: Span | None = None


def read_quality(c: Cursor, kinds: tuple[str, ...], results: tuple[str, ...]) -> Quality:
    """The group `quality`, and the target of completeness; entries have these `kinds` and `results`."""
    inner, review = group(c, "quality"), _review(c)
    if inner is None:
        return Quality(_target(c), tier_review=review)
    known(inner, "fill_within", "spot_check", "verification", "cleaning", "attachment")
    check, verify = group(inner, "spot_check"), group(inner, "verification")
    if check:
        known(check, "every", "per_owner", "role", "kind", "fine")
    if verify:
        known(verify, "every", "by", "fields")
    fill = inner.node.get("fill_within") or inner.node
    return Quality(
        target=_target(c),
        fill_within=span(inner, "fill_within"),
        fill_source=inner.document.source(fill.start),
        check_kind=one_of(check, "kind", kinds, "") if check else "",
        check_fine=one_of(check, "fine", results, "") if check else "",
        per_owner=integer(check, "per_owner", 0, required=True) if check else 0,
        verify_every=span(verify, "every", required=True, least=1) if verify else None,
        verify_by=texts(verify, "by") if verify else (),
        verify_fields=texts(verify, "fields") if verify else (),
        largest=_bytes(inner),
        verify_source=verify.document.source(verify.node.start) if verify else Source(""),
        tier_review=review,
    )


def _target(c: Cursor) -> Decimal | None:
    for item in groups(Cursor(c.document, c.node, c.path), "kpis"):
        target = group(item, "target") if text(item, "key") == COMPLETENESS else None
        if target is not None:
            return number(target, "at_least", percent=True)
    return None


def _review(c: Cursor) -> Span | None:
    """How often the report `tier_review` is asked for; the first one of the name counts."""
    asked = (item for item in groups(c, "reports") if text(item, "key") == TIER_REVIEW)
    item = next(asked, None)
    return span(item, "every", required=True, least=1) if item else None


def _bytes(c: Cursor) -> int:
    """The size under `attachment: {largest: 10 MB}`."""
    inner = group(c, "attachment")
    node = scalar(inner, "largest", required=True) if inner else None
    if inner is None or node is None:
        return 0
    known(inner, "largest")
    found = _SIZE.fullmatch(node.text)
    if found is None:
        inner.report(WRONG_VALUE, node, key=inner.name("largest"), text=node.text, example="10 MB")
        return 0
    return int(found[1]) * _UNITS[found[2].upper()]
