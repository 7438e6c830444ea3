"""Stand in for streams that were closed before the run began, or fail while it ends."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import NoReturn, TextIO


def nowhere(mode: str) -> TextIO:
    """What stands in for a stream that is closed; it takes the number that is free, so that no file does."""
    return open(os.devnull, mode, encoding="utf-8")  # type: ignore[return-value]


class Closed(io.TextIOWrapper):
    """A closed stdin: to read from it is a failure, since nothing is not an empty text."""

    def __init__(self, stand_in: TextIO) -> None:
        super().__init__(stand_in.detach() if isinstance(stand_in, io.TextIOWrapper) else stand_in.buffer)

    def _refuse(self, *_: object) -> NoReturn:
        raise OSError(errno.EBADF, "closed", "stdin")

    read = readline = readlines = __next__ = _refuse

    def readable(self) -> bool:
        """It never is."""
        return False


def let_go() -> None:
    """Write out what is left; what cannot be written is dropped, since it has been told, or nobody can be."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
