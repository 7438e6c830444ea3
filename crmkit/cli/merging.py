"""Have git merge records by meaning and check what is committed, and say where it does not."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from crmkit import git
from crmkit.cli.present import safe
from crmkit.cli.rim import Rim
from crmkit.tree import put

KEY, NAME_KEY = "merge.crmkit.driver", "merge.crmkit.name"
NAME = "records by meaning"
# Git takes our side without a word when a driver is not found or dies. So what wrote nothing, or says that it
# found disputes and left no marker, is followed by git's own merge.
DRIVER = (
    "crmkit merge-driver %O %A %B %L %P; s=$?; test $s = 0 && exit 0; "
    "test $s = 1 && grep -q '^<<<' %A && exit 1; git merge-file --marker-size=%L %A %O %B"
)
ATTRIBUTES = "records/**/*.md merge=crmkit diff=markdown\n"
_FILE, _ASKED = ".gitattributes", "records/CRM-001.md"
_HOOK = """#!/bin/sh
# Written by crmkit: records and procedures are checked before they are committed.
command -v crmkit >/dev/null 2>&1 || {{ echo 'crmkit is not on PATH: nothing was checked' >&2; exit 0; }}
git diff --cached --name-only --relative={book} --diff-filter=d -z -- {book}/records {book}/sop |
    xargs -0 -r crmkit -C {book} --rev :index check --quiet
"""
_OURS = "# Written by crmkit:"


def lacks(root: Path) -> list[str]:
    """What of driver, attribute and hook is not there or not as it should be, by these words."""
    missing = [] if git.setting(root, KEY) == DRIVER else ["driver"]
    missing += [] if git.attribute(root, "merge", _ASKED) == "crmkit" else ["attribute"]
    place = _hook_place(root)
    return missing + ([] if place is None or _stands(place, _hook(root)) else ["hook"])


def register(root: Path) -> bool:
    """Tell this clone's git how to merge and check; False where it could not be told all.

    A hook that somebody else wrote stays as it is.
    """
    told = git.configure(root, NAME_KEY, NAME) and git.configure(root, KEY, DRIVER)
    if told and git.attribute(root, "merge", _ASKED) != "crmkit":
        there = root / _FILE
        old = there.read_text("utf-8", "surrogateescape") if there.is_file() else ""
        text = old + ("" if not old or old.endswith("\n") else "\n") + ATTRIBUTES
        put(root, _FILE, text.encode("utf-8", "surrogateescape"))
    place = _hook_place(root)
    if told and place is not None and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_hook(root), "utf-8", newline="\n")
        place.chmod(0o755)
    return told


def other_hook(root: Path) -> Path | None:
    """The hook of somebody else that stands in the place of ours."""
    place = _hook_place(root)
    return place if place is not None and place.exists() and not _stands(place, _OURS) else None


def remind(rim: Rim, path: str = "") -> None:
    """Say after a change that git merges records without knowing what they are, or that a merge waits."""
    try:
        waiting = git.unmerged(rim.root, "records", "sop")
    except git.GitError:
        return  # no repository, no merge
    if path in waiting:  # it may look whole: of a record that one side deleted the other's version lies there
        said = rim._("{path}: git still holds both sides of a merge: 'git add' it when it is as it should be")
        click.echo(said.format(path=safe(path)), err=True)
    if git.setting(rim.root, KEY) != DRIVER or not _stands(rim.root / _FILE, "merge=crmkit"):
        said = rim._("git merges records line by line: 'crmkit doctor --fix' has it merge them by meaning")
        click.echo(said, err=True)


def _hook(root: Path) -> str:
    top = git.top(root)
    book = os.path.relpath(root.resolve(), top) if top else "."
    text = _HOOK.format(book=shlex.quote(book))
    return text.replace("--relative=. ", "") if book == "." else text


def _hook_place(root: Path) -> Path | None:
    """Where the hook belongs; None where the user has git look for hooks elsewhere."""
    if git.setting(root, "core.hooksPath"):
        return None
    folder = git.hook_folder(root)
    return folder / "pre-commit" if folder else None


def _stands(place: Path, text: str) -> bool:
    try:
        return text in place.read_text("utf-8")
    except (OSError, UnicodeError):
        return False
