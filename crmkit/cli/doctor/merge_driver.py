"""Do records of two people merge entry by entry."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.cli.doctor import OK, Answer, Probe
from crmkit.cli.rim import Rim


def ask(rim: Rim) -> Iterator[Answer]:
    """There is no driver of our own yet, so there is nothing to register."""
    yield Answer(OK, rim._("a merge driver is not yet offered: git merges records line by line"))


PROBE = Probe("merge-driver", ask)
