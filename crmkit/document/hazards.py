"""Find front-matter lines that YAML reads as something else than the person meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice

QUOTE_IT = Code("CRM112", "value-needs-quotes")
CUT_VALUE = Code("CRM113", "value-cut-by-comment", Severity.WARNING)
WIDE_COLON = Code("CRM114", "wide-colon-after-key")

# One pass decides whether a closer look is needed: most records have none of these shapes.
_ANY = re.compile(
    r"^[ ]*(?:- )*[^\s#'\"\[{&*!|>%@`:：-][^:：\n]*(?:[:][ \t]+(?:[&*!|>%@`\[{#?]|[^'\"\n]*(?: #[^ \n]|:[ \t]))|[：]|:[\u00a0\u3000])",
    re.M,
)
_LINE = re.compile(r"[ ]*(?:- )*([^\s#'\"\[{&*!|>%@`:：-][^:：\n]*?)(:[ \t]+|：[ \t]*|:[\u00a0\u3000]+)(.*)")
_BLOCK = re.compile(r"[|>](?:[1-9]?[+-]?|[+-][1-9]?)(?:[ \t]+#.*)?")
_CUT = re.compile(r" #[^ \n]")
_ALLOW = re.compile(r" #\s*crmkit:")


def hazards(text: str, offset: int, at: Callable[[int], Source]) -> list[Diagnostic]:
    """Findings for values that want quotes, with the fix that quotes them."""
    if not _ANY.search(text):
        return []
    found: list[Diagnostic] = []
    for hit in _ANY.finditer(text):
        begin = hit.start()
        end = text.find("\n", begin)
        match = _LINE.match(text, begin, len(text) if end < 0 else end)
        if match and not _inside_block(text, begin):
            finding = _look(match, offset, at)
            if finding:
                found.append(finding)
    return found


def _look(match: re.Match[str], offset: int, at: Callable[[int], Source]) -> Diagnostic | None:
    key, colon, value = match[1], match[2], match[3].rstrip()
    start = offset + match.start(3)
    if colon.strip() != ":" or "\u00a0" in colon or "\u3000" in colon:
        fix = Splice(offset + match.start(2), offset + match.end(2), ": ")
        return WIDE_COLON.at(at(offset + match.start(2)), key=key, fix=(fix,))
    quoted = Splice(start, start + len(value), _quote(value))
    if _wants_quotes(value):
        return QUOTE_IT.at(at(start), key=key, value=value, length=len(value), fix=(quoted,))
    if value[:1] not in ("[", "{", "|", ">") and _CUT.search(value) and not _ALLOW.search(value):
        kept = value[: value.index(" #")].rstrip()
        return CUT_VALUE.at(at(start), key=key, value=value, kept=kept, length=len(value), fix=(quoted,))
    return None


def _wants_quotes(value: str) -> bool:
    first = value[:1]
    if first in ("&", "*", "!", "%", "@", "`"):
        return True
    if first == "#":
        return len(value) > 1 and value[1] != " " and not value.startswith("#crmkit:")
    if first in ("|", ">"):
        return not _BLOCK.fullmatch(value)
    if first == "[":
        return not re.search(r"\][ \t]*(?:#.*)?$", value) and "]" in value
    if first == "{":
        return value.startswith("{{") or (not re.search(r"\}[ \t]*(?:#.*)?$", value) and "}" in value)
    if first in ("'", '"'):
        return False
    return bool(re.search(r":(?:[ \t]|$)", value.split(" #")[0]))


def _inside_block(text: str, begin: int) -> bool:
    """Whether the line lies in a block scalar, whose text YAML leaves alone."""
    indent = len(text[begin:]) - len(text[begin:].lstrip(" "))
    at = begin
    while at > 0:
        previous = text.rfind("\n", 0, at - 1) + 1
        line = text[previous : at - 1].rstrip()
        at = previous
        if not line:
            continue
        depth = len(line) - len(line.lstrip(" "))
        if depth < indent:
            return bool(re.search(r"(?:^|: +|- +)[|>][0-9+-]*$", line))
    return False


def _quote(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
