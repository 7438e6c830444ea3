"""Find markup in free text that would act if it were let (J4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.document.decode import Places
from crmkit.load import Loaded
from crmkit.policy import Policy

ACTIVE = Code("CRM510", "active-markup", Severity.WARNING)

_ACTIVE = re.compile(
    r"(?:\]\(|\]:|<)[ \t]*<?(?P<what>javascript:|vbscript:|data:)|<(?P<tag>script|iframe|object|embed)\b",
    re.IGNORECASE,
)


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Links and tags that are shown as text; only a text with the signs of either is searched."""
    document = loaded.document
    text, begin = document.text, document.body_start
    if text.find("<", begin) < 0 and text.find("]", begin) < 0:
        return
    at: Places | None = None
    for match in _ACTIVE.finditer(text, begin):
        at = at or Places(document.path, text)
        what = match["what"] or f"<{match['tag']}>"
        start = match.start("what") if match["what"] else match.start()
        yield ACTIVE.at(at(start), length=match.end() - start, what=what.lower())


CHECK = Check("markup", record=record)
