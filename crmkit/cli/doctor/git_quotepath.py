"""Does git show Chinese file names as they are."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit import git
from crmkit.cli.doctor import OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    r"""Unless told otherwise git writes 曾.md as "\346\233\276.md"."""
    if git.setting(rim.root, "core.quotePath").lower() in ("false", "no", "off", "0"):
        yield Answer(OK, rim._("git shows file names as they are"))
    else:
        said = rim._("git shows Chinese file names as numbers")
        yield Answer(WARN, said, "git config core.quotePath false")


PROBE = Probe("git-quotepath", ask)
