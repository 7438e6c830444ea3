"""Apply the fixes that findings carry."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import Diagnostic, Findings
from crmkit.document import splice


def apply_fixes(text: str, diagnostics: Iterable[Diagnostic]) -> tuple[str, Findings]:
    """The text with the fixes of `diagnostics` and those that were applied, each whole or not at all.

    Where two overlap the first in the file wins; the other is found again when the result is read.
    """
    reach = begin = -1
    applied: list[Diagnostic] = []
    for finding in sorted((f for f in diagnostics if f.fix), key=lambda f: (min(f.fix), f.code)):
        start, end = min(piece.start for piece in finding.fix), max(piece.end for piece in finding.fix)
        if start >= reach and start > begin:
            begin, reach = start, end
            applied.append(finding)
    return splice(text, [piece for finding in applied for piece in finding.fix]), tuple(applied)
