"""Say who writes and how git is set up, as the user's own git sees it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from crmkit.git.errors import GitError
from crmkit.git.process import ask, parts

_UNSET = 1
_OF_THE_CLONE = (b"local", b"worktree")


class Author(NamedTuple):
    """Who git says is writing; empty texts when it does not know."""

    name: str
    email: str


def author(root: Path) -> Author:
    """The name and email of whoever works in this repository; empty where git gives no answer."""
    try:
        said = [ask(root, "config", "-z", "--get", f"user.{key}", fine=(0, _UNSET)) for key in Author._fields]
    except GitError:
        return Author("", "")
    return Author(*(each.out.rstrip(b"\0").decode("utf-8", "replace") for each in said))


def setting(root: Path, key: str) -> str:
    """A setting as the user's own git sees it, without what `ask` adds; empty when it is not set."""
    try:
        said = parts(ask(root, "config", "-z", "--show-scope", "--get-all", key, fine=(0, _UNSET)).out)
    except GitError:
        return ""
    own = [value for scope, value in zip(said[::2], said[1::2], strict=False) if scope != b"command"]
    return own[-1].decode("utf-8", "replace") if own else ""


def attribute(root: Path, name: str, path: str) -> str | None:
    """What `.gitattributes` say of a path under a name, such as `unset`; None where git gives no answer."""
    try:
        said = parts(ask(root, "check-attr", "-z", name, "--", path).out)
    except GitError:
        return None
    return said[2].decode("utf-8", "replace")


def ignores(root: Path, path: str) -> bool:
    """Whether git leaves out a path below the folder, were it there."""
    try:
        return ask(root, "check-ignore", "-q", "--no-index", "--", path, fine=(0, 1)).code == 0
    except GitError:
        return False


def unfiltered(root: Path) -> dict[str, str] | None:
    """Settings that silence each filter the repository itself brings; None where one cannot be silenced.

    A filter is a program through which git reads a file. Those of the user's own settings stay.
    """
    try:
        said = parts(ask(root, "config", "--list", "-z", "--name-only", "--show-scope").out)
    except GitError:
        return None
    silent: dict[str, str] = {}
    for scope, key in zip(said[::2], said[1::2], strict=False):
        if scope in _OF_THE_CLONE and key.startswith(b"filter."):
            if b"=" in key:  # on a command line the setting's name would end there
                return None
            name = key.rpartition(b".")[0].decode("utf-8", "surrogateescape")
            silent |= {f"{name}.clean": "", f"{name}.process": "", f"{name}.required": "false"}
    return silent
