"""Can every system hold the names of the files."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.checks import checks
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.present import safe
from crmkit.cli.rim import Rim
from crmkit.diagnostics import Severity, in_order
from crmkit.words import say


def ask(rim: Rim) -> Iterator[Answer]:
    """Names that differ only in case or composition are one file on some systems (J4)."""
    policy, _ = rim.policy_and_findings
    if policy is None:
        return  # said by the line about the procedures
    names = tuple(path.rstrip("/") for path in rim.snapshot)
    found = in_order([f for one in checks() if one.paths is not None for f in one.paths(names, policy)])
    for finding in found:
        message, help = say(finding, rim.lang)
        level = FAIL if finding.severity is Severity.ERROR else WARN
        yield Answer(
            level, f"{safe(finding.source.path)}: {message}", help or f"crmkit explain {finding.code}"
        )
    if not found:
        yield Answer(
            OK,
            rim.many(
                "1 file name, and it fits every system", "{count} file names fit every system", len(names)
            ),
        )


PROBE = Probe("file-names", ask)
