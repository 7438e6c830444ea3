"""Read what git has stored, by name, from one process that answers for all of them."""

from __future__ import annotations

import os
import select
import subprocess
import weakref
from pathlib import Path
from typing import NamedTuple

from crmkit.git import process
from crmkit.git.errors import BrokenObject, GitError, MissingObject, NoAnswer, kind_of
from crmkit.git.process import start, trouble

_PIECE = 1 << 16


class _Running(NamedTuple):
    git: subprocess.Popen[bytes]
    owner: int


class Blobs:
    """The stored contents of a repository.

    A git is started when the first is asked for and serves until this object goes; a process that was forked
    meanwhile starts its own, since two readers of one pipe would take each other's answers.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._readers: dict[str, _Running] = {}
        weakref.finalize(self, _end_all, self._readers)  # at the latest when Python ends

    def __reduce__(self) -> tuple[type[Blobs], tuple[Path]]:
        return Blobs, (self.root,)

    def read(self, name: str, most: int, about: str) -> bytes | None:
        """The bytes stored under a name; None where they are more than `most`.

        MissingObject, BrokenObject or another GitError `about` a path where there are none to be had.
        """
        size, data = self._asked("--batch", name, about)
        if size > most:
            self._end("--batch")  # cheaper than to read what nobody wants
            return None
        while len(data) <= size:  # a line end stands behind them
            data += self._piece("--batch", about)
        del data[size:]
        return bytes(data)

    def size(self, name: str, about: str) -> int:
        """How many bytes are stored under a name; GitError as for `read`."""
        return self._asked("--batch-check", name, about)[0]

    def _asked(self, how: str, name: str, about: str) -> tuple[int, bytearray]:
        """Ask for one content: its size, and as much of it as came along with that."""
        reader = self._reader(how)
        assert reader.git.stdin is not None
        try:
            os.write(reader.git.stdin.fileno(), name.encode() + b"\n")
        except BrokenPipeError:
            raise self._failed(how, about) from None
        came = bytearray()
        while b"\n" not in came:  # nothing but this answer can come: one question is open at a time
            came += self._piece(how, about)
        head, _, data = came.partition(b"\n")
        said = head.split()
        if len(said) == 3 and said[1] == b"blob" and said[2].isdigit():
            return int(said[2]), data
        broken = said[1:] != [b"missing"] or kind_of(_heard(reader.git)) is BrokenObject
        self._end(how)
        raise (BrokenObject if broken else MissingObject)(about, name)

    def _piece(self, how: str, about: str) -> bytes:
        """The next bytes of the answer, waited for as long as for any answer."""
        reader = self._readers[how]
        assert reader.git.stdout is not None
        handle = reader.git.stdout.fileno()
        if not _ready(handle):
            self._end(how)
            raise NoAnswer(about)
        piece = os.read(handle, _PIECE)
        if not piece:
            raise self._failed(how, about)
        return piece

    def _reader(self, how: str) -> _Running:
        running = self._readers.get(how)
        if running is not None and running.owner == os.getpid():
            return running
        if running is not None:
            self._end(how)
        git = start(self.root, "cat-file", how, feed=subprocess.PIPE)
        self._readers[how] = running = _Running(git, os.getpid())
        return running

    def _failed(self, how: str, about: str) -> GitError:
        """Why git ended though it was asked for more."""
        reader = self._readers[how]
        try:
            error = trouble(reader.git.wait(process.PATIENCE), _heard(reader.git), about)
        except subprocess.TimeoutExpired:
            error = NoAnswer(about)
        self._end(how)
        return error

    def _end(self, how: str) -> None:
        _end(self._readers.pop(how))


def _end_all(readers: dict[str, _Running]) -> None:
    while readers:
        _end(readers.popitem()[1])


def _end(running: _Running) -> None:
    git, owner = running
    for pipe in (git.stdin, git.stdout, git.stderr):
        if pipe is not None:
            pipe.close()
    if owner == os.getpid():
        git.kill()
        git.wait()
    else:
        git.returncode = 0  # another process waits for it


def _heard(git: subprocess.Popen[bytes]) -> bytes:
    """What git has said so far; it says too little to fill a pipe while it answers."""
    assert git.stderr is not None
    os.set_blocking(git.stderr.fileno(), False)
    try:
        return os.read(git.stderr.fileno(), _PIECE)
    except BlockingIOError:
        return b""


def _ready(handle: int) -> bool:
    """Whether there is something to read within the time that any answer may take."""
    if not hasattr(select, "poll"):
        return True
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    return bool(waiting.poll(process.PATIENCE * 1000))
