"""Are the procedures sound."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Severity
from crmkit.words import say


def ask(rim: Rim) -> Iterator[Answer]:
    """A mistake in `sop/` stops every other command."""
    policy, findings = rim.policy_and_findings
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    if policy is None or wrong:
        first = wrong[0] if wrong else None
        where = f"{first.source.path}:{first.source.line}: {say(first, rim.lang)[0]}" if first else "sop/"
        said = rim.many(
            "the procedures have 1 error: {first}",
            "the procedures have {count} errors; the first: {first}",
            len(wrong),
            first=where,
        )
        yield Answer(FAIL, said, "crmkit check sop")
    elif findings:
        said = rim.many(
            "the procedures have 1 warning", "the procedures have {count} warnings", len(findings)
        )
        yield Answer(WARN, said, "crmkit check sop")
    else:
        pack = policy.book.pack or "—"
        yield Answer(OK, rim._("the procedures are sound (pack {pack})").format(pack=pack))


PROBE = Probe("procedures", ask)
