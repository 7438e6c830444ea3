"""Answer browsers and watch files in a process of its own, so that the one that builds may fork."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socket
from threading import Thread
from typing import Any, NamedTuple

from crmkit.serve.dress import Trouble
from crmkit.serve.server import Server
from crmkit.serve.shown import Shown
from crmkit.serve.watch import Changes, Watch
from crmkit.sweep import end_with

# Seconds between two looks whether a watched folder is still the same one: nobody tells that it was renamed.
LOOK = 1.0


class Served(NamedTuple):
    """What is shown and watched: the site's folder, words for what is not there, what it is made of."""

    out: Path
    lost: str
    language: str
    folders: tuple[Path, ...]


class Gone(OSError):
    """The other process ended: a broken world, not a mistake of the user's."""


class Front:
    """The other process, as the one that builds sees it; silent until `open`. `Gone` when it ended."""

    def __init__(self, listening: socket, view: Served) -> None:
        self._calls, calls = multiprocessing.Pipe()
        self._news, news = multiprocessing.Pipe(duplex=False)
        ours = (self._calls, self._news)
        self._troubles: tuple[Trouble, ...] = ()
        self._process = multiprocessing.Process(
            target=_front, args=(listening, view, calls, news, ours), daemon=True
        )
        with _deaf():
            self._process.start()
        calls.close()
        news.close()

    def open(self) -> None:
        """Begin to answer and to watch."""
        self._call("open")

    def lay(self, pages: Mapping[str, bytes]) -> None:
        """Show these pages at once, while the next generation of the site is being made."""
        self._call("lay", dict(pages))

    def settle(self) -> None:
        """Show nothing but the folder, whose generations were exchanged."""
        self._call("settle")

    def busy(self, said: str) -> None:
        """Say so on every page if it takes long until the site is settled."""
        self._call("busy", said)

    def trouble(self, troubles: Sequence[Trouble]) -> bool:
        """Say on every page what is wrong; nothing when all is well. False when that was said before."""
        return bool(self._call("trouble", tuple(troubles)))

    def looked_at(self) -> tuple[str, ...]:
        """The pages that browsers showed lately, by name in the site."""
        return tuple(self._call("looked_at"))

    def wait(self, timeout: float) -> frozenset[str]:
        """The absolute paths that changed since last asked; empty when none did within `timeout` seconds."""
        found: set[str] = set()
        with _gone():
            while self._news.poll(0 if found else timeout):
                found |= self._news.recv()
        return frozenset(found)

    def close(self) -> None:
        """Let all browsers go and end the process."""
        self._calls.close()
        self._news.close()
        self._process.join()

    def _call(self, name: str, *arguments: Any) -> Any:
        with _gone():
            self._calls.send((name, arguments))
            return self._calls.recv()


@contextmanager
def _gone() -> Iterator[None]:
    """Say what a broken pipe means here: the one to whoever reads what is printed ends quietly."""
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise Gone("the process that answers browsers has ended") from None


@contextmanager
def _deaf() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach, from its first moment: whoever started it ends it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _front(
    listening: socket, view: Served, calls: Connection, news: Connection, theirs: tuple[Connection, ...]
) -> None:
    """Do what is called until nobody is there to call any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    for each in theirs:
        each.close()  # else the end of the other process would never be seen
    shown, server = Shown(view.out, view.lost, view.language), Server(listening)
    with suppress(EOFError, OSError):
        while True:
            name, arguments = calls.recv()
            if name == "open":
                changes = Changes()
                watch = Watch(view.folders, changes)
                shown.settle()
                server.shown = shown
                Thread(target=server.serve_forever, daemon=True).start()
                Thread(target=_tell, args=(changes, watch, news), daemon=True).start()
                calls.send(None)
            else:
                calls.send(getattr(shown, name)(*arguments))
    shown.close()
    server.server_close()  # threads end with the process


def _tell(changes: Changes, watch: Watch, news: Connection) -> None:
    """Pass on what changed."""
    with suppress(OSError):
        while True:
            paths = changes.wait(LOOK) | watch.renew()
            if paths:
                news.send(paths)
