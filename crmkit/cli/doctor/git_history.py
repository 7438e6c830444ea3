"""Can the history of the book tell since when an entry stands in it (B5)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """Without a history nobody is called late; one that is cut off tells of what came later only."""
    from crmkit.git.log import cut_off

    try:
        git.commit_of(rim.root, "HEAD")
        short = cut_off(rim.root)
    except git.NoSuchRevision:
        yield Answer(WARN, rim._("no commit yet: late logging cannot be checked"), "git commit")
    except git.GitError:
        return  # another line says what is wrong with git
    else:
        if short:
            said = rim._(
                "the history is cut off: what its first commit holds is not checked for late logging"
            )
            yield Answer(WARN, said, "git fetch --unshallow")
        else:
            yield Answer(OK, rim._("the history tells what was logged late: crmkit report late-logging"))


PROBE = Probe("git-history", ask)
