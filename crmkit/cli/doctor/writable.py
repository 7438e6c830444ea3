"""Can the tool write where it has to."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator

from crmkit.cli.doctor import FAIL, OK, Answer, Probe
from crmkit.cli.rim import Rim
from crmkit.folders import STATE

_NOT_OURS = (errno.EROFS, errno.ENOSPC, errno.EDQUOT)
"""Troubles of the disk, which no right that we could give mends."""


def ask(rim: Rim) -> Iterator[Answer]:
    """A file is made and dropped: rights alone do not tell of a full or locked disk."""
    state = rim.root / STATE
    for folder in (rim.root, *([state] if state.exists() or state.is_symlink() else [])):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"1")
        except OSError as error:
            shown = folder.relative_to(rim.root.parent)
            said = rim._("{folder} cannot be written: {why}").format(
                folder=shown, why=error.strerror or error
            )
            mend = f"chmod u+rwx '{folder}'" if folder.is_dir() else f"rm '{folder}'"
            yield Answer(FAIL, said, "" if error.errno in _NOT_OURS else mend)
            return
    yield Answer(OK, rim._("the tool can write its lock and its files"))


PROBE = Probe("writable", ask)
