"""Look for the files that records link to, and weigh them (A10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.checks import Check, Files
from crmkit.compute import Facts
from crmkit.compute.files import FILES
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality

MISSING = Code("CRM460", "file-linked-missing", Severity.WARNING)
HEAVY = Code("CRM461", "file-linked-too-large", Severity.WARNING)


def files(size: Files, facts: Sequence[Facts], policy: Policy) -> Iterator[Diagnostic]:
    """A finding per link, on the line that links."""
    largest = policy.get(Quality).largest
    for each in facts:
        for linked in each.of(FILES):
            weight = size(linked.path)
            if weight is None:
                yield MISSING.at(each.source(linked.line), file=linked.said, path=linked.path)
            elif largest and weight > largest:
                yield HEAVY.at(each.source(linked.line), file=linked.said, size=weight, largest=largest)


CHECK = Check("attachments", files=files)
