"""Drop the findings that the author allows on their line, and report allowances that allow nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crmkit.diagnostics import Code, Diagnostic, Severity, Source

UNUSED = Code("CRM090", "unused-allowance", Severity.WARNING)

# What a record may not excuse in itself: bytes that no edit is safe in, a second owner of a number, a path
# that leads elsewhere. Whoever reads a change would look for the finding, and the change hides it.
NEVER = frozenset(
    ("CRM001", "CRM002", "CRM003", "CRM004", "CRM005", "CRM010", "CRM011", "CRM020", "CRM021", "CRM022",
     "CRM025", "CRM026", "CRM400")
)  # fmt: skip

Allowances = tuple[tuple[int, tuple[str, ...]], ...]


def apply(found: Iterable[Diagnostic], allowances: Mapping[str, Allowances]) -> list[Diagnostic]:
    """`allowances` maps a path to lines with the names or codes allowed there."""
    if not allowances:
        return list(found)
    kept: list[Diagnostic] = []
    used: set[tuple[str, int, str]] = set()
    by_line = {(path, line): names for path, lines in allowances.items() for line, names in lines}
    for finding in found:
        names = by_line.get((finding.source.path, finding.source.line), ())
        named = () if finding.code in NEVER else names
        hit = next((name for name in named if name in (finding.code, finding.name)), None)
        if hit is None:
            kept.append(finding)
        else:
            used.add((finding.source.path, finding.source.line, hit))
    for (path, line), names in by_line.items():
        for name in names:
            if (path, line, name) not in used:
                kept.append(UNUSED.at(Source(path, line), allowed=name))
    return kept
