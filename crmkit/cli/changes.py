"""Say which lines an edit changed, in time that grows with the text and not with its square."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# Lines to compare each with each, at most: a bound of cost; more of them are shown as taken out and put in.
_MOST_COMPARED = 250_000
_FAR, _ALIKE = 400, 20  # lines: how far to look, and how many prove that both go on alike


class ChangedField(NamedTuple):
    """Lines taken out and put in; `line` counts from 1 where those put in stand, or those taken out stood."""

    line: int
    out: Sequence[str]
    new: Sequence[str]


def changes(before: str, after: str) -> list[ChangedField]:
    """What changed from one text to another, in order."""
    lines = after.split("\n")
    found = list(_between(before.split("\n"), lines, 1))
    ends = [*(change.line - 1 for change in found[1:]), len(lines)][: len(found)]
    return [_down(change, lines, end) for change, end in zip(found, ends, strict=True)]


def _down(change: ChangedField, lines: Sequence[str], end: int) -> ChangedField:
    """Lines put in, as far down as they may stand, so that an entry begins with its heading."""
    first = change.line - 1
    behind = first + len(change.new)
    if change.out or not change.new:
        return change
    while behind < end and lines[first] == lines[behind]:
        first, behind = first + 1, behind + 1
    return ChangedField(first + 1, (), lines[first:behind])


def first_line(found: Sequence[ChangedField]) -> int:
    """The line to look at first: that of the first change, blank lines passed over."""
    if not found:
        return 1
    line, _, new = found[0]
    return line + next((at for at, text in enumerate(new) if text.strip()), 0)


def shown(found: Sequence[ChangedField]) -> list[str]:
    """The changed lines as git shows them, without context."""
    return [
        sign + text.rstrip("\r")
        for change in found
        for sign, lines in (("-", change.out), ("+", change.new))
        for text in lines
    ]


def _between(old: Sequence[str], new: Sequence[str], line: int) -> Iterator[ChangedField]:
    """The changes between two runs of lines, of which the second begins at a line."""
    todo = [(old, new, line)]
    while todo:
        old, new, line = todo.pop()
        head = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
        head = min(len(old), len(new)) if head is None else head
        old, new, line = old[head:], new[head:], line + head
        most = min(len(old), len(new))
        tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
        old, new = old[: len(old) - tail], new[: len(new) - tail]
        if not old and not new:
            continue
        anchors = _anchors(old, new) if old and new else []
        if anchors:
            todo += reversed(_parts(old, new, line, anchors))
        elif not old or not new:
            yield ChangedField(line, old, new)
        elif len(old) * len(new) > _MOST_COMPARED:
            out, put = _again(old, new)
            yield ChangedField(line, old[:out], new[:put])
            todo.append((old[out:], new[put:], line + put))
        else:
            yield from _compared(old, new, line)


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of lines that stand once in each, as far as they follow each other in both."""
    once_old, once_new = (
        {text for text, times in Counter(lines).items() if times == 1} for lines in (old, new)
    )
    both = once_old & once_new
    where = {text: at for at, text in enumerate(new) if text in both}
    found: list[tuple[int, int]] = []
    for at, text in enumerate(old):
        if text in both and (not found or where[text] > found[-1][1]):
            found.append((at, where[text]))
    return found


def _parts(
    old: Sequence[str], new: Sequence[str], line: int, anchors: Sequence[tuple[int, int]]
) -> list[tuple[Sequence[str], Sequence[str], int]]:
    """What lies between the anchors."""
    edges = [(-1, -1), *anchors, (len(old), len(new))]
    return [
        (old[first[0] + 1 : second[0]], new[first[1] + 1 : second[1]], line + first[1] + 1)
        for first, second in pairwise(edges)
    ]


def _again(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many lines of each to pass over until both go on alike; all of them where that is far."""
    for apart in range(1, _FAR):
        for out in range(apart + 1):
            put = apart - out
            if old[out : out + _ALIKE] == new[put : put + _ALIKE]:
                return out, put
    return len(old), len(new)


def _compared(old: Sequence[str], new: Sequence[str], line: int) -> Iterator[ChangedField]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            yield ChangedField(line + begin, old[start:end], new[begin:stop])
