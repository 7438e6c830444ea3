"""Write a site beside the old one and exchange the two: whoever looks sees the old or the new, never half."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MARK = ".crmkit-site"
"""Lies in every folder that a build made; a folder without it is somebody else's and is never replaced."""
NEW, OLD = "new", "old"
IGNORE = ".gitignore"
"""Lies in a generation until it is complete: what a killed build leaves must not be committed."""


class NotOurs(OSError):
    """The folder to build into holds something that no build made."""


class Busy(OSError):
    """Another build is at work on the same folder."""


@contextmanager
def renewed(out: Path) -> Iterator[Path]:
    """An empty folder beside `out`, to be filled, that takes its place when the block ends well.

    When it does not, `out` stays as it was. What killed builds left is cleared. NotOurs and Busy before
    anything was touched.
    """
    _ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        _mend(out)
        new = _beside(out, f"{os.urandom(4).hex()}.{NEW}")
        new.mkdir()
        try:
            (new / MARK).write_bytes(b"1\n")
            (new / IGNORE).write_bytes(b"*\n")
            yield new
            (new / IGNORE).unlink()
            finish(new, out)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            _mend(out)
            raise


def _ours(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise NotOurs(f"{out}: not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise NotOurs(f"{out}: holds files that no build made; name another folder")


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the lock of a folder's builds, a file beside it while one is at work; Busy when another does."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, lockf
    except ImportError:  # a system that exchanges no folder in which a file is open
        yield
        return
    place = _beside(out, "lock")
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            lockf(handle, LOCK_EX | LOCK_NB)  # of this process alone: its workers may outlive it by a moment
        except (BlockingIOError, PermissionError):
            os.close(handle)
            raise Busy(errno.EBUSY, os.strerror(errno.EBUSY), str(out)) from None
        except OSError:
            pass  # a file system that locks nothing
        if _stands(handle, place):
            break
        os.close(handle)  # its holder has taken the file away since we opened it
    try:
        yield
    finally:
        with suppress(OSError):
            place.unlink()
        os.close(handle)


def _stands(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(place))
    except FileNotFoundError:
        return False


def write(new: Path, old: Path, name: str, data: bytes) -> bool:
    """Put a file into the new generation, as the old one's link when no byte changed. True when new."""
    target, before = f"{new}/{name}", f"{old}/{name}"
    same = _same(before, data)
    try:
        return _put(target, before if same else "", data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        return _put(target, before if same else "", data)


def _same(path: str, data: bytes) -> bool:
    """Whether the old generation has a file with these bytes."""
    try:
        if os.lstat(path).st_size != len(data) or os.path.islink(path):
            return False
        with open(path, "rb", buffering=0) as file:
            return file.read() == data
    except OSError:
        return False


def _put(target: str, before: str, data: bytes) -> bool:
    """Link the old file where there is one and the file system can, else write; True when written."""
    if before:
        try:
            os.link(before, target)
            return False
        except FileNotFoundError:
            raise
        except OSError:
            pass
    with open(target, "wb") as file:
        file.write(data)
    return True


def keep(new: Path, old: Path, name: str) -> bool:
    """Take a file over from the old generation, unread. False when there is none."""
    try:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(old / name, new / name)
    except FileNotFoundError:
        return False
    except OSError:  # a file system without links
        shutil.copyfile(old / name, new / name)
    return True


def finish(new: Path, out: Path) -> None:
    """Exchange the generations in one step where the system can, then drop the old one."""
    if not out.exists():
        os.rename(new, out)
    elif _exchange(new, out):
        shutil.rmtree(new)
    else:
        old = new.with_suffix(f".{OLD}")
        os.rename(out, old)
        os.rename(new, out)
        shutil.rmtree(old)


def _mend(out: Path) -> None:
    """Bring the old generation back when a build stopped between the two renames; clear what else is left."""
    for left in _left(out, OLD):
        if not out.exists():
            os.rename(left, out)
    for left in (*_left(out, NEW), *_left(out, OLD)):
        shutil.rmtree(left, ignore_errors=True)


def _left(out: Path, what: str) -> list[Path]:
    """Generations beside a folder that no build is at work on any more."""
    named = (out.with_name(name) for name in sorted(os.listdir(out.parent)))
    return [
        each
        for each in named
        if each.name.startswith(f".{out.name}.") and each.suffix == f".{what}"
        if not each.is_symlink() and (each / MARK).is_file()
    ]


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders at once by the kernel's call for it, where there is one."""
    names = {"linux": ("renameat2", -100, 2), "darwin": ("renameatx_np", -2, 2)}
    if sys.platform not in names:
        return False
    name, here, flag = names[sys.platform]
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return False
    swapped: int = call(here, os.fsencode(first), here, os.fsencode(second), flag)
    return swapped == 0
