"""Read a commit or the index as the disk is read: the same paths with bytes, or with what stands there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crmkit.disk import MOST_DEEP
from crmkit.document.decode import MAX_BYTES
from crmkit.folders import POLICY, RECORDS
from crmkit.git.blobs import Blobs
from crmkit.git.entries import Mode, StoredFile, of_commit, of_index
from crmkit.load import Absent

_FOLDERS = (RECORDS.rstrip("/"), POLICY.rstrip("/"))
_FILES = (Mode.FILE, Mode.PROGRAM)


@dataclass(frozen=True)
class StoredSnapshot(Mapping[str, "bytes | Absent"]):
    """The files below `records/` and `sop/` that git has stored, listed once and read when asked for.

    `names` are git's names of their contents; `absent` says of the other paths why they have no bytes.
    Reading raises MissingObject, BrokenObject or another GitError where git has not what it names.
    """

    blobs: Blobs
    names: Mapping[str, str]
    absent: Mapping[str, Absent]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(sorted({*self.names, *self.absent}))

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self.absent or path in self.names

    def __getitem__(self, path: str) -> bytes | Absent:
        if path in self.absent:
            return self.absent[path]
        data = self.blobs.read(self.names[path], MAX_BYTES, path)
        return Absent.TOO_LARGE if data is None else data

    def size(self, path: str) -> int | None:
        """The size in bytes, None when there is no regular file at the path."""
        return None if path not in self.names else self.blobs.size(self.names[path], path)


def commit_snapshot(root: Path, commit: str) -> StoredSnapshot:
    """The files of a commit, by its whole name, below a folder of the working tree.

    The folder may lie anywhere in the repository; the commit need not hold it. GitError where git has none.
    """
    return _snapshot(root, of_commit(root, commit, *_FOLDERS))


def index_snapshot(root: Path) -> StoredSnapshot:
    """The files of the index: what a commit made now would hold; GitError where git has none."""
    return _snapshot(root, of_index(root, *_FOLDERS))


def _snapshot(root: Path, entries: Iterable[StoredFile]) -> StoredSnapshot:
    blobs = Blobs(root)
    names: dict[str, str] = {}
    absent: dict[str, Absent] = {}
    links: dict[str, str] = {}
    folders: set[str] = set()
    for path, mode, name, merged in entries:
        above = path.rpartition("/")[0]
        if above.count("/") >= MOST_DEEP:
            deepest = "/".join(path.split("/")[: MOST_DEEP + 1])
            absent[f"{deepest}/"] = Absent.TOO_DEEP
            continue
        folders.add(above)
        if not merged:
            absent[path] = Absent.UNMERGED
        elif mode == Mode.SUBMODULE:
            absent[f"{path}/"] = Absent.SUBMODULE
        elif path in _FOLDERS and mode != Mode.TREE:
            absent[f"{path}/"] = Absent.LINK if mode == Mode.LINK else Absent.IRREGULAR
        elif mode == Mode.LINK:
            links[path] = name
        elif mode in _FILES:
            names[path] = name
        elif mode != Mode.TREE:
            absent[path] = Absent.IRREGULAR
    for path, name in links.items():
        to_folder = _leads_to(blobs, path, name, folders)
        absent[f"{path}/" if to_folder else path] = Absent.LINK
    return StoredSnapshot(blobs, names, absent)


def _leads_to(blobs: Blobs, path: str, name: str, folders: set[str]) -> bool:
    """Whether a link stands in the place of a folder.

    One that leads out of the book may, and counts as such unless its name is a record's: it is reported.
    """
    target = blobs.read(name, MAX_BYTES, path)
    if target is None or target.startswith(b"/"):
        return not path.lower().endswith(".md")
    said = target.decode("utf-8", "surrogateescape")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
    inside = place.startswith(tuple(f"{folder}/" for folder in _FOLDERS))
    return place in folders or not (inside or path.lower().endswith(".md"))
