"""Can the tool write where it has to."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.rim import Rim
from crmkit.folders import STATE
from crmkit.state import LOCK, Folder, LinkInside, opened

_NOT_OURS = (errno.EROFS, errno.ENOSPC, errno.EDQUOT)
"""Troubles of the disk, which no right that we could give mends."""


def ask(rim: Rim) -> Iterator[Answer]:
    """A file is made and dropped: rights alone do not tell of a full or locked disk."""
    state = rim.root / STATE
    try:
        folder = rim.root
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"1")
        folder = state
        if os.path.lexists(state):
            with opened(rim.root, make=False) as held:
                name, handle = held.fresh()
                held.drop(name)
                os.close(handle)
                _lock_of(held)
    except OSError as error:
        yield _told(rim, folder, error)
        return
    yield Answer(OK, rim._("the tool can write its lock and its files"))


def _lock_of(held: Folder) -> None:
    """The lock as a writer would open it, where there is one."""
    with suppress(FileNotFoundError):
        os.close(held.open(LOCK, os.O_RDWR))


def _told(rim: Rim, folder: Path, error: OSError) -> Answer:
    shown = folder.relative_to(rim.root.parent)
    said = rim._("{folder} cannot be written: {why}").format(folder=shown, why=error.strerror or error)
    strange = isinstance(error, LinkInside)
    mend = f"rm '{error.filename}'" if strange or not folder.is_dir() else f"chmod u+rwx '{folder}'"
    return Answer(FAIL, said, "" if error.errno in _NOT_OURS else mend)


PROBE = Probe("writable", ask)
