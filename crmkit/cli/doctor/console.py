"""Can this terminal and this system's file names hold Chinese."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe
from crmkit.cli.rim import Rim

_PROOF = "曾—·…"


def ask(rim: Rim) -> Iterator[Answer]:
    """What the console cannot show is written as codes; what file names cannot hold is not found."""
    files = sys.getfilesystemencoding()
    if _holds(files):
        shown = sys.stdout.encoding or "ascii"
        if _holds(shown):
            yield Answer(OK, rim._("the terminal shows Chinese ({encoding})").format(encoding=shown))
        else:
            said = rim._("the terminal cannot show Chinese ({encoding})").format(encoding=shown)
            yield Answer(WARN, said, "chcp 65001" if sys.platform == "win32" else "export PYTHONUTF8=1")
    else:
        said = rim._("file names cannot hold Chinese here ({encoding})").format(encoding=files)
        yield Answer(FAIL, said, "export PYTHONUTF8=1")


def _holds(encoding: str) -> bool:
    try:
        _PROOF.encode(encoding)
    except (LookupError, UnicodeError):
        return False
    return True


PROBE = Probe("console", ask)
