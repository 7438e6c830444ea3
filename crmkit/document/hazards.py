"""Find front-matter lines that YAML reads as something else than the person meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice
from crmkit.document.quote import scalar

QUOTE_IT = Code("CRM112", "value-needs-quotes")
CUT_VALUE = Code("CRM113", "value-cut-by-comment", Severity.WARNING)
WIDE_COLON = Code("CRM114", "wide-colon-after-key")

WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that YAML takes for letters, as they stand in a class of a pattern."""
# The lines that need a closer look hold one of these, each with a first sign that the engine can skip to.
_SIGNS = (
    re.compile(rf":(?:[ \t]++(?:[&*!|>%@`\[{{#?]|[^\n:]*+(?::(?![ \t])[^\n:]*+)*+:[ \t])|[{WIDE}])"),
    re.compile(" #[^ \n]"),
    re.compile("："),
    re.compile(r"- +[&*!%@`#]"),
)
# The possessive `++` keeps a line of 60,000 spaces from costing 60,000² steps.
_KEY = r"[ ]*(?:- )*[^\s#'\"\[{&*!|>%@`:：-][^:：\n]*"
_DANGEROUS_VALUE = r"[:][ \t]++(?:[&*!|>%@`\[{#?]|[^'\"\n]*(?: #[^ \n]|:[ \t]))"
_DANGEROUS_COLON = rf"[：]|:[{WIDE}]"
_ANY = re.compile(f"{_KEY}(?:{_DANGEROUS_VALUE}|{_DANGEROUS_COLON})")
_LINE = re.compile(
    rf"[ ]*(?:- )*([^\s#'\"\[{{&*!|>%@`:：-][^:：\n]*?)(:[ \t]+|：[ \t{WIDE}]*|:[{WIDE}]+)(.*)"
)
# An item of a list that is no mapping, and the key that a list stands under.
_ITEM = re.compile(r"([ ]*)(?:- +)+(?![^\s#'\"\[{&*!|>%@`:：-][^:\n]*:(?:[ \t]|$))([^\s'\"\[{].*)")
_PARENT = re.compile(r"^([ ]*)(?:- )*([^\s#:\n][^:\n]*):[ \t]*\r?$", re.M)
_BLOCK = re.compile(r"[|>](?:[1-9]?[+-]?|[+-][1-9]?)(?:[ \t]+#.*)?")
_BLOCK_HEADER = re.compile(r"^([ ]*+(?:- ++)*+)([^\n]*:[ \t]++)?[|>][0-9+-]*[ \t]*(?:#[^\n]*)?\r?$", re.M)
_INDENTED = re.compile(r"^([ ]*)[^ \r\n]", re.M)
_CUT = re.compile(r" #[^ \n]")
_ANCHOR = re.compile(r"&\S+[ \t]+[\[{]")
_COMMENT = re.compile(r"[ \t]#(?=[ \t]|$)")
_ABOVE = 2000  # characters in which the key of a list is looked for
_ALLOW = re.compile(r" #\s*crmkit:")


def hazards(text: str, offset: int, at: Callable[[int], Source]) -> list[Diagnostic]:
    """Findings for values that want quotes, with the fix that quotes them."""
    lines = {
        begin: end for begin, end in _suspects(text) if _ANY.match(text, begin) or _ITEM.match(text, begin)
    }
    if not lines:
        return []
    found: list[Diagnostic] = []
    blocks = block_scalars(text) if "|" in text or ">" in text else []
    for begin, end in sorted(lines.items()):
        while blocks and blocks[0][1] <= begin:
            del blocks[0]
        if not blocks or begin < blocks[0][0]:
            match = _LINE.match(text, begin, end)
            item = None if match else _ITEM.match(text, begin, end)
            finding = _look(match, offset, at) if match else _item(text, item, offset, at) if item else None
            if finding:
                found.append(finding)
    return found


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the lines that hold a sign, a line for each."""
    for sign in _SIGNS:
        hit = sign.search(text)
        while hit is not None:
            begin, end = text.rfind("\n", 0, hit.start()) + 1, text.find("\n", hit.start())
            end = len(text) if end < 0 else end
            yield begin, end
            hit = sign.search(text, end)


def _look(match: re.Match[str], offset: int, at: Callable[[int], Source]) -> Diagnostic | None:
    key, colon, value = match[1], match[2], _COMMENT.split(match[3], maxsplit=1)[0].rstrip()
    start = offset + match.start(3)
    if colon.strip(" \t") != ":":
        fix = Splice(offset + match.start(2), offset + match.end(2), ": ")
        return WIDE_COLON.at(at(offset + match.start(2)), key=key, fix=(fix,))
    return _value(key, value, start, at)


def _item(text: str, match: re.Match[str], offset: int, at: Callable[[int], Source]) -> Diagnostic | None:
    """The same for an item of a list, which is known by the key it stands under."""
    value = _COMMENT.split(match[2], maxsplit=1)[0].rstrip()
    if match[2][0] in "&*!" or _ALLOW.match(f" {match[2]}"):
        return None  # features that are refused as what they are, and allowances
    above = [found[2] for found in _PARENT.finditer(text, max(match.start() - _ABOVE, 0), match.start())]
    return _value(above[-1] if above else "-", value, offset + match.start(2), at)


def _value(key: str, value: str, start: int, at: Callable[[int], Source]) -> Diagnostic | None:
    if _wants_quotes(value):
        fixes = _quoted(start, value)
        return QUOTE_IT.at(at(start), key=key, value=value, length=len(value), fix=fixes)
    if value[:1] not in ("[", "{", "|", ">") and _CUT.search(value) and not _ALLOW.search(value):
        kept = value[: value.index(" #")].rstrip()
        fixes = _quoted(start, value)
        return CUT_VALUE.at(at(start), key=key, value=value, kept=kept, length=len(value), fix=fixes)
    return None


def _wants_quotes(value: str) -> bool:
    first = value[:1]
    if _ANCHOR.match(value):
        return False  # meant as one, and refused as one
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
    return bool(re.search(r":(?:[ \t]|$)", value.partition(" #")[0]))


def block_scalars(text: str) -> list[tuple[int, int]]:
    """Where block scalars (`|`, `>`) lie, in order: YAML leaves their lines alone."""
    blocks: list[tuple[int, int]] = []
    header = _BLOCK_HEADER.search(text)
    while header is not None:
        depth = len(header[1]) if header[2] else header[1].rfind("-")
        end = len(text)
        for line in _INDENTED.finditer(text, header.end()):
            if len(line[1]) <= depth:
                end = line.start()
                break
        blocks.append((header.end(), end))
        header = _BLOCK_HEADER.search(text, end)
    return blocks


def _quoted(start: int, value: str) -> tuple[Splice, ...]:
    written = scalar(value, style="'")
    return (Splice(start, start + len(value), written),) if written is not None else ()
