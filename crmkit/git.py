"""Ask git, from this one place: an argument list, NUL-separated answers, a scrubbed environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple


class Author(NamedTuple):
    """Who git says is writing; empty texts when it does not know."""

    name: str
    email: str


def run(root: Path, *arguments: str) -> str | None:
    """What git prints, or None when there is no git, no repository, or it refused."""
    # Variables such as GIT_DIR, set by a hook, would turn git to another repository than the one asked about.
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _HARMLESS}
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env={**kept, "LC_ALL": "C"},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


_HARMLESS = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_AUTHOR_NAME",
    "GIT_AUTHOR_EMAIL",
)


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
    changed = run(root, "status", "--porcelain", "-z", "--", "records", "sop")
    return commit + ("+" if changed else "")


def init(root: Path) -> bool:
    """Make the folder a repository when it lies in none; False when git could not."""
    if run(root, "rev-parse", "--git-dir") is not None:
        return True
    return run(root, "init", "-q", "--", ".") is not None
