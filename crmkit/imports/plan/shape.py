"""Say what is wrong with the file of a map in the words of a map, not of a record."""

from __future__ import annotations

import re

from crmkit.diagnostics import Code, Diagnostic, Findings, Severity
from crmkit.document import Document

UNMARKED = Code("CRM730", "import-map-unmarked")
UNQUOTED = Code("CRM731", "import-column-unquoted")

_NO_PROFILE = {"CRM100", "CRM101", "CRM102", "CRM115"}
# A column's name that YAML takes for one of its signs; a template in braces too.
_SIGN = re.compile(r"^[ \t]+([*&!%@`{\[|>][^\n]*?)[ \t]*:[ \t]+([^\s][^\n]*?)[ \t\r]*$", re.M)


def about_shape(document: Document, problems: Findings) -> list[Diagnostic]:
    """What is wrong with the file itself, in the words of a map and of its columns."""
    found = [
        UNMARKED.at(one.source, problem="end" if one.code == "CRM101" else "begin")
        if one.code in _NO_PROFILE
        else one
        for one in problems
    ]
    if not any(one.severity is Severity.ERROR for one in found):
        return found
    begin, end = document.front_matter
    signs = list(_SIGN.finditer(document.text, begin, end))
    places = [document.source(sign.start(1)) for sign in signs]
    if not signs:
        return found
    unquoted = [
        UNQUOTED.at(place, column=sign[1], field=sign[2], length=len(sign[1]))
        for sign, place in zip(signs, places, strict=True)
    ]
    first = min(place.line for place in places)
    return [one for one in found if one.source.line < first] + unquoted
