"""Say in one line what stopped a run that no command answers for."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from crmkit.cli.language import from_environment, translation
from crmkit.cli.present import one_line


def why(error: Exception) -> str:
    """What happened, in the language that click was taught, with nothing in it that a terminal obeys."""
    return one_line(_why(error))


def code_of(error: Exception) -> int:
    """2 where another word would have done, 3 where the world failed."""
    if not isinstance(error, OSError):
        return 3  # there may be no memory left to look further
    from crmkit.cli.refused import MISUSE

    return 2 if isinstance(error, MISUSE) else 3


def _why(error: Exception) -> str:
    _ = translation(os.environ.get("LANGUAGE") or from_environment()).gettext
    if isinstance(error, MemoryError):
        return _("there is not enough memory")
    if isinstance(error, RecursionError):
        return _("something is nested too deeply to be read")
    if isinstance(error, OSError):
        from crmkit.cli.refused import words_of
        from crmkit.git import GitError
        from crmkit.site.generation import Busy
        from crmkit.sweep import WorkerLost
        from crmkit.tree import Unconfirmed

        if isinstance(error, GitError):
            return words_of(error, _)
        if isinstance(error, Busy):
            return _("another build is at work on {folder}").format(folder=error.filename)
        if isinstance(error, WorkerLost):
            return _("the system ended a process of this run, most often for want of memory")
        if isinstance(error, Unconfirmed):
            said = _("{path} is written, but the disk does not confirm that it lasts: {why}")
            return said.format(path=error.filename, why=error.strerror)
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    said = _("a fault of crmkit itself, please report it: {what} ({where})")
    return said.format(what=f"{type(error).__name__}: {error}", where=_where(error))


def _where(error: Exception) -> str:
    """The innermost line that ran, without the folders above it."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
