"""Name what a finding masks, for whoever has the line itself before their eyes."""

from __future__ import annotations

from collections.abc import Sequence

from crmkit.diagnostics import Diagnostic

_MASK = "•••"


def unmasked(finding: Diagnostic, lines: Sequence[str]) -> Diagnostic:
    """The finding with the text of its place where one argument is masked; `lines` are those of its file.

    Findings also go to logs of a CI, JSON and sites, whose readers see no line: they are masked where made.
    """
    source, hidden = finding.source, [key for key, said in finding.arguments if said == _MASK]
    if len(hidden) != 1 or not finding.end or source.line > len(lines):
        return finding
    there = lines[source.line - 1][source.column - 1 : finding.end - 1]
    said = tuple((key, there if key in hidden else value) for key, value in finding.arguments)
    return finding._replace(arguments=said) if there.strip() else finding
