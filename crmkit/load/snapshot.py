"""Say what a reading starts from: paths with bytes, or with what stands there instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol, runtime_checkable

from crmkit.diagnostics import Code, Diagnostic, Severity, Source
from crmkit.document import decode
from crmkit.folders import POLICY, RECORDS

__all__ = ["POLICY", "RECORDS", "Absent", "Snapshot", "Weighed", "absence", "record_paths", "size"]

ATTACHMENTS = frozenset({"files", "attachments", "附件"})
"""Folders of these names, in any case, hold what records link to, and no records."""

LINK = Code("CRM010", "link-not-followed")
IRREGULAR = Code("CRM011", "not-a-regular-file")
VANISHED = Code("CRM012", "file-vanished", Severity.WARNING)
UNREADABLE = Code("CRM013", "file-unreadable")
TOO_DEEP = Code("CRM014", "folder-too-deep")
SUBMODULE = Code("CRM030", "repository-inside")
UNMERGED = Code("CRM031", "merge-unfinished")


class Absent(StrEnum):
    """Why a path has no bytes."""

    LINK = "link"
    IRREGULAR = "irregular"
    TOO_LARGE = "too large"
    VANISHED = "vanished"
    UNREADABLE = "unreadable"
    TOO_DEEP = "too deep"
    SUBMODULE = "submodule"
    UNMERGED = "unmerged"


Snapshot = Mapping[str, "bytes | Absent"]
"""Paths with forward slashes from the repository's root: the disk, a commit, an editor's buffer, a test."""

_CODES = {
    Absent.LINK: LINK,
    Absent.IRREGULAR: IRREGULAR,
    Absent.VANISHED: VANISHED,
    Absent.UNREADABLE: UNREADABLE,
    Absent.TOO_DEEP: TOO_DEEP,
    Absent.SUBMODULE: SUBMODULE,
    Absent.UNMERGED: UNMERGED,
}


def absence(path: str, why: Absent) -> Diagnostic:
    """The finding for a path without bytes."""
    if why is Absent.TOO_LARGE:
        return decode.TOO_LARGE.at(Source(path), size="> 1 MiB", limit=decode.MAX_BYTES)
    return _CODES[why].at(Source(path))


@runtime_checkable
class Weighed(Protocol):
    """A snapshot that knows sizes without reading the files."""

    def size(self, path: str) -> int | None:
        """The size in bytes, None when there is no regular file."""


def size(snapshot: Snapshot, path: str) -> int | None:
    """The size in bytes of a file of the snapshot; None when there is none."""
    if path not in snapshot:
        return None
    if isinstance(snapshot, Weighed):
        return snapshot.size(path)
    data = snapshot[path]
    return None if isinstance(data, Absent) else len(data)


def record_paths(paths: Iterable[str]) -> tuple[str, ...]:
    """Those paths that hold a record, in order: Markdown below `records/`, no README and no attachment."""
    return tuple(sorted(path for path in paths if _is_record(path)))


def _is_record(path: str) -> bool:
    # A path that ends in a slash is a folder that nobody looked into, or a link to one; that is reported.
    if not path.startswith(RECORDS) or not path.lower().endswith((".md", "/")):
        return False
    parts = path.rstrip("/").split("/")
    # Editors leave `.name.swp`, `#name#` and `._name` beside what they edit.
    hidden = any(part.startswith((".", "#", "~")) for part in parts)
    linked = any(part.lower() in ATTACHMENTS for part in parts[1:-1])
    return not hidden and not linked and parts[-1].lower() != "readme.md"
