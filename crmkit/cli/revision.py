"""Read the book as git has it: the commit that `--rev` means, or the index."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from crmkit import git
from crmkit.cli.failure import Failure
from crmkit.cli.present import one_line
from crmkit.cli.refused import MISUSE, words_of
from crmkit.folders import POLICY
from crmkit.git.snapshot import StoredSnapshot, commit_snapshot, index_snapshot
from crmkit.schema.names import nearest

if TYPE_CHECKING:
    from crmkit.cli.rim import Rim

INDEX = ":index"
"""What `--rev` calls what is staged; no commit can be called so."""

_SHORT = 12  # characters of a commit's name that tell it from all others
_BY_DAY = re.compile(r"@\{(?!-?\d+\}|u\}|upstream\}|push\})", re.IGNORECASE)
_BEHIND = re.compile(r"[~^]|@\{")


def meant(rim: Rim, rev: str) -> str:
    """The whole name of the commit; for the index that of the commit it stands on, with a `+`, if any."""
    try:
        if rev == INDEX:
            git.entered(rim.root)
            head = git.head(rim.root).rstrip("+")
            return f"{head}+" if head else ""
        commit = git.commit_of(rim.root, rev)
        if _BY_DAY.search(rev):
            _say_which(rim, rev, commit)
        return commit
    except MISUSE as error:
        raise _misuse(rim, error) from error


def stored(rim: Rim, rev: str) -> StoredSnapshot:
    """The files of the commit, or of the index; one without procedures is no book."""
    commit = rim.commit
    found = index_snapshot(rim.root) if rev == INDEX else commit_snapshot(rim.root, commit)
    if not any(path.startswith(POLICY) for path in found):
        raise _misuse(rim, git.NoSuchPath(rev, POLICY))
    return found


def _misuse(rim: Rim, error: git.GitError) -> Failure:
    said = words_of(error, rim._)
    if type(error) is not git.NoSuchRevision:
        return Failure(said)
    name = _BEHIND.split(error.about, maxsplit=1)[0]
    known = git.names(rim.root)
    near = "" if name in known else nearest(name, (*known, INDEX))
    return Failure(said + (rim._(": did you mean '{near}'?").format(near=near) if near else ""))


def _say_which(rim: Rim, rev: str, commit: str) -> None:
    """Git takes nearly any words for a day: say which commit was found."""
    day = datetime.fromtimestamp(git.committed_at(rim.root, commit), UTC).astimezone()
    said = rim._("{rev} is commit {commit} of {day}")
    text = said.format(rev=rev, commit=commit[:_SHORT], day=day.date())
    click.echo(f"crmkit: {one_line(text)}", err=True)
