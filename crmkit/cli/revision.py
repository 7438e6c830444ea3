"""Read the book as git has it: the commit that `--rev` means, or the index."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from crmkit import git
from crmkit.cli.present import one_line
from crmkit.folders import POLICY
from crmkit.git.snapshot import StoredSnapshot, commit_snapshot, index_snapshot
from crmkit.schema.names import nearest

INDEX = ":index"
"""What `--rev` calls what is staged; no commit can be called so."""
_SHORT = 12  # characters of a commit's name that tell it from all others
_BY_DAY = re.compile(r"@\{(?!-?\d+\}|u\}|upstream\}|push\})", re.IGNORECASE)
_BEHIND = re.compile(r"[~^]|@\{")


def meant(root: Path, rev: str, _: Callable[[str], str]) -> str:
    """The whole name of the commit; for the index that of the commit it stands on, with a `+`, if any.

    NoSuchRevision `said` what is near, or another GitError.
    """
    if rev == INDEX:
        git.entered(root)
        head = git.head(root).rstrip("+")
        return f"{head}+" if head else ""
    try:
        commit = git.commit_of(root, rev)
    except git.NoSuchRevision as error:
        name = _BEHIND.split(rev, maxsplit=1)[0]
        known = git.names(root)
        error.said = "" if name in known else nearest(name, (*known, INDEX))
        raise
    if _BY_DAY.search(rev):  # git takes nearly any words for a day
        day = datetime.fromtimestamp(git.committed_at(root, commit), UTC).astimezone().date()
        said = _("{rev} is commit {commit} of {day}").format(rev=rev, commit=commit[:_SHORT], day=day)
        click.echo(f"crmkit: {one_line(said)}", err=True)
    return commit


def stored(root: Path, rev: str, commit: str) -> StoredSnapshot:
    """The files of the commit, or of the index; NoSuchPath for one without procedures, which is no book."""
    found = index_snapshot(root) if rev == INDEX else commit_snapshot(root, commit)
    if not any(path.startswith(POLICY) for path in found):
        raise git.NoSuchPath(rev, POLICY)
    return found
