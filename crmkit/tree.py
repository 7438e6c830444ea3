"""Write the files of a repository: never through a link, never half, one writer at a time."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from crmkit.disk import DiskSnapshot, read_file, snapshot
from crmkit.load import Absent
from crmkit.state import Folder, LinkInside, alone, opened

__all__ = [
    "DiskSnapshot", "FileChanged", "LinkInside", "Unconfirmed", "create", "locked", "put", "read_file",
    "rewrite", "snapshot",
]  # fmt: skip

PENDING = "pending"
_PASTE = 3  # an editor that keeps saving wins after so many tries


class FileChanged(OSError):
    """Somebody else changed a file while it was being edited, again and again."""


class Unconfirmed(OSError):
    """The new text stands in the file, but the disk would not say that it lasts."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the repository's write lock; what an interrupted writer left behind is cleared."""
    with opened(root) as state, alone(state):
        with opened(root, PENDING) as pending:
            for name, _ in pending.files():
                pending.drop(name)
        yield


def rewrite(root: Path, path: str, change: Callable[[bytes], bytes]) -> None:
    """Replace a file's bytes by what `change` makes of them; call it under `locked`.

    The file is compared again just before the exchange; when an editor saved in between, `change` is
    applied to the new text. On return the new bytes are on the disk, whatever happens next.
    """
    target = _target(root, path)
    for _ in range(_PASTE):
        old = read_file(target)
        if isinstance(old, Absent):
            raise FileChanged(f"{path}: {old.value}")
        new = change(old)
        if new == old:
            return
        with _prepared(root, new, like=target) as (pending, name):
            if read_file(target) == old:
                os.replace(pending.place(name), target, src_dir_fd=pending.handle)
                _sync_folder(target)
                return
    raise FileChanged(f"{path}: changed by somebody else while it was edited")


def create(root: Path, path: str, data: bytes) -> None:
    """Write a new file; FileExistsError when something stands there already."""
    target = _target(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _prepared(root, data, like=None) as (pending, name):
        try:
            os.link(pending.place(name), target, src_dir_fd=pending.handle)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            _write_anew(target, data)
    _sync_folder(target)


def _write_anew(target: Path, data: bytes) -> None:
    """Write a file where nothing stands, for file systems without hard links; half of one is taken away."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(target, flags, 0o666), "wb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            target.unlink()
            raise


def put(root: Path, path: str, data: bytes) -> bool:
    """Write a file whether or not it exists; False when it had these bytes already."""
    old = read_file(_target(root, path))
    if old == data:
        return False
    if old is Absent.VANISHED:
        create(root, path, data)
    else:
        rewrite(root, path, lambda _: data)
    return True


def _target(root: Path, path: str) -> Path:
    """Where a path of the repository lies; ValueError for one that leads out of it."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or (root / path).drive != root.drive:
        raise ValueError(f"{path}: not below the repository")
    _no_links(root, (root / path).parent)
    return root / path


def _no_links(root: Path, folder: Path) -> None:
    """Refuse to write below a link that a branch could have planted."""
    for part in (folder, *folder.parents):
        if part == root:
            return
        if part.is_symlink():
            raise LinkInside(errno.ELOOP, "a link is not followed", str(part))


@contextmanager
def _prepared(root: Path, data: bytes, like: Path | None) -> Iterator[tuple[Folder, str]]:
    """A complete, synced file beside the records, with the mode and owner of the one it replaces.

    What is left of it afterwards is dropped; where that fails the next writer does it.
    """
    with opened(root, PENDING) as pending:
        name, handle = pending.fresh()
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(handle)
                _dress(handle, like)
            yield pending, name
        finally:
            with suppress(OSError):
                pending.drop(name)


def _dress(handle: int, like: Path | None) -> None:
    """Give an open file the mode and owner of another, or those of any new file."""
    if like is None:
        _allow(handle, 0o666 & ~_umask())
        return
    about = os.stat(like)
    if hasattr(os, "fchown") and (about.st_uid, about.st_gid) != (os.getuid(), os.getgid()):
        os.fchown(handle, about.st_uid, about.st_gid)
    _allow(handle, stat.S_IMODE(about.st_mode))  # behind the owner, whose change drops some of it


_ASKING = threading.Lock()


def _umask() -> int:
    """What new files may not allow; it is asked by setting it, so one thread at a time asks."""
    with _ASKING:
        umask = os.umask(0)
        os.umask(umask)
    return umask


def _allow(handle: int, mode: int) -> None:
    if not hasattr(os, "fchmod"):
        return
    try:
        os.fchmod(handle, mode)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise


def _sync_folder(target: Path) -> None:
    """Make a rename last; not every system lets a folder be opened for it.

    A disk that fails here may lose the rename, so that there is no exit 0; but what was written stands.
    """
    try:
        handle = os.open(target.parent, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise Unconfirmed(error.errno, error.strerror, str(target)) from error
    finally:
        os.close(handle)


_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF)
_NO_MODES = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_NO_HARD_LINKS = (*_NO_MODES, errno.EMLINK, errno.EXDEV, errno.EACCES)
