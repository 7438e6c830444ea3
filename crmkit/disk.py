"""List and read the files of a repository: no link is followed, no pipe waited for, nothing left out."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from crmkit.document.decode import MAX_BYTES
from crmkit.folders import POLICY, RECORDS
from crmkit.load import Absent

# Limit of the format, not of a team's policy: folders below one another, in the time and names they may cost.
MOST_DEEP = 32


@dataclass(frozen=True)
class DiskSnapshot(Mapping[str, "bytes | Absent"]):
    """The files below `records/` and `sop/`, listed once and read when asked for.

    `closed` are folders whose files could not be listed, each with the reason; their paths end in a slash.
    """

    root: Path
    paths: tuple[str, ...]
    closed: Mapping[str, Absent] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[str]:
        """The paths, to look one up."""
        return frozenset(self.paths)

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self.known

    def __getitem__(self, path: str) -> bytes | Absent:
        if path not in self.known:
            raise KeyError(path)
        return self.closed.get(path) or read_file(self.root / path)

    def size(self, path: str) -> int | None:
        """The size in bytes, None when there is no regular file at the path."""
        try:
            about = os.lstat(self.root / path)
        except (OSError, ValueError):
            return None
        return about.st_size if stat.S_ISREG(about.st_mode) else None


def snapshot(root: Path, folders: tuple[str, ...] = (RECORDS, POLICY)) -> DiskSnapshot:
    """The files of a repository as they are now; links are listed, not followed.

    A folder that cannot be listed, and one that is none, is listed itself: it hides no other.
    """
    paths: list[str] = []
    closed: dict[str, Absent] = {}
    below = [folder.rstrip("/") for folder in folders if os.path.lexists(root / folder.rstrip("/"))]
    while below:
        folder = below.pop()
        why = _list(f"{root}/{folder}", folder, paths, below)
        if why is not None:
            closed[f"{folder}/"] = why
    return DiskSnapshot(root, tuple(sorted([*paths, *closed])), closed)


def _list(place: str, prefix: str, paths: list[str], below: list[str]) -> Absent | None:
    """Sort what a folder holds into paths and folders `below`; or why it cannot be listed."""
    if prefix.count("/") >= MOST_DEEP:
        return Absent.TOO_DEEP
    if os.path.islink(place):
        return Absent.LINK
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                name = f"{prefix}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    below += [name] if entry.name != ".git" else []
                elif entry.is_symlink() and os.path.isdir(entry.path):
                    paths.append(name + "/")  # listed so that it is reported; nothing behind it is read
                else:
                    paths.append(name)
    except NotADirectoryError:
        return Absent.IRREGULAR
    except FileNotFoundError:
        return None  # it went while we looked, as a checkout removes folders
    except OSError as error:
        return Absent.TOO_DEEP if error.errno == errno.ENAMETOOLONG else Absent.UNREADABLE
    return None


def read_file(path: Path | str) -> bytes | Absent:
    """The bytes of a regular file, or why there are none."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        if not hasattr(os, "O_NOFOLLOW") and os.path.islink(path):
            return Absent.LINK
        handle = os.open(path, flags)
    except FileNotFoundError:
        return Absent.VANISHED
    except OSError:
        return Absent.LINK if os.path.islink(path) else Absent.UNREADABLE
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return Absent.IRREGULAR
        if about.st_size > MAX_BYTES:
            return Absent.TOO_LARGE
        return _read_all(handle, about.st_size)
    except OSError:
        return Absent.UNREADABLE
    finally:
        os.close(handle)


def _read_all(handle: int, size: int) -> bytes:
    """Every byte; a short read, as on some network file systems, is continued."""
    data = os.read(handle, size + 1)
    while len(data) < size and (more := os.read(handle, size + 1 - len(data))):
        data += more
    return data
