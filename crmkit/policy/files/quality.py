"""Read what `kpis.md` says of the records' quality: completeness, spot checks, verification (C2, C3, C5)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from crmkit.calendar.span import Span
from crmkit.diagnostics import Source
from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.notes import Answers
from crmkit.policy.reading import (
    WRONG_VALUE,
    Cursor,
    all_named,
    group,
    groups,
    integer,
    named,
    number,
    one_of,
    scalar,
)
from crmkit.policy.terms import span
from crmkit.schema.classes.review import CLASS as REVIEW
from crmkit.schema.fields import Schema

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
    check_kind: str = ""
    check_fine: str = ""
    fill_source: Source = field(default_factory=lambda: Source(""))
    tier_review: Span | None = None


def read_quality(c: Cursor, have: Parts) -> Quality:
    """The group `quality`, the target of completeness, and how often tiers are reviewed."""
    inner, target, review = group(c, "quality"), _target(c), _review(c)
    if inner is None:
        return Quality(target, tier_review=review)
    check, verify = group(inner, "spot_check"), group(inner, "verification")
    result = have.get(Schema).entry_fields(REVIEW).find("result")
    results = tuple(choice.key for choice in result.choices) if result else ()
    fill = inner.get("fill_within") or inner.node
    return Quality(
        target=target,
        fill_within=span(inner, "fill_within"),
        fill_source=inner.document.source(fill.start),
        check_kind=named(check, "kind", "kind") if check else "",
        check_fine=one_of(check, "fine", results, "") if check else "",
        per_owner=integer(check, "per_owner", 0, required=True) if check else 0,
        verify_every=span(verify, "every", required=True, least=1) if verify else None,
        verify_by=all_named(verify, "by", "channel") if verify else (),
        verify_fields=all_named(verify, "fields", "path") if verify else (),
        largest=_bytes(inner),
        tier_review=review,
    )


def _target(c: Cursor) -> Decimal | None:
    """The target of completeness; the first figure of the name counts."""
    found: list[Decimal | None] = []
    for item in groups(c, "kpis"):
        if named(item, "key", "kpi", required=True) == COMPLETENESS and not found:
            target = group(item, "target")
            found.append(number(target, "at_least", percent=True) if target else None)
    return found[0] if found else None


def _review(c: Cursor) -> Span | None:
    """How often the report `tier_review` is asked for; the first one of the name counts."""
    found: list[Span | None] = []
    for item in groups(c, "reports"):
        if named(item, "key", "report", required=True) == TIER_REVIEW and not found:
            found.append(span(item, "every", required=True, least=1))
    return found[0] if found else None


def _bytes(c: Cursor) -> int:
    """The size under `attachment: {largest: 10 MB}`."""
    inner = group(c, "attachment")
    node = scalar(inner, "largest", required=True) if inner else None
    if inner is None or node is None:
        return 0
    found = _SIZE.fullmatch(node.text)
    if found is None:
        inner.report(WRONG_VALUE, node, key=inner.name("largest"), text=node.text, example="10 MB")
        return 0
    return int(found[1]) * _UNITS[found[2].upper()]


def _answers(_: Quality) -> Answers:
    """The figures and reports of `kpis.md` that are asked for here."""
    return {"kpi": (COMPLETENESS,), "report": (TIER_REVIEW,)}


FILE = PolicyFile(
    name="kpis.md", of=Quality, read=read_quality, needs=(Schema,), default=Quality(), answers=_answers
)
