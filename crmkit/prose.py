"""Find what a Markdown renderer would multiply or leave out of a free text, and write it so that it shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

# Limits of the tool, not of a team's policy: they bound what a page may grow to (P8). A renderer fills in the
# cells that a row does not write; a table of more cells than characters is made of nearly nothing else.
FREE_CELLS = 100
DEEPEST = 20

_MARK = r"(?:[ \t]*+(?:>|[-+*][ \t]|[0-9]{1,9}[.)][ \t]))"
_CONTAINERS = re.compile(rf"{_MARK}*+[ \t]*+")
_DEEP = re.compile(rf"^{_MARK}{{{DEEPEST + 1}}}", re.M)
_DELIMITER = re.compile(r"^[ \t>]*+(?P<row>[-|:][-|: \t]*+)\r?$", re.M)
_BLANK = re.compile(r"^[ \t>]*+\r?$", re.M)
_PIPE = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(rf"^{_MARK}{{0,{DEEPEST}}}+[ \t]*+(?P<label>\[(?:[^\[\]\\\n]|\\.)++\]):", re.M)
_LABEL = re.compile(r"\[(?:[^\[\]\\\n]|\\.)++\]")
_FOLLOWED = re.compile(r"[ \t]*+<?(?:https?:|mailto:|tel:)", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t>]*+(?P<fence>`{3,}+|~{3,}+)(?P<info>[^\n]*+)$", re.M)
_INTERRUPTS = re.compile(r" {0,3}(?:#{1,6}[ \t]|`{3}|~{3}|>|[-+*][ \t]|[0-9]{1,9}[.)][ \t])")


class Swallows(StrEnum):
    """What would happen: a table would grow, a row lose cells, a text nest too deep, a line vanish."""

    TABLE = "table"
    ROW = "row"
    DEPTH = "depth"
    DEFINITION = "definition"


class Risk(NamedTuple):
    """Something in `text` that is shown as plain text instead.

    It is `at` a place; a backslash before the sign at `sign` takes its meaning.
    """

    kind: Swallows
    at: int
    sign: int


def guarded(text: str) -> str:
    """The text with a backslash before each sign that would multiply or leave out."""
    parts, position = [], 0
    for sign in sorted({risk.sign for risk in risks(text)}):
        parts += [text[position:sign], "\\"]
        position = sign
    return "".join([*parts, text[position:]]) if parts else text


def risks(text: str) -> list[Risk]:
    """All that is shown plain, in no order; what stands in a code fence is plain already."""
    found = [*_tables(text), *_depths(text), *_definitions(text)]
    if found and ("```" in text or "~~~" in text):
        inside = _fenced(text)
        found = [risk for risk in found if bisect_right(inside, risk.at) % 2 == 0]
    return found


def _tables(text: str) -> Iterator[Risk]:
    """Tables that would outgrow their text, and those with a row that is longer than the heading."""
    delimiter = _DELIMITER.search(text) if "|" in text else None
    while delimiter is not None:
        head = text.rfind("\n", 0, max(delimiter.start() - 1, 0)) + 1
        blank = _BLANK.search(text, delimiter.end() + 1)
        end = blank.start() if blank else len(text)
        yield from _paragraph(text[head:end].removesuffix("\n").split("\n"), head, end)
        delimiter = _DELIMITER.search(text, max(end, delimiter.end()))


def _paragraph(lines: list[str], start: int, end: int) -> Iterator[Risk]:
    """The tables between two blank lines; `start` and `end` are places in the text."""
    places = list(accumulate((len(line) + 1 for line in lines), initial=start))
    for number, line in enumerate(lines):
        delimiter = _DELIMITER.match(line) if number else None
        if delimiter is None:
            continue
        columns, sign = cells(line), places[number] + delimiter.start("row")
        if columns * (len(lines) - number - 1) > max(FREE_CELLS, end - places[number - 1]):
            yield Risk(Swallows.TABLE, places[number], sign)
        elif "-" in line and cells(lines[number - 1]) == columns:
            quoted = lines[number - 1].lstrip(" \t").startswith(">")
            for at in range(number + 1, len(lines)):
                if _DELIMITER.match(lines[at]) or (_INTERRUPTS.match(lines[at]) and not quoted):
                    break
                if cells(lines[at]) > columns:
                    yield Risk(Swallows.ROW, places[at], sign)
                    break


def cells(row: str) -> int:
    """How many cells a line of a table has; the bars at its ends are its frame."""
    inner = _CONTAINERS.sub("", row, count=1).strip(" \t\r")
    if inner.startswith("|"):
        inner = inner[1:]
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(_PIPE.findall(inner)) + 1


def _depths(text: str) -> Iterator[Risk]:
    """Lines on which more quotes and lists open inside each other than anybody writes."""
    for match in _DEEP.finditer(text):
        marks = match[0].lstrip(" \t")
        first = match.end() - len(marks)
        sign = first + (len(marks) - len(marks.lstrip("0123456789")))
        yield Risk(Swallows.DEPTH, first, sign)


def _definitions(text: str) -> Iterator[Risk]:
    """Lines such as `[王总]: 明天再说` that are targets of links to a renderer, which shows them nowhere."""
    if "]:" not in text:
        return
    found = list(_DEFINITION.finditer(text))
    defined = Counter(match["label"].casefold() for match in found)
    named = Counter(label.casefold() for label in _LABEL.findall(text)) if found else Counter[str]()
    for match in found:
        label = match["label"].casefold()
        if not _FOLLOWED.match(text, match.end()) or named[label] <= defined[label]:
            yield Risk(Swallows.DEFINITION, match.start("label"), match.start("label"))


def _fenced(text: str) -> list[int]:
    """Where code fences begin and end, in turn; one that nothing closes goes on to the end."""
    bounds: list[int] = []
    mark = ""
    for match in _FENCE.finditer(text):
        fence, info = match["fence"], match["info"]
        if not mark and not (fence[0] == "`" and "`" in info):
            mark = fence
            bounds.append(match.start())
        elif mark and fence.startswith(mark) and not info.strip():
            mark = ""
            bounds.append(match.end())
    return bounds
