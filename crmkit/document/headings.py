"""Find the `##` headings of a body that stand outside code fences and comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from crmkit.diagnostics import Code, Diagnostic, Severity, Source, Splice

NOT_A_HEADING = Code("CRM203", "entry-heading-malformed")
OPEN_FENCE = Code("CRM204", "unclosed-fence", Severity.WARNING)
OPEN_COMMENT = Code("CRM205", "unclosed-comment", Severity.WARNING)

Place = Callable[[int], Source]
_SHOWN = 80  # of a line of a megabyte, a person looks at the beginning

_LINE = r"""(?P<indent>[ ]{0,3}+)(?:
        (?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)
      | (?P<comment><!--)
      | (?P<hash>[#＃]{1,6})(?P<rest>[^\n]*)
    )"""
# A line behind another is found by its line feed, to which the engine skips; the first has none.
_MARK, _FIRST = re.compile(r"\n" + _LINE, re.X), re.compile(_LINE, re.X)
_CLOSER = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*\r?$", re.M)
_SETEXT = re.compile(r"^(?P<text>[^\n#>]{6,200})\r?\n(?P<line>-{2,}|={2,})[ \t]*\r?$", re.M)
DATED = re.compile(
    r"""
    (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
    (?:[ \t]+ (?P<time>[0-9]{1,2}[:：][0-9]{2}) (?:[-–~] (?P<until>[0-9]{1,2}[:：][0-9]{2}))? )?
    (?:[ \t\u3000]+|$)
    (?P<kind>\S*)
    [ \t\u3000]*
    (?P<subject>.*)
    """,
    re.X,
)
MAY_BE_DATED = re.compile("[0-9０-９月]")
"""What every date holds, however it is written."""
LOOKS_DATED = re.compile(
    r"[ \t\u3000]*(?:(?P<year>[0-9０-９]{4})(?P<sep>[-/.年－—])(?P<rest>\S*)"
    r"|(?:19|20)[0-9]{6}(?![0-9A-Za-z]))"
)


class _Closers(NamedTuple):
    """Lines that could close a fence of one kind: their ends, lengths, and the longest from each on."""

    ends: list[int]
    lengths: list[int]
    longest: list[int]


def _closers(text: str, begin: int) -> dict[str, _Closers]:
    made = {"`": _Closers([], [], []), "~": _Closers([], [], [])}
    for match in _CLOSER.finditer(text, begin):
        closers = made[match[1][0]]
        closers.ends.append(match.end())
        closers.lengths.append(len(match[1]))
    for closers in made.values():
        closers.longest.extend(reversed(list(accumulate(reversed(closers.lengths), max))))
    return made


def hidden(text: str, begin: int) -> list[tuple[int, int]]:
    """Where code fences and comments lie, in order."""
    spans: list[tuple[int, int]] = []
    headings(text, begin, lambda offset: Source("", 1, offset + 1), [], spans)
    return spans


def headings(
    text: str, begin: int, at: Place, found: list[Diagnostic], hides: list[tuple[int, int]] | None = None
) -> list[tuple[int, int, str]]:
    """Start, end of line and title of every `##` heading outside fences and comments, which go to `hides`.

    A fence or comment that nothing closes hides nothing and is read as text. Only the first is reported: to a
    Markdown reader all later ones lie inside it.
    """
    heads: list[tuple[int, int, str]] = []
    hidden = [] if hides is None else hides
    closers: dict[str, _Closers] | None = None
    open_comment = open_fence = -1
    match = _FIRST.match(text) if begin == 0 else None
    match = match or _MARK.search(text, max(begin - 1, 0))
    while match:
        start = match.start("indent")
        position = line_end(text, start)
        if match["fence"]:
            closers = closers or _closers(text, begin)
            close = _close_of_fence(match, position, closers)
            if close < 0 and open_fence < 0:
                open_fence = start
            position = max(position, close)
            hidden.append((start, position))
        elif match["comment"]:
            close = text.find("-->", match.end()) if open_comment < 0 else -1
            if close < 0 and open_comment < 0:
                open_comment = start
            position = max(position, close)
            hidden.append((start, position))
        else:
            _heading(match, start, position, at, found, heads)
        match = _MARK.search(text, position)
    if open_fence >= 0:
        found.append(OPEN_FENCE.at(at(open_fence)))
    if open_comment >= 0:
        found.append(OPEN_COMMENT.at(at(open_comment)))
    if text.find("\n--", begin) >= 0 or text.find("\n==", begin) >= 0:
        _underlined(text, begin, hidden, at, found)
    return heads


def _underlined(
    text: str, begin: int, hidden: list[tuple[int, int]], at: Place, found: list[Diagnostic]
) -> None:
    """Report dates that are headings by a line below, outside fences and comments."""
    from crmkit.document.meant import entry_title, meant

    for match in _SETEXT.finditer(text, begin):
        title = match["text"].strip()
        said = meant(title) if MAY_BE_DATED.search(title) else None
        if said is None or said.day is None or not title[said.rest :]:
            continue
        index = bisect_right(hidden, (match.start(), len(text))) - 1
        if index < 0 or hidden[index][1] <= match.start():
            place, suggestion = at(match.start()), shown(f"## {entry_title(title, said)}")
            found.append(NOT_A_HEADING.at(place, heading=shown(title), suggestion=suggestion))


def _heading(
    match: re.Match[str],
    start: int,
    end: int,
    at: Place,
    found: list[Diagnostic],
    heads: list[tuple[int, int, str]],
) -> None:
    marks, rest = match["hash"], match["rest"]
    if marks == "##" and not match["indent"] and (not rest.strip() or rest[0] in " \t"):
        heads.append((start, end, rest.strip()))
    elif MAY_BE_DATED.search(rest) and (fix := _as_heading(match, rest)):
        heading = shown((marks + rest).rstrip())
        place = at(match.start("hash"))
        found.append(NOT_A_HEADING.at(place, heading=heading, suggestion=shown(fix[0].text), fix=fix))


def _as_heading(match: re.Match[str], rest: str) -> tuple[Splice, ...]:
    """Write the malformed heading as an entry's, when its date can be read; else it is ordinary text."""
    from crmkit.document.meant import entry_title, meant

    title = rest.strip()
    said = meant(title)
    if said is None or said.day is None or not title[said.rest :]:
        return ()
    begin = match.start("indent")
    return (Splice(begin, match.start("rest") + len(rest.rstrip()), f"## {entry_title(title, said)}"),)


def _close_of_fence(match: re.Match[str], position: int, closers: dict[str, _Closers]) -> int:
    """Where the code fence ends, -1 when nothing closes it; `position` itself when it is none."""
    mark = match["fence"]
    if mark[0] == "`" and "`" in match["info"]:
        return position
    ends, lengths, longest = closers[mark[0]]
    index = bisect_right(ends, position)
    if index == len(ends) or longest[index] < len(mark):
        return -1
    while lengths[index] < len(mark):
        index += 1
    return ends[index]


def shown(heading: str) -> str:
    """A heading as a finding may show it."""
    return heading if len(heading) <= _SHOWN else heading[: _SHOWN - 1] + "…"


def line_end(text: str, start: int) -> int:
    """Offset of the line feed that ends the line, or the text's length."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
