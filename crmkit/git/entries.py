"""List what a commit or the index holds of a folder, as git has it: no filter, no line end converted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from crmkit.git.errors import GitError
from crmkit.git.process import ask, parts
from crmkit.git.settings import unfiltered


class Mode(StrEnum):
    """What stands at a path, by git's number for it."""

    TREE = "040000"
    FILE = "100644"
    PROGRAM = "100755"
    LINK = "120000"
    SUBMODULE = "160000"


class StoredFile(NamedTuple):
    """A path from the folder that was asked in, what stands there, and the name of its content.

    `merged` is False for a path of the index on which the two sides of a merge differ.
    """

    path: str
    mode: str
    name: str
    merged: bool = True


def of_commit(root: Path, commit: str, *paths: str) -> Iterator[StoredFile]:
    """The files, links, submodules and folders of a commit at some paths and below them."""
    said = ask(root, "ls-tree", "-r", "-t", "-z", commit, "--", *paths)
    for line in parts(said.out):
        about, _, path = line.partition(b"\t")
        mode, _, name = about.decode().split(" ")
        yield StoredFile(os.fsdecode(path), mode, name)


def of_index(root: Path, *paths: str) -> Iterator[StoredFile]:
    """The files, links and submodules of the index at some paths and below them; an unmerged one once.

    Within a commit, git's hooks are told of another index than the usual one: that is the one which is read,
    where it lies in this repository.
    """
    index = _told(root)
    said = ask(root, "ls-files", "--stage", "-z", "--", *paths, index=index)
    last = ""
    intended: frozenset[str] | None = None
    for line in parts(said.out):
        about, _, place = line.partition(b"\t")
        mode, name, stage = about.decode().split(" ")
        path = os.fsdecode(place)
        if stage != "0":
            if path != last:
                yield StoredFile(path, mode, name, merged=False)
            last = path
            continue
        if name in _EMPTY:
            intended = _intended(root, index, *paths) if intended is None else intended
        if name not in _EMPTY or path not in (intended or ()):
            yield StoredFile(path, mode, name)


_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""Git's name for no bytes, by SHA-1 and SHA-256."""


def _intended(root: Path, index: str, *paths: str) -> frozenset[str]:
    """Paths that `git add -N` announced: they stand in the index, and a commit would not hold them."""
    silent = unfiltered(root)
    if silent is None:
        return frozenset()
    asked = ("diff-files", "--diff-filter=A", "--name-only", "--relative", "-z", "--", *paths)
    try:
        return frozenset(map(os.fsdecode, parts(ask(root, *asked, settings=silent, index=index).out)))
    except GitError:
        return frozenset()


def _told(root: Path) -> str:
    """The index that git told a hook of, when it is one of this repository's own; else nothing."""
    told = os.environ.get("GIT_INDEX_FILE", "")
    if not told:
        return ""
    own = ask(root, "rev-parse", "--absolute-git-dir").out.removesuffix(b"\n")
    base = ask(root, "rev-parse", "--show-toplevel").out.removesuffix(b"\n")
    path = os.path.join(os.fsdecode(base), told)
    return path if os.path.realpath(os.path.dirname(path)) == os.path.realpath(os.fsdecode(own)) else ""


def tracked(root: Path, *patterns: str) -> tuple[str, ...]:
    """The committed or added files that git's patterns fit, by path from `root`."""
    said = ask(root, "ls-files", "-z", "--", *(f":(glob){pattern}" for pattern in patterns))
    return tuple(map(os.fsdecode, parts(said.out)))


def top_of(root: Path, commit: str) -> tuple[str, ...]:
    """The names of what a commit holds right in the folder."""
    return tuple(map(os.fsdecode, parts(ask(root, "ls-tree", "-z", "--name-only", commit).out)))
