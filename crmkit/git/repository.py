"""Say whether there is git and a repository, and make a folder one."""

from __future__ import annotations

from pathlib import Path

from crmkit.git.errors import GitError, NotARepository, UnsafeOwnership
from crmkit.git.process import ask


def version(root: Path) -> str:
    """What git calls itself; NotInstalled where there is none."""
    return ask(root, "version").out.decode("utf-8", "replace").strip()


def entered(root: Path) -> None:
    """Nothing, where the folder lies in a repository that may be asked; else the GitError that says why."""
    ask(root, "rev-parse", "--git-dir")


def init(root: Path) -> bool:
    """Make the folder a repository when it lies in none; False when git could not."""
    try:
        entered(root)
    except (NotARepository, UnsafeOwnership):
        try:
            ask(root, "init", "-q", "--", ".")
        except GitError:
            return False
    except GitError:
        return False
    return True
