"""Open the tool's own folder in a repository by descriptor: nothing there is reached through a link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from crmkit.folders import STATE

LOCK = "lock"
# Whether a name can be looked up in an open folder: then nobody puts a link in its way meanwhile.
_BY_HANDLE = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY") and hasattr(os, "O_NOFOLLOW")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# Seconds that a writer waits before somebody is told of it: most hold the lock for less.
_WAIT = 0.5


class LinkInside(OSError):
    """A link, say, which a branch could have brought, stands where a folder or file of ours should."""


class Folder(NamedTuple):
    """A folder of ours, held open. `handle` is None on systems that look names up by whole path only."""

    path: Path
    handle: int | None

    def place(self, name: str) -> str:
        """What a call of `os` takes beside `dir_fd=folder.handle`."""
        return name if self.handle is not None else str(self.path / name)

    def open(self, name: str, flags: int, mode: int = 0o600) -> int:
        """A descriptor of a regular file in it. LinkInside for anything else, OSError as from the system."""
        place = self.place(name)
        if not hasattr(os, "O_NOFOLLOW") and os.path.islink(place):
            raise self._strange(name)
        try:
            handle = os.open(place, flags | _NO_LINK, mode, dir_fd=self.handle)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENXIO):
                raise self._strange(name) from None
            raise
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise self._strange(name)
        return handle

    def fresh(self) -> tuple[str, int]:
        """A new file under a name of its own: that name and a descriptor to write."""
        while True:
            name = f".{os.urandom(8).hex()}"
            with suppress(FileExistsError):
                return name, self.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL)

    def drop(self, name: str) -> None:
        """Remove a file or link; what is a folder, or gone, stays so."""
        with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
            os.unlink(self.place(name), dir_fd=self.handle)

    def files(self) -> Iterator[tuple[str, os.stat_result]]:
        """Every name that is no folder's, with what stands there; links are not followed."""
        for name in os.listdir(self.path if self.handle is None else self.handle):
            with suppress(FileNotFoundError):
                about = os.stat(self.place(name), dir_fd=self.handle, follow_symlinks=False)
                if not stat.S_ISDIR(about.st_mode):
                    yield name, about

    def _strange(self, name: str) -> LinkInside:
        place = self.path / name
        why = "a link is not followed" if place.is_symlink() else "neither a folder nor a file of ours"
        return LinkInside(errno.ELOOP, why, str(place))


@contextmanager
def opened(root: Path, *names: str, make: bool = True) -> Iterator[Folder]:
    """The tool's own folder in a repository, or the one that `names` lead to from there, held open.

    With `make` folders that are missing are made, for their owner only, and hidden from git. LinkInside where
    something else stands in the way.
    """
    with _descended(root, (STATE, *names), make=make) as folder:
        yield folder


@contextmanager
def _descended(root: Path, names: tuple[str, ...], *, make: bool) -> Iterator[Folder]:
    held = [os.open(root, os.O_RDONLY | os.O_DIRECTORY)] if _BY_HANDLE else []
    folder = Folder(root, held[0] if held else None)
    try:
        for name in names:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(folder.place(name), 0o700, dir_fd=folder.handle)
            handle = _down(folder, name)
            held += [handle] if handle is not None else []
            folder = Folder(folder.path / name, handle)
            if make and name == STATE:
                _hide(folder)
        yield folder
    finally:
        for handle in held:
            os.close(handle)


def _down(folder: Folder, name: str) -> int | None:
    """The folder of this name, held open; LinkInside for a link or a file."""
    about = os.stat(folder.place(name), dir_fd=folder.handle, follow_symlinks=False)
    if not stat.S_ISDIR(about.st_mode):
        raise folder._strange(name)
    if folder.handle is None:
        return None
    try:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        return os.open(name, flags, dir_fd=folder.handle)
    except OSError as error:  # exchanged for a link since we looked
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise folder._strange(name) from None
        raise


def _hide(folder: Folder) -> None:
    """Have git ignore the whole folder. What stands there already, a link too, is left as it is."""
    with suppress(FileExistsError, LinkInside):
        handle = folder.open(".gitignore", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with open(handle, "wb") as file:
            file.write(b"*\n")


def _nobody() -> None:
    """Wait in silence."""


_told: Callable[[], None] = _nobody


def tell(waiting: Callable[[], None]) -> None:
    """Have this called once whenever a writer waits for another."""
    global _told
    _told = waiting


@contextmanager
def alone(folder: Folder) -> Iterator[None]:
    """Hold the write lock in the folder; whoever `tell` named hears of it when that takes a while."""
    from filelock import FileLock, Timeout

    os.close(folder.open(LOCK, os.O_RDWR | os.O_CREAT))  # old versions of the library empty what a link names
    lock = FileLock(folder.path / LOCK, mode=0o600)
    try:
        try:
            lock.acquire(timeout=_WAIT)
        except Timeout:
            _told()
            lock.acquire()
    except NotImplementedError as error:  # a file system that locks nothing
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK), str(folder.path / LOCK)) from error
    try:
        yield
    finally:
        lock.release()
