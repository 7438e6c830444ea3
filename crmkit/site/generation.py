"""Write a site beside the old one and exchange the two: whoever looks sees the old or the new, never half."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

MARK = ".crmkit-site"
"""Lies in every folder that a build made; a folder without it is somebody else's and is never replaced."""


class NotOurs(OSError):
    """The folder to build into holds something that no build made."""


def begin(out: Path) -> Path:
    """An empty folder for the new generation, beside `out`; what an interrupted build left is cleared."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise NotOurs(f"{out}: not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise NotOurs(f"{out}: holds files that no build made; name another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    _mend(out)
    new = _beside(out, "new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    (new / MARK).write_bytes(b"1\n")
    return new


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
        if os.stat(path).st_size != len(data):
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
        old = _beside(out, "old")
        shutil.rmtree(old, ignore_errors=True)
        os.rename(out, old)
        os.rename(new, out)
        shutil.rmtree(old)


def _mend(out: Path) -> None:
    """Bring back the old generation when a build stopped between the two renames."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        os.rename(old, out)


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
