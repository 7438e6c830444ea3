"""Make the standard streams fit: closed before the run, too narrow for a sign, failing while it ends."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from typing import NoReturn, TextIO

NEAREST = "crmkit-nearest"
# Our own signs, which some consoles lack (GBK the minus), by what says the same in ASCII.
_NEAR = {
    "−": "-", "‑": "-", "–": "-", "—": "-", "·": "-", "•": "*", "…": "...", "≤": "<=", "≥": ">=", "→": "->",
    "×": "x", "÷": "/", "“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ",
}  # fmt: skip


def nearest(error: UnicodeError) -> tuple[str, int]:
    """What a console shows for characters that it lacks: the same in ASCII, else their codes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_NEAR.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking), error.end


codecs.register_error(NEAREST, nearest)


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
