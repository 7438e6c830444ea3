"""Read the `- key: value` lines below a heading, also as formatters and other editors leave them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice

WIDE_FIELD_COLON = Code("CRM207", "wide-colon-in-field", Severity.WARNING)

Place = Callable[[int], Source]

KEY = r"[^\W\d][^\s:：\[\]]*(?:[ ][^\s:：\[\]]+)?"
COLON = r"[ \t]*(?: :(?!//)[ \t\u3000\u00a0]* | ：[ \t\u3000]* )"
BULLET = r"[-*+－•·●▪◦–—]"
"""What people and programs begin a list's item with; Markdown knows the first three."""
FIELD = re.compile(rf"-[ ](?P<key>{KEY})(?P<colon>{COLON})(?P<value>[^\n]*)", re.X)
# Behind blank lines and comments, indented, with any bullet, glued or not: only known keys make it a field.
_GAP = re.compile(
    r"(?:[ \t\u00a0\u3000]*+(?:[-*+][ \t]*+)?\r?\n|[ \t]*+<!--(?:(?!-->)[^\n])*+-->[ \t]*+\r?\n)*+"
)
_LOOSE = re.compile(
    rf"""
    (?P<indent>[ \t\u00a0\u3000]*+)(?P<bullet>{BULLET}[ \t\u00a0\u3000]*+)
    (?P<key>{KEY})(?P<colon>{COLON})(?P<value>[^\n]*)
    """,
    re.X,
)
# A line that a formatter broke off a value at a blank; one that begins something of its own is none.
_WRAPPED = re.compile(
    rf"""[ \t]++(?!{BULLET}(?:[ \t\u00a0\u3000]|{KEY}{COLON})|[0-9]++[.)][ \t]|[\#>|]|```|~~~|<!--)
    (?P<piece>\S[^\n]*)""",
    re.X,
)
# What follows the plain lines where any of the above may: most entries end or go on with text.
_MORE = re.compile(rf"[ \t]++\S|(?:[ \t\u00a0\u3000]*+\r?\n)*+[ \t\u00a0\u3000]*+(?:{BULLET}|<!--)")
_CODE_INDENT = 4


class Field(NamedTuple):
    """One `- key: value` line of an entry, as written; offsets are characters in the file.

    `block` is 0 for lines of the plain form, straight below the heading. From 1 on it counts lists that
    only a policy can tell from free text: `settled` keeps those whose keys are known. A value that was
    wrapped is joined again and reaches from `value_start` to `end`.
    """

    key: str
    value: str
    start: int
    value_start: int
    end: int
    key_start: int
    block: int = 0

    @property
    def wrapped(self) -> bool:
        """Whether the value stands on several lines."""
        return self.end - self.value_start != len(self.value)


_new_field = partial(tuple.__new__, Field)


def read_fields(
    text: str, begin: int, end: int, at: Place, found: list[Diagnostic]
) -> tuple[tuple[Field, ...], int]:
    """The fields below a heading, and where the free text behind them begins."""
    fields: list[Field] = []
    position = begin
    while position < end:
        match = FIELD.match(text, position, end)
        if match is None:
            break
        key, colon, value = match.groups()
        if colon != ": " and "：" in colon:
            _narrow(match, key, at, found)
        value, (begins, finish) = value.rstrip(), match.span(3)
        fields.append(_new_field((key, value, position, begins, begins + len(value), position + 2, 0)))
        position = finish + 1 if finish < end else end
    if position < end and _MORE.match(text, position, end):
        position = _loose(text, position, end, fields, at, found)
    return tuple(fields), position


def _loose(
    text: str, position: int, end: int, fields: list[Field], at: Place, found: list[Diagnostic]
) -> int:
    """Add the fields that stand loose; answers where the free text begins."""
    block = 0
    while position < end:
        if fields:
            position = _unwrapped(text, position, end, fields)
        gap = _GAP.match(text, position, end)
        begin = gap.end() if gap else position
        match = _LOOSE.match(text, begin, end)
        if match is None or (begin > position and _is_code(match["indent"])):
            break
        if block == 0 or begin > position:
            block += 1
        key, value = match["key"], match["value"].rstrip()
        if "：" in match["colon"]:
            _narrow(match, key, at, found)
        begins, finish = match.span("value")
        fields.append(
            Field(key, value, match.start("bullet"), begins, begins + len(value), match.start("key"), block)
        )
        position = min(finish + 1, end)
    return position


def _unwrapped(text: str, position: int, end: int, fields: list[Field]) -> int:
    """Give the last field the lines that were broken off its value; answers where the next line begins."""
    pieces: list[str] = []
    last = fields[-1]
    finish = last.end
    while position < end and (match := _WRAPPED.match(text, position, end)):
        piece = match["piece"].rstrip()
        pieces.append(piece)
        finish = match.start("piece") + len(piece)
        position = min(match.end() + 1, end)
    if pieces:
        value = " ".join([last.value, *pieces] if last.value else pieces)
        fields[-1] = last._replace(value=value, end=finish)
    return position


def _is_code(indent: str) -> bool:
    return "\t" in indent or len(indent) >= _CODE_INDENT


def _narrow(match: re.Match[str], key: str, at: Place, found: list[Diagnostic]) -> None:
    fix = Splice(match.start("colon"), match.end("colon"), ": ")
    found.append(WIDE_FIELD_COLON.at(at(match.start("colon")), key=key, fix=(fix,)))


def settled(fields: tuple[Field, ...], known: Callable[[str], object]) -> tuple[Field, ...]:
    """The fields where `known` says which keys are ones; from the first doubtful list on all is text.

    The list straight below a heading is of fields when one of its keys is known; a later one when all are.
    """
    kept: list[Field] = []
    for block, group in groupby(fields, key=lambda field: field.block):
        lines = list(group)
        enough = all if kept else any
        if block and not enough(known(field.key) for field in lines):
            break
        kept += lines
    return tuple(kept)
