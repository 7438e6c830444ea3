"""Do records of two people merge entry by entry, and is a commit checked."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import OK, WARN, Answer, Probe
from crmkit.cli.merging import lacks, other_hook, register
from crmkit.cli.rim import Rim

_MEND = "crmkit doctor --fix"


def ask(rim: Rim) -> Iterator[Answer]:
    """Git merges line by line without a word where it was not told; two appended entries then collide."""
    try:
        git.entered(rim.root)
    except git.GitError:
        return  # said by another line
    missing = lacks(rim.root)
    if "driver" in missing or "attribute" in missing:
        yield Answer(WARN, rim._("git merges records line by line, not by meaning"), _MEND)
    else:
        yield Answer(OK, rim._("git merges records by meaning"))
    if "hook" in missing and (other := other_hook(rim.root)):
        said = rim._("another pre-commit hook stands here, so that nothing is checked before a commit")
        yield Answer(WARN, said, rim._("call 'crmkit check' in {path}").format(path=other))
    elif "hook" in missing:
        yield Answer(WARN, rim._("nothing is checked before a commit"), _MEND)


def mend(rim: Rim) -> None:
    """Register driver, attribute and hook."""
    register(rim.root)


PROBE = Probe("merge-driver", ask, mend)
