"""Read which files of a folder each commit changed, as git has it: parents first, merges left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crmkit.git.entries import Mode
from crmkit.git.process import ask, parts

_COMMIT = b"\x01"
_ASKED = (
    "log", "--reverse", "--topo-order", "--no-merges", "--raw", "-z", "--no-renames", "--no-abbrev",
    "--relative", "--no-show-signature", "--no-color", "--no-ext-diff", "--format=%x01%H %at %ct %P",
)  # fmt: skip
_SETTINGS = {"log.showRoot": "true", "log.follow": "false", "diff.orderFile": os.devnull}
_FILES = (Mode.FILE, Mode.PROGRAM)


class FileChange(NamedTuple):
    """A path below the folder asked in, and git's names of its content before and after; empty: no file."""

    path: str
    old: str
    new: str


class Commit(NamedTuple):
    """A commit: when it was written and when committed, in seconds since 1970, and what it changed.

    `first` says that it has no parent, as the history begins or was cut off there.
    """

    name: str
    written: int
    committed: int
    first: bool
    changes: tuple[FileChange, ...]


def commits(root: Path, tip: str, path: str, after: str = "") -> Iterator[Commit]:
    """The commits up to a tip that changed files at a path, without those up to an earlier tip."""
    reach = (tip, f"^{after}") if after else (tip,)
    words = iter(parts(ask(root, *_ASKED, *reach, "--", path, settings=_SETTINGS).out))
    head, changes = b"", list[FileChange]()
    for word in words:
        if word.startswith(_COMMIT):
            if head:
                yield _commit(head, changes)
            head, changes = word, []
            continue
        old_mode, new_mode, old, new, _ = word.lstrip(b"\n").removeprefix(b":").decode().split(" ")
        place = os.fsdecode(next(words))
        before, behind = old if old_mode in _FILES else "", new if new_mode in _FILES else ""
        changes.append(FileChange(place, before, behind))
    if head:
        yield _commit(head, changes)


def _commit(head: bytes, changes: list[FileChange]) -> Commit:
    name, written, committed, *parents = head.removeprefix(_COMMIT).decode().split(" ")
    return Commit(name, int(written), int(committed), not any(parents), tuple(changes))


def is_ancestor(root: Path, one: str, other: str) -> bool:
    """Whether a commit is another one or lies before it; not where git does not know it any more."""
    return ask(root, "merge-base", "--is-ancestor", one, other, fine=(0, 1, 128)).code == 0


def cut_off(root: Path) -> bool:
    """Whether the clone lacks the commits before some."""
    return ask(root, "rev-parse", "--is-shallow-repository").out.strip() == b"true"
