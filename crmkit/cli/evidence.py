"""Ask git since when each entry and each record stands in the book, and keep what it answered (B5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from hashlib import new as new_hash

import click

from crmkit import git
from crmkit.cli.revision import INDEX
from crmkit.cli.rim import Rim
from crmkit.document.decode import MAX_BYTES
from crmkit.folders import RECORDS
from crmkit.followups.logged import Evidence, First, Timeliness, loggings
from crmkit.git.blobs import Blobs
from crmkit.git.entries import of_commit
from crmkit.git.first_seen import (
    RECORD,
    UNCOMMITTED,
    DatedCommit,
    FirstSeen,
    Heading,
    Read,
    follow,
    follow_disk,
    headings,
    number_of,
    of_rows,
)
from crmkit.git.log import FileChange, commits, cut_off, is_ancestor
from crmkit.load import record_paths
from crmkit.view import View

KEPT = "first-seen"


def evidence(rim: Rim) -> Evidence:
    """All that git tells of it; what it cannot tell is said once, on stderr."""
    try:
        tip = git.commit_of(rim.root, "HEAD" if rim.rev in (None, INDEX) else rim.commit)
        short = cut_off(rim.root)
        found = _with_disk(rim, _followed(rim, tip, short), tip, short)
    except (git.NotInstalled, git.NotARepository, git.UnsafeOwnership, git.NoSuchRevision):
        _say(rim, rim._("not checked: no history tells when something was written down"))
        return Evidence()
    if short:
        _say(rim, rim._("the history is cut off: what its first commit holds is not checked"))
    return Evidence(found, True)


def tell_of_unknown(rim: Rim, view: View, told: Evidence) -> None:
    """Say how many entries were not judged, and why: nobody should take them for logged in time."""
    found = Counter(one.verdict for one in loggings(view, told))
    if unknown := found[Timeliness.UNKNOWN]:
        one = "not checked: the history does not tell since when 1 entry stands"
        many = "not checked: the history does not tell since when {count} entries stand"
        _say(rim, rim.many(one, many, unknown))
    if brought := found[Timeliness.BROUGHT]:
        one = "not checked: 1 entry was brought along with many records"
        many = "not checked: {count} entries were brought along with many records"
        _say(rim, rim.many(one, many, brought))


def _say(rim: Rim, text: str) -> None:
    click.echo(f"crmkit: {text}", err=True)


def _followed(rim: Rim, tip: str, short: bool) -> FirstSeen:
    """What commits up to the tip say; those that an earlier run went over are not read again."""
    words, blobs = _words(rim), Blobs(rim.root)
    told = " ".join([str(short), *sorted(words)])
    rows = rim.cache.remembered(KEPT, told)[1] if rim.cache is not None else []
    seen = of_rows(rows)
    if seen.tip == tip:
        return seen
    if not seen.tip or not is_ancestor(rim.root, seen.tip, tip):
        seen = FirstSeen()
    follow(seen, commits(rim.root, tip, RECORDS, seen.tip), _reader(blobs, words))
    seen.tip = tip
    if rim.cache is not None:
        rim.cache.keep(KEPT, seen.rows(), rim.cache.now(), told)
    return seen


def _words(rim: Rim) -> frozenset[str]:
    """What the front matter of a record may call its number."""
    field = rim.policy.schema.profile.find("id")
    return frozenset(word.lower() for word in field.words) if field else frozenset()


def _reader(blobs: Blobs, words: frozenset[str]) -> Read:
    """What stands behind one change stands before the next one: the last contents are not read twice."""

    @lru_cache(maxsize=1 << 14)
    def read(name: str, path: str) -> tuple[str, Sequence[Heading]]:
        return _read(blobs.read(name, MAX_BYTES, path) if path.endswith(".md") else None, path, words)

    return read


def _read(data: bytes | None, path: str, words: frozenset[str]) -> tuple[str, Sequence[Heading]]:
    if data is None:  # no record, or larger than any may be
        return path, ()
    return number_of(data, words) or path, headings(data)


def _with_disk(rim: Rim, seen: FirstSeen, tip: str, short: bool) -> Mapping[str, Mapping[int, First | None]]:
    """By record and line when each stood first; what the disk holds beside the commit is new."""
    words, blobs, texts = _words(rim), Blobs(rim.root), dict[str, bytes]()
    stored = {one.path: one.name for one in of_commit(rim.root, tip, RECORDS.rstrip("/"))}
    for path in record_paths(rim.snapshot):
        data = rim.snapshot[path]
        if isinstance(data, bytes):
            texts[path] = data
    names = {path: _name(data, stored.get(path, tip)) for path, data in texts.items()}
    changed = [
        FileChange(path, stored.get(path, ""), names.get(path, ""))
        for path in sorted({*stored, *names})
        if path.endswith(".md") and stored.get(path) != names.get(path)
    ]
    if changed:
        fresh = {names[path]: data for path, data in texts.items()}
        old = _reader(blobs, words)
        seen = deepcopy(seen)
        follow_disk(
            seen,
            changed,
            lambda name, path: _read(fresh[name], path, words) if name in fresh else old(name, path),
        )
    return {path: dict(_lines(*_read(data, path, words), seen, short)) for path, data in texts.items()}


def _name(data: bytes, like: str) -> str:
    """Git's name for a content, by the hash with which the repository names others."""
    digest = new_hash("sha256" if len(like) == 64 else "sha1", usedforsecurity=False)
    digest.update(b"blob %d\0" % len(data) + data)
    return digest.hexdigest()


def _lines(
    record: str, found: Sequence[Heading], seen: FirstSeen, short: bool
) -> Iterator[tuple[int, First | None]]:
    """The headings of a record by line: of several that are alike the earliest came first."""
    came, taken = seen.came.get(record, {}), defaultdict[str, int](int)
    for key, line in ((RECORD, 0), *((one.key, one.line) for one in found)):
        numbers = sorted(came.get(key, ()), key=lambda number: (number == UNCOMMITTED, number))
        nth = taken[key]
        taken[key] += 1
        if nth >= len(numbers):
            continue
        yield line, None if numbers[nth] == UNCOMMITTED else _first(seen.moments[numbers[nth]], short)


def _first(one: DatedCommit, short: bool) -> First:
    return First(one.written, one.committed, one.records, known=not (short and one.first))
