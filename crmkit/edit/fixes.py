"""Apply the fixes that findings carry."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.diagnostics import Diagnostic, Splice
from crmkit.document import splice


def apply_fixes(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    """The text with the fixes of `diagnostics`, each applied whole or not at all.

    Where two overlap the first in the file wins; the other is found again when the result is read.
    """
    reach = begin = -1
    pieces: list[Splice] = []
    for finding in sorted((f for f in diagnostics if f.fix), key=lambda f: (min(f.fix), f.code)):
        start, end = min(piece.start for piece in finding.fix), max(piece.end for piece in finding.fix)
        if start >= reach and start > begin:
            begin, reach = start, end
            pieces += finding.fix
    return splice(text, pieces)
