"""Find the commit in which each entry of each record stood first, by one pass over what commits changed (B5).

An entry is known by its record's number and its heading. One whose heading was corrected, or that moved to
another record or file in one commit, stays the same; what was written anew is new.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from crmkit.git.log import Commit, FileChange

RECORD = ""
"""What stands for the record itself among the headings of its entries."""
UNCOMMITTED = -1
"""The number of what the disk holds and no commit does."""
_HEADING = re.compile(rb"^[ \t]{0,3}(?:#|\xef\xbc\x83)[^\n]*\d[^\n]*", re.M)
_NUMBER = re.compile(r"^([^\s:：#-][^:：\n]{0,40}?) *[:：] *([^\n]{1,200})", re.M)
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}")
_OTHER = re.compile(r"[\W_]+")
_FRONT = 4096  # bytes in which a record says its number
_LONG = 400  # characters of a heading that tell it from others


class Heading(NamedTuple):
    """A heading as it is compared: its day, time, kind and subject, without marks; `line` counts from 1."""

    key: str
    day: tuple[int, ...]
    time: str
    words: str
    line: int


class DatedCommit(NamedTuple):
    """A commit as far as it dates entries; `records` is how many it brought something new for."""

    written: int
    committed: int
    first: bool
    records: int


@dataclass
class FirstSeen:
    """Commits in order, and by record and heading the numbers of those in which it came, up to a `tip`."""

    tip: str = ""
    moments: list[DatedCommit] = field(default_factory=list)
    came: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def rows(self) -> Iterator[list[Any]]:
        """All of it as JSON's values."""
        yield [self.tip]
        yield [list(moment) for moment in self.moments]
        for record, headings in self.came.items():
            yield [record, headings]


def of_rows(rows: Sequence[Any]) -> FirstSeen:
    """What `rows` said; nothing of what is no such thing."""
    if len(rows) < 2:
        return FirstSeen()
    (tip,), moments, *came = rows
    return FirstSeen(tip, [DatedCommit(*one) for one in moments], {record: dict(of) for record, of in came})


def number_of(data: bytes, words: Iterable[str]) -> str:
    """The number that a record says in its front matter, empty for none."""
    for name, said in _NUMBER.findall(data[:_FRONT].decode("utf-8", "replace")):
        if name.strip("\"' ").lower() in words:
            return str(said).strip("\"' \r")
    return ""


def headings(data: bytes) -> list[Heading]:
    """What may be headings of entries, in the order of the file."""
    found, line, at = [], 1, 0
    for match in _HEADING.finditer(data):
        line += data.count(b"\n", at, match.start())
        at = match.start()
        found.append(_heading(match[0].decode("utf-8", "replace")[:_LONG], line))
    return found


def _heading(said: str, line: int) -> Heading:
    day, time = _DAY.search(said), _TIME.search(said)
    rest = _TIME.sub("", _DAY.sub("", said, count=1))
    key = sha256(_OTHER.sub("", said).casefold().encode("utf-8", "replace")).hexdigest()[:16]
    numbers = tuple(map(int, day.groups())) if day else ()
    return Heading(key, numbers, time[0] if time else "", _OTHER.sub(" ", rest).strip().casefold(), line)


Read = Callable[[str, str], tuple[str, Sequence[Heading]]]
"""The number and the headings of a content, by git's name of it and its path."""


def follow(seen: FirstSeen, commits: Iterable[Commit], read: Read) -> None:
    """Go on with what is known over later commits, in their order."""
    for commit in commits:
        number = len(seen.moments)
        fresh = _take(seen, commit.changes, number, read)
        seen.moments.append(DatedCommit(commit.written, commit.committed, commit.first, fresh))


def follow_disk(seen: FirstSeen, changes: Sequence[FileChange], read: Read) -> None:
    """Go on with what the disk holds beside the last commit."""
    _take(seen, changes, UNCOMMITTED, read)


def _take(seen: FirstSeen, changes: Sequence[FileChange], number: int, read: Read) -> int:
    """Note what came, and what merely moved or was corrected; for how many records something is new."""
    came, gone = _sides(changes, read)
    left = {
        record: {one.key: one for one in was if one.key not in came.get(record, {})}
        for record, was in gone.items()
    }
    anywhere: dict[str, list[str]] = defaultdict(list)
    for record, lost in left.items():
        for key in lost:
            anywhere[key].append(record)
    fresh = set[str]()
    for record, of in came.items():
        known = seen.came.setdefault(record, {})
        before = Counter(h.key for h in gone.get(record, ()))
        if RECORD not in known:
            known[RECORD] = [_record_came(seen, of, left, anywhere, number)]
            fresh.update([record] if known[RECORD] == [number] else [])
        for key, found in of.items():
            for _ in range(len(found) - before[key]):
                origin = _origin(found[0], key, record, left, anywhere)
                first = min(seen.came.get(origin[0], {}).get(origin[1], [number])) if origin else number
                known.setdefault(key, []).append(first)
                fresh.update([record] if first == number else [])
    return len(fresh)


def _sides(
    changes: Sequence[FileChange], read: Read
) -> tuple[dict[str, dict[str, list[Heading]]], dict[str, list[Heading]]]:
    """By record the headings that stand behind the changes, by key, and those that stood before."""
    came: dict[str, dict[str, list[Heading]]] = {}
    gone: dict[str, list[Heading]] = defaultdict(list)
    for change in changes:
        if change.old:
            record, found = read(change.old, change.path)
            gone[record].extend(found)
        if change.new:
            record, found = read(change.new, change.path)
            of = came.setdefault(record, {})
            for heading in found:
                of.setdefault(heading.key, []).append(heading)
    return came, gone


def _record_came(
    seen: FirstSeen,
    of: Mapping[str, object],
    left: Mapping[str, Mapping[str, Heading]],
    anywhere: Mapping[str, Sequence[str]],
    number: int,
) -> int:
    """A record under another number than before is the one that most of its entries come from."""
    origins = Counter(record for key in of for record in anywhere.get(key, ()))
    best = max(origins, key=lambda one: origins[one], default=None)
    if best is None or 2 * origins[best] < len(of):
        return number
    return min(seen.came.get(best, {}).get(RECORD, [number]))


def _origin(
    heading: Heading,
    key: str,
    record: str,
    left: Mapping[str, dict[str, Heading]],
    anywhere: Mapping[str, Sequence[str]],
) -> tuple[str, str] | None:
    """Where it stood before: word for word in another record, or as what went from here and is like it."""
    for other in anywhere.get(key, ()):
        return other, key
    likely = [(_likeness(heading, old), old.key) for old in left.get(record, {}).values()]
    best = max(likely, default=(0, ""))
    if best[0] < _SAME:
        return None
    del left[record][best[1]]
    return record, best[1]


_SAME = 3
"""Day, kind, subject and time are four signs, the day and the subject the weightier: so much is one entry."""


def _likeness(one: Heading, other: Heading) -> int:
    same_day = bool(one.day) and one.day == other.day
    mine, theirs = one.words.partition(" "), other.words.partition(" ")
    score = 2 * same_day + (one.time == other.time != "") + (mine[0] == theirs[0] != "")
    return score + 2 * (len(mine[2]) > 1 and mine[2] == theirs[2])
