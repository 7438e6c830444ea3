"""Ask git whether the repository holds what belongs to one machine: the tool's own folder, half a site."""

from __future__ import annotations

from pathlib import Path

from crmkit import git
from crmkit.diagnostics import Code, Findings, Source
from crmkit.folders import STATE

COMMITTED = Code("CRM017", "own-folder-committed")
PATTERNS = (f"{STATE}", f"{STATE}/**", ".site.*", ".site.*/**")
"""Paths below the book's folder, as git fits them."""


def committed(root: Path) -> Findings:
    """One finding for each of these folders of which git knows a file; none outside a repository."""
    known = dict.fromkeys(path.partition("/")[0] for path in git.tracked(root, *PATTERNS))
    return tuple(COMMITTED.at(Source(path), path=path) for path in known)
