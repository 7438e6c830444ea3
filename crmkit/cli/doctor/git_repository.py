"""Is there git, and does the book lie in a repository."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """Without git nothing is lost, but nobody sees who changed what."""
    version = git.run(rim.root, "version")
    if version is None:
        yield Answer(FAIL, rim._("git is not installed"), rim._("install git: https://git-scm.com"))
    elif git.run(rim.root, "rev-parse", "--git-dir") is None:
        yield Answer(FAIL, rim._("the book lies in no repository"), "git init")
    else:
        yield Answer(OK, version.strip())


PROBE = Probe("git-repository", ask)
