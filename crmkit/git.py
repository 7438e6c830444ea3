"""Ask git, from this one place: an argument list, NUL-separated answers, nothing of a clone obeyed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple


class Author(NamedTuple):
    """Who git says is writing; empty texts when it does not know."""

    name: str
    email: str


def run(root: Path, *arguments: str) -> str | None:
    """What git prints, or None when there is no git, no repository, it refused, or it did not come back.

    No setting of the repository is obeyed that names a program, a host or another way to read files: a clone
    may have come with its own.
    """
    command = ["git", "--no-pager", "--no-optional-locks", *_settings(_HARMLESS), *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=_environment(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


# Seconds: a pipe in the place of a file that git opens would have it wait for ever.
_PATIENCE = 60.0
_HARMLESS = {
    "core.quotePath": "false",
    # A folder of a clone that looks like a bare repository is none: its configuration came with the clone.
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.askPass": "false",
    "core.sshCommand": "false",
    "credential.helper": "",
    "protocol.allow": "never",
    "diff.external": "",
    "diff.ignoreSubmodules": "all",
    "submodule.recurse": "false",
}
"""Settings on the command line win over those of the system, the user and the repository."""

_KEPT = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
)
_ALONE = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # a clone that lacks objects names a host to ask for them
}


def _environment() -> dict[str, str]:
    """Ours without what speaks to git: GIT_DIR, set by a hook, would turn it to another repository."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _KEPT}
    return {**kept, **_ALONE}


def _settings(said: Mapping[str, str]) -> Iterator[str]:
    for key, value in said.items():
        yield from ("-c", f"{key}={value}")


def _unfiltered(root: Path) -> dict[str, str] | None:
    """Settings that silence each filter the repository itself brings; None where one cannot be silenced.

    A filter is a program through which git reads a file. Those of the user's own settings stay.
    """
    said = (run(root, "config", "--list", "-z", "--name-only", "--show-scope") or "").split("\0")
    silent: dict[str, str] = {}
    for scope, key in zip(said[::2], said[1::2], strict=False):
        if scope in _OF_THE_CLONE and key.startswith("filter."):
            if "=" in key:  # on a command line the setting's name would end there
                return None
            name = key.rpartition(".")[0]
            silent |= {f"{name}.clean": "", f"{name}.process": "", f"{name}.required": "false"}
    return silent


_OF_THE_CLONE = ("local", "worktree")


def author(root: Path) -> Author:
    """The name and email of whoever works in this repository."""
    said = (run(root, "config", "-z", "--get", f"user.{key}") or "" for key in ("name", "email"))
    return Author(*(text.rstrip("\0") for text in said))


def setting(root: Path, key: str) -> str:
    """A setting as the user's own git sees it, without what `run` adds; empty when it is not set."""
    said = run(root, "config", "-z", "--show-scope", "--get-all", key) or ""
    parts = said.split("\0")
    own = [value for scope, value in zip(parts[::2], parts[1::2], strict=False) if scope != "command"]
    return own[-1] if own else ""


def head(root: Path) -> str:
    """The commit checked out, with a `+` behind it when files differ from it; empty outside a repository."""
    commit = (run(root, "rev-parse", "--verify", "--quiet", "HEAD") or "").strip()
    if not commit:
        return ""
    silent = _unfiltered(root)
    if silent is None:
        return commit + "+"
    status = ("status", "--porcelain", "-z", "--ignore-submodules=all", "--", "records", "sop")
    return commit + ("" if run(root, *_settings(silent), *status) == "" else "+")


def tracked(root: Path, *patterns: str) -> tuple[str, ...]:
    """The committed or added files that git's patterns fit, by path from `root`."""
    said = run(root, "ls-files", "-z", "--", *(f":(glob){pattern}" for pattern in patterns)) or ""
    return tuple(path for path in said.split("\0") if path)


def init(root: Path) -> bool:
    """Make the folder a repository when it lies in none; False when git could not."""
    if run(root, "rev-parse", "--git-dir") is not None:
        return True
    return run(root, "init", "-q", "--", ".") is not None
