"""Read and write the files of a repository: never through a link, never half, one writer at a time."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from crmkit.document.decode import MAX_BYTES
from crmkit.folders import POLICY, RECORDS, STATE
from crmkit.load import Absent

PENDING = "pending"
_PASTE = 3  # an editor that keeps saving wins after so many tries


class FileChanged(OSError):
    """Somebody else changed a file while it was being edited, again and again."""


@dataclass(frozen=True, slots=True)
class DiskSnapshot(Mapping[str, "bytes | Absent"]):
    """The files below `records/` and `sop/`, listed once and read when asked for."""

    root: Path
    paths: tuple[str, ...]
    known: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", frozenset(self.paths))

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, path: object) -> bool:
        return path in self.known

    def __getitem__(self, path: str) -> bytes | Absent:
        if path not in self.known:
            raise KeyError(path)
        return read_file(self.root / path)

    def size(self, path: str) -> int | None:
        """The size in bytes, None when there is no regular file at the path."""
        try:
            about = os.lstat(self.root / path)
        except (OSError, ValueError):
            return None
        return about.st_size if stat.S_ISREG(about.st_mode) else None


def snapshot(root: Path, folders: tuple[str, ...] = (RECORDS, POLICY)) -> DiskSnapshot:
    """The files of a repository as they are now; links are listed, not followed."""
    paths: list[str] = []
    for folder in folders:
        if (root / folder).is_dir() and not (root / folder.rstrip("/")).is_symlink():
            _list(root / folder, folder.rstrip("/"), paths)
    return DiskSnapshot(root, tuple(sorted(paths)))


def _list(folder: Path | str, prefix: str, paths: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{prefix}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name != ".git":
                    _list(entry.path, name, paths)
            elif entry.is_symlink() and os.path.isdir(entry.path):
                paths.append(name + "/")  # listed so that it is reported; nothing behind it is read
            else:
                paths.append(name)


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


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the repository's write lock; what an interrupted writer left behind is cleared."""
    from filelock import FileLock

    state = root / STATE
    pending = state / PENDING
    _no_links(root, pending)  # one that came with a branch would have files cleared elsewhere
    state.mkdir(mode=0o700, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_bytes(b"*\n")
    with FileLock(state / "lock", mode=0o600):
        pending.mkdir(mode=0o700, exist_ok=True)
        for left in pending.iterdir():
            if not left.is_dir() or left.is_symlink():
                left.unlink()
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
        prepared = _prepare(root, new, like=target)
        if read_file(target) == old:
            _exchange(prepared, target)
            return
        os.unlink(prepared)
    raise FileChanged(f"{path}: changed by somebody else while it was edited")


def create(root: Path, path: str, data: bytes) -> None:
    """Write a new file; FileExistsError when something stands there already."""
    target = _target(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    prepared = _prepare(root, data, like=None)
    try:
        os.link(prepared, target)
    finally:
        os.unlink(prepared)
    _sync_folder(target.parent)


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
            raise FileChanged(f"{part.relative_to(root).as_posix()}: a link is not followed")


def _prepare(root: Path, data: bytes, like: Path | None) -> str:
    """A complete, synced file beside the records, with the mode and owner of the one it replaces."""
    handle, name = tempfile.mkstemp(dir=root / STATE / PENDING)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is None:
            os.chmod(name, 0o666 & ~_umask())
        else:
            about = os.stat(like)
            os.chmod(name, stat.S_IMODE(about.st_mode))
            if hasattr(os, "chown") and (about.st_uid, about.st_gid) != (os.getuid(), os.getgid()):
                os.chown(name, about.st_uid, about.st_gid)
    except BaseException:
        os.unlink(name)
        raise
    return name


_ASKING = threading.Lock()


def _umask() -> int:
    """What new files may not allow; it is asked by setting it, so one thread at a time asks."""
    with _ASKING:
        umask = os.umask(0)
        os.umask(umask)
    return umask


def _exchange(prepared: str, target: Path) -> None:
    os.replace(prepared, target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last; not every system lets a folder be opened for it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_FOR_FOLDERS:
            raise  # a disk that fails here may lose the rename: no exit 0
    finally:
        os.close(handle)


_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF)
