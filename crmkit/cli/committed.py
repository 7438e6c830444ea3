"""Ask git whether the repository holds what belongs to one machine: the tool's own folder, half a site."""

from __future__ import annotations

from pathlib import Path

from crmkit import git
from crmkit.diagnostics import Code, Findings, Source
from crmkit.folders import POLICY, RECORDS, STATE
from crmkit.load.snapshot import UNMERGED

COMMITTED = Code("CRM017", "own-folder-committed")
PATTERNS = (f"{STATE}", f"{STATE}/**", ".site.*", ".site.*/**")
"""Paths below the book's folder, as git fits them."""


def committed(root: Path, commit: str = "") -> Findings:
    """One finding for each of these folders of which a commit, or else the index, holds a file.

    None where git gives no answer, as outside a repository.
    """
    try:
        paths = git.top_of(root, commit) if commit else git.tracked(root, *PATTERNS)
    except git.GitError:
        return ()
    known = dict.fromkeys(path.partition("/")[0] for path in paths)
    return tuple(COMMITTED.at(Source(path), path=path) for path in known if _ours(path))


def unsettled(root: Path) -> Findings:
    """One finding for each record or policy file of which the index holds both sides and no result."""
    try:
        return tuple(UNMERGED.at(Source(path)) for path in git.unmerged(root, RECORDS, POLICY))
    except git.GitError:
        return ()


def _ours(name: str) -> bool:
    return name == STATE or name.startswith(".site.")
