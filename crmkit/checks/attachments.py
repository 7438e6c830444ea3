"""Look for the files that records link to, and weigh them (A10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check, Files
from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.view import Brief

MISSING = Code("CRM460", "file-linked-missing", Severity.WARNING)
HEAVY = Code("CRM461", "file-linked-too-large", Severity.WARNING)


def files(size: Files, records: Sequence[Brief], policy: Policy) -> Iterator[Diagnostic]:
    """A finding per link, on the line that links."""
    largest = policy.get(Quality).largest
    for each in records:
        for linked in each.linked:
            place = Source(each.path, linked.line or 1)
            weight = size(linked.path)
            if weight is None:
                yield MISSING.at(place, file=linked.said, path=linked.path)
            elif largest and weight > largest:
                yield HEAVY.at(place, file=linked.said, size=weight, largest=largest)


CHECK = Check("attachments", files=files)
