"""Say what the site shows as plain text, since it would grow, nest or lose words as Markdown (P8, K2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.checks import Check
from crmkit.diagnostics import Code, Diagnostic, Severity
from crmkit.load import Loaded
from crmkit.policy import Policy
from crmkit.prose import DEEPEST, Swallows, risks

OUTGROWN = Code("CRM505", "table-of-empty-cells", Severity.WARNING)
LONGER = Code("CRM506", "row-longer-than-its-table", Severity.WARNING)
TOO_DEEP = Code("CRM507", "text-nested-too-deep", Severity.WARNING)

SIGNS = {
    "|": ("|",),
    ">": (">>", "> >", "> -", "- >", "> *", "* >"),
    "*": ("* *", "- *", "* -"),
    "+": ("+ +",),
    "-": ("- -",),
    ".": (". 1",),
}
"""Nearly all texts have none of these, and most not even the rarest sign of each: they are safe."""


def record(loaded: Loaded, policy: Policy, _: date) -> Iterator[Diagnostic]:
    """Every free text as it is rendered: what stands before the first heading, and that of each entry."""
    customer, document = loaded.customer, loaded.document
    if customer is None:
        return
    text, begin = document.text, document.body_start
    likely = (sign for rare, signs in SIGNS.items() if rare in text for sign in signs)
    if not any(text.find(sign, begin) >= 0 for sign in likely):
        return
    starts = [each[0].start for each in (document.entries, document.sections) if each]
    texts = [(document.body_start, min(starts, default=len(document.text)))]
    texts += [(entry.text_start, entry.end) for entry in document.entries]
    for begin, end in texts:
        for risk in risks(document.text[begin:end]):
            place = document.source(begin + risk.at)
            if risk.kind is Swallows.TABLE:
                yield OUTGROWN.at(place)
            elif risk.kind is Swallows.ROW:
                yield LONGER.at(place)
            elif (
                risk.kind is Swallows.DEPTH
            ):  # a definition is shown as it was written: nobody needs to be told
                yield TOO_DEEP.at(place, limit=DEEPEST)


CHECK = Check("prose", record=record)
