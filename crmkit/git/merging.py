"""Merge files as git does, and know how git is told to merge records."""

from __future__ import annotations

import os
from pathlib import Path

from crmkit.git.errors import GitError
from crmkit.git.process import ask, parts

_MOST_PLACES = 127
"""Git's exit code counts the places that are disputed, up to this number."""


def merge_file(root: Path, base: Path, ours: Path, theirs: Path, size: int) -> tuple[bool, bytes]:
    """Whether something is disputed, and the text that git makes of three files, line by line."""
    files = (os.path.abspath(path) for path in (ours, base, theirs))
    fine = range(_MOST_PLACES + 1)
    said = ask(root, "merge-file", "-p", f"--marker-size={size}", "--", *files, fine=fine)
    return said.code != 0, said.out


def unmerged(root: Path, *folders: str) -> tuple[str, ...]:
    """The paths below some folders on which the sides of a merge still differ; GitError without an answer."""
    said = ask(root, "ls-files", "--unmerged", "-z", "--", *folders)
    paths = (os.fsdecode(line.partition(b"\t")[2]) for line in parts(said.out))
    return tuple(dict.fromkeys(paths))


def configure(root: Path, key: str, value: str) -> bool:
    """Write a setting of this clone; False where git would not."""
    try:
        ask(root, "config", "--local", key, value)
    except GitError:
        return False
    return True


def hook_folder(root: Path) -> Path | None:
    """Where this clone's hooks lie, as the user's own git looks for them; None where git gives no answer."""
    try:
        said = os.fsdecode(ask(root, "rev-parse", "--git-common-dir").out.removesuffix(b"\n"))
    except GitError:
        return None
    return Path(os.path.normpath(root / said)) / "hooks"


def top(root: Path) -> Path | None:
    """The top of the working tree that a folder lies in; None where git gives no answer."""
    try:
        return Path(os.fsdecode(ask(root, "rev-parse", "--show-toplevel").out.removesuffix(b"\n")))
    except GitError:
        return None
