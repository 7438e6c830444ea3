"""Find the commit that a person means, and the one that is checked out."""

from __future__ import annotations

import re
from pathlib import Path

from crmkit.git.errors import (
    AmbiguousRevision,
    BeforeTheLog,
    BehindShallow,
    GitError,
    NoSuchRevision,
    kind_of,
)
from crmkit.git.process import ask
from crmkit.git.settings import unfiltered

_NAME = re.compile(rb"([0-9a-f]{40}(?:[0-9a-f]{24})?)\n")
_COMMITTED = re.compile(rb"^committer .*> (\d{1,11}) [+-]\d{4}$", re.M)


def commit_of(root: Path, rev: str) -> str:
    """The whole name of the commit that a text means to git: branch, tag, `HEAD~1`, `@{yesterday}`, hash.

    GitError where it means none or several; what git takes with a warning is refused too.
    """
    if not rev or "\0" in rev or rev.startswith("-"):
        raise NoSuchRevision(rev)
    try:
        # Behind `:/` all is text to look for in what commits say.
        whole = rev if rev.startswith(":/") else f"{rev}^{{commit}}"
        said = ask(root, "rev-parse", "--verify", "--end-of-options", whole)
    except NoSuchRevision as error:
        kind = BehindShallow if _cut_off(root) and _begins_known(root, rev) else NoSuchRevision
        raise kind(rev) from error
    except GitError as error:
        error.about = rev
        raise
    warned = kind_of(said.talk)
    if warned is AmbiguousRevision or warned is BeforeTheLog:
        raise warned(rev)
    found = _NAME.fullmatch(said.out)
    if found is None:  # `^main`, that names a commit to leave out
        raise NoSuchRevision(rev)
    return found[1].decode()


def _cut_off(root: Path) -> bool:
    return ask(root, "rev-parse", "--is-shallow-repository").out.strip() == b"true"


def _begins_known(root: Path, rev: str) -> bool:
    """Whether the name before any `~`, `^` or `@{` is one that git knows."""
    name = re.split(r"[~^]|@\{", rev, maxsplit=1)[0] or "HEAD"
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return ask(root, *asked, fine=(0, 1, 128)).code == 0


def committed_at(root: Path, commit: str) -> int:
    """When a commit was made: seconds since 1970; 0 where it does not say."""
    said = _COMMITTED.search(ask(root, "cat-file", "commit", commit).out.partition(b"\n\n")[0])
    return int(said[1]) if said else 0


def names(root: Path) -> tuple[str, ...]:
    """Every branch, tag and branch of another place, as one writes it."""
    kinds = ("refs/heads", "refs/tags", "refs/remotes")
    said = ask(root, "for-each-ref", "--format=%(refname:lstrip=2)", *kinds)
    return tuple(line.decode("utf-8", "surrogateescape") for line in said.out.split(b"\n") if line)


def head(root: Path) -> str:
    """The commit checked out, with a `+` behind it when files differ from it; empty outside a repository."""
    try:
        commit = ask(root, "rev-parse", "--verify", "HEAD^{commit}").out.decode().strip()
    except GitError:
        return ""
    silent = unfiltered(root)
    if silent is None:
        return commit + "+"
    status = ("status", "--porcelain", "-z", "--ignore-submodules=all", "--", "records", "sop")
    try:
        return commit + ("+" if ask(root, *status, settings=silent).out else "")
    except GitError:
        return commit + "+"
