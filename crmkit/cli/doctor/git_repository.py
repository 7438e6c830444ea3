"""Is there git, and does the book lie in a repository."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.rim import Rim
from crmkit.cli.stopped import why


def ask(rim: Rim) -> Iterator[Answer]:
    """Without git nothing is lost, but nobody sees who changed what."""
    try:
        version = git.version(rim.root)
        git.entered(rim.root)
    except git.NotInstalled:
        yield Answer(FAIL, rim._("git is not installed"), rim._("install git: https://git-scm.com"))
    except git.NotARepository:
        yield Answer(FAIL, rim._("the book lies in no repository"), "git init")
    except git.UnsafeOwnership:
        said = rim._("the repository belongs to another user, so git answers nothing")
        yield Answer(FAIL, said, f"git config --global --add safe.directory {shlex.quote(str(rim.root))}")
    except git.GitError as error:
        yield Answer(FAIL, why(error))
    else:
        yield Answer(OK, version)


PROBE = Probe("git-repository", ask)
