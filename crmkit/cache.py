"""Keep answers between runs, each in a disposable file: a pure speed-up that is proved before it is used.

An answer is a list of JSON values. It holds for one state of the files it was made from, one version of the
tool and whatever else was told. Anything amiss with its file means that the answer is found anew.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from crmkit import __version__
from crmkit.codec import lines
from crmkit.folders import POLICY, RECORDS, STATE
from crmkit.resources import HERE, templates
from crmkit.state import Folder, opened

FOLDER = "cache"
_FORMAT = "crmkit-cache 1"
_HEAD = re.compile(rb"crmkit-cache 1 (\d{1,20}) ([0-9a-f]{64}) ([0-9a-f]{64})\n")
# Nanoseconds of the coarsest clock of a file system: what is younger may have changed within one tick.
_GRAIN = 2_000_000_000
_HOUR = 1_800 * _GRAIN
_MOST_READ = (1 << 20) + 1  # bytes of a young file that matter: a larger one is never read
_MOST_KEPT = 1 << 28
_MANY = 200  # young files: reading so many each time costs more than noting once that they have aged

WorkOut = Callable[[], Sequence[Any]]


class BookState(NamedTuple):
    """The state of some files in one word, how many were too young for times to tell, and the newest time."""

    key: str
    young: int
    newest: int


class _Kept(NamedTuple):
    made: int
    key: str
    body: bytes


class Cache:
    """The answers kept in a repository, for one maker and one kind of files."""

    def __init__(self, root: Path, folders: Sequence[str] = (RECORDS, POLICY)) -> None:
        self.root, self.folders = root, folders
        self.folder = root / STATE / FOLDER

    def answer(
        self, name: str, find: WorkOut, told: str = "", of: Sequence[str] | None = None
    ) -> Sequence[Any]:
        """What `find` answers for the files as they are, kept under a name when they stayed so meanwhile.

        `told` is what the answer depends on beside the files. With `of`, only values that are lists
        beginning with one of these texts. Values are what JSON reads: lists, no tuples.
        """
        kept = self.recall(name, told, of)
        if kept is not None:
            return kept
        found = self.find(name, find, told)
        return found if of is None else [each for each in found if each[0] in of]

    def recall(self, name: str, told: str = "", of: Sequence[str] | None = None) -> list[Any] | None:
        """What an earlier run kept for the files as they are; None when it kept nothing that holds."""
        kept = self._kept(name)
        state = self.state(told, kept.made) if kept is not None else None
        if kept is None or state is None or state.key != kept.key:
            return None
        if state.young > _MANY:
            self._renew(name, told, kept.body)
        return _values(kept.body, of)

    def find(self, name: str, find: WorkOut, told: str = "") -> Sequence[Any]:
        """The answer found anew, and kept."""
        now = self._now()
        before = self.state(told, now) if now is not None else None
        found = find()
        if now is not None and before is not None and self.state(told, now) == before:
            self._keep(name, _Kept(now, before.key, lines(found)))
        return found

    def remembered(self, name: str, told: str = "") -> tuple[int, list[Any]]:
        """When an earlier run kept values by `keep`, and these, whatever changed since; nothing: as of 0."""
        kept = self._kept(name)
        return (kept.made, _values(kept.body)) if kept and kept.key == _told(told) else (0, [])

    def keep(self, name: str, values: Iterable[Any], made: int, told: str = "") -> None:
        """Keep values that say themselves which state of a file each holds for; see `marks`."""
        self._keep(name, _Kept(made, _told(told), lines(values)))

    def now(self) -> int:
        """The time by the clock of the file system; 0 where nothing can be kept."""
        return self._now() or 0

    def marks(self, made: int) -> tuple[dict[str, str], int]:
        """Each file with what tells its state from another, and how many were too young for times to tell.

        For those, as of `made`, the mark ends with a digest of their content, so that a file that stayed the
        same has a later mark that its earlier one begins with. Nothing where the files cannot be listed.
        """
        found, _, young = self.marks_then_and(made, made)
        return found, young

    def marks_then_and(self, made: int, now: int) -> tuple[dict[str, str], dict[str, str], int]:
        """The marks as of one time and as of a later one, and how many files were young at the first."""
        then: dict[str, str] = {}
        later: dict[str, str] = {}
        young = 0
        try:
            for path, about in _files(str(self.root), self.folders):
                told = (about.st_mode, about.st_size, about.st_mtime_ns, about.st_ino, about.st_ctime_ns)
                mark = then[path] = later[path] = " ".join(map(str, told)) + " "
                changed = max(about.st_mtime_ns, about.st_ctime_ns)
                if changed >= made - _GRAIN:
                    young += 1
                    then[path] = mark + sha256(_read(f"{self.root}/{path}", _MOST_READ)).hexdigest()
                    if changed >= now - _GRAIN:
                        later[path] = then[path]
        except OSError:
            return {}, {}, 0
        return then, later, young

    def state(self, told: str, made: int) -> BookState | None:
        """The files by name and times, those too young for that as of `made` by content; None in trouble."""
        rows, young, newest = [_FORMAT, maker(), told], 0, 0
        try:
            for path, about in _files(str(self.root), self.folders):
                changed = max(about.st_mtime_ns, about.st_ctime_ns)
                newest = max(newest, changed)
                row = _row(path, about)
                if changed >= made - _GRAIN:
                    young += 1
                    row += sha256(_read(f"{self.root}/{path}", _MOST_READ)).hexdigest()
                elif stat.S_ISLNK(about.st_mode):
                    row += str(os.path.isdir(f"{self.root}/{path}"))
                rows.append(row)
        except OSError:
            return None
        return BookState(sha256("\0".join(rows).encode("utf-8", "surrogatepass")).hexdigest(), young, newest)

    def size(self) -> int:
        """Bytes that the answers take on the disk."""
        try:
            with opened(self.root, FOLDER, make=False) as folder:
                return sum(about.st_size for _, about in folder.files())
        except OSError:
            return 0

    def _kept(self, name: str) -> _Kept | None:
        """What an earlier run kept, when every bit of it is as it was written."""
        try:
            with opened(self.root, FOLDER, make=False) as folder:
                data = _read(folder.place(name), _MOST_KEPT, folder.handle)
        except OSError:
            return None
        head = _HEAD.match(data)
        body = data[head.end() :] if head else b""
        if head is None or sha256(body).hexdigest().encode() != head[3]:
            return None
        return _Kept(int(head[1]), head[2].decode(), body)

    def _now(self) -> int | None:
        """The time by the clock of the file system; None where nothing can be written."""
        try:
            with opened(self.root, FOLDER) as folder:
                name, handle = folder.fresh()
                with open(handle, "wb"):
                    folder.drop(name)
                    return os.fstat(handle).st_mtime_ns
        except OSError:
            return None

    def _renew(self, name: str, told: str, body: bytes) -> None:
        """Note that files which were young have aged, so that they need not be read again."""
        now = self._now()
        state = self.state(told, now) if now is not None else None
        if now is not None and state is not None and state.newest < now - _GRAIN:
            self._keep(name, _Kept(now, state.key, body))

    def _keep(self, name: str, kept: _Kept) -> None:
        """Write the file beside the old one and exchange the two; a disk that is full goes without."""
        head = f"{_FORMAT} {kept.made} {kept.key} {sha256(kept.body).hexdigest()}\n".encode()
        try:
            with opened(self.root, FOLDER) as folder:
                beside, handle = folder.fresh()
                try:
                    with open(handle, "wb") as file:
                        file.write(head + kept.body)
                    at = folder.handle
                    os.replace(folder.place(beside), folder.place(name), src_dir_fd=at, dst_dir_fd=at)
                finally:
                    folder.drop(beside)
                _clear(folder, kept.made - _HOUR)
        except OSError:
            pass


def _clear(folder: Folder, before: int) -> None:
    """Drop what runs that were killed before this time left."""
    for name, about in folder.files():
        if name.startswith(".") and about.st_mtime_ns < before:
            folder.drop(name)


def _told(told: str) -> str:
    return sha256(f"{maker()}\0{told}".encode("utf-8", "surrogatepass")).hexdigest()


def _values(body: bytes, of: Sequence[str] | None = None) -> list[Any]:
    """The values of the lines, or of those that begin with one of some texts."""
    if of is not None:
        starts = tuple(b"[" + lines([text]) + b"," for text in of)
        body = b"\n".join(line for line in body.split(b"\n") if line.startswith(starts))
    found: list[Any] = json.loads(b"[" + body.replace(b"\n", b",") + b"]")
    return found


def fingerprint(folder: Path) -> str:
    """The names, sizes, times and inodes of all files in a folder in one word."""
    try:
        rows = [_row(path, about) for path, about in _files(str(folder.parent), (folder.name,))]
    except OSError:
        return ""
    return sha256("\0".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def maker() -> str:
    """Who answers: the tool, file by file, on this Python with what is installed beside it."""
    rows = [__version__, sys.version, str(os.geteuid()) if hasattr(os, "geteuid") else ""]
    for place in sys.path:  # an installation that changes leaves new names in one of these folders
        if place.endswith("-packages") and os.path.isdir(place):
            rows.append(_row(place, os.stat(place)))
    for folder in (HERE, templates()):
        ours = _files(str(folder.parent), (folder.name,))
        rows += sorted(_row(path, about) for path, about in ours if "__pycache__" not in path)
    return sha256("\0".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


def _files(root: str, folders: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Whatever is no folder in some folders, by path from the root; links are listed, not followed."""
    below = sorted((folder.rstrip("/") for folder in folders), reverse=True)
    while below:
        folder = below.pop()
        try:
            about = os.lstat(f"{root}/{folder}")
        except FileNotFoundError:
            continue
        if not stat.S_ISDIR(about.st_mode):
            yield folder, about
            continue
        with os.scandir(f"{root}/{folder}") as entries:
            inner = []
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    inner.append(f"{folder}/{entry.name}")
                else:
                    yield f"{folder}/{entry.name}", entry.stat(follow_symlinks=False)
        below += reversed(inner)


def _row(path: str, about: os.stat_result) -> str:
    """What tells one state of a file from another without reading it."""
    return (
        f"{path}\0{about.st_mode}\0{about.st_size}\0{about.st_mtime_ns}\0{about.st_ino}\0{about.st_ctime_ns}"
    )


def _read(path: Path | str, most: int, folder: int | None = None) -> bytes:
    """The bytes of a regular file, up to so many; none when there is none or a link stands there.

    With `folder` the path is looked up from that open folder.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags | getattr(os, "O_BINARY", 0), dir_fd=folder)
    except OSError:
        return b""
    with open(handle, "rb", buffering=0) as file:
        try:
            about = os.fstat(handle)
            return file.read(min(most, about.st_size)) if stat.S_ISREG(about.st_mode) else b""
        except OSError:
            return b""
