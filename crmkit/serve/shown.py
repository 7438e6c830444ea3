"""Hold what browsers are shown: the site's folder, fresher pages laid over it, and what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Condition, Timer
from typing import NamedTuple, Protocol
from urllib.parse import unquote

from crmkit.serve.dress import Trouble, bare, dress

START = "index.html"
# Seconds until a page says that the site is being built; how many pages count as those looked at.
PATIENCE, REMEMBERED = 1.0, 8


class Reply(NamedTuple):
    """The bytes for one address. `mark` differs whenever what a browser would show differs."""

    name: str
    found: bool
    body: bytes
    mark: str


class Screen(Protocol):
    """What whoever builds needs of what browsers are shown."""

    def lay(self, pages: Mapping[str, bytes]) -> None:
        """Show these pages at once."""

    def settle(self) -> None:
        """Show nothing but the folder."""

    def busy(self, said: str) -> None:
        """Say so when it takes long."""

    def trouble(self, troubles: Sequence[Trouble]) -> bool:
        """Say what is wrong."""

    def looked_at(self) -> tuple[str, ...]:
        """The pages shown lately."""


class Shown:
    """What is shown now. Safe to ask from many threads while one changes it."""

    def __init__(self, out: Path, lost: str, language: str) -> None:
        self._out = out
        self._lost = bare(lost, language)
        self._news = Condition()
        self._over: Mapping[str, bytes] = {}
        self._troubles: tuple[Trouble, ...] = ()
        self._note: tuple[Trouble, ...] = ()
        self._asked: dict[str, None] = {}
        self._turn = 0
        self._style = ""
        self._closed = False
        self.settle()

    def lay(self, pages: Mapping[str, bytes]) -> None:
        """Show these pages at once, while the next generation of the site is being made."""
        with self._news:
            self._over = pages
            self._news.notify_all()

    def settle(self) -> None:
        """Show nothing but the folder, whose generations were exchanged."""
        with self._news:
            self._over = {}
            self._calm()
            digest = hashlib.blake2b(digest_size=16)
            static = self._out / "static"
            for path in sorted(static.iterdir()) if static.is_dir() else ():
                digest.update(_bytes(path) or b"")
            self._style = digest.hexdigest()
            self._news.notify_all()

    def busy(self, said: str, patience: float = PATIENCE) -> None:
        """Say so on every page when the site is not settled within so many seconds."""
        with self._news:
            self._calm()
            timer = Timer(patience, self._still_busy, (self._turn, Trouble(said, grave=False)))
        timer.daemon = True
        timer.start()

    def _still_busy(self, which: int, note: Trouble) -> None:
        with self._news:
            if self._turn == which:
                self._note = (note,)
                self._news.notify_all()

    def _calm(self) -> None:
        self._turn += 1
        self._note = ()

    def trouble(self, troubles: Sequence[Trouble]) -> bool:
        """Say on every page what is wrong; nothing when all is well. False when that was said before."""
        with self._news:
            self._calm()
            before, self._troubles = self._troubles, tuple(troubles)
            self._news.notify_all()
            return self._troubles != before

    def looked_at(self) -> tuple[str, ...]:
        """The pages that browsers showed lately, by name in the site, the latest last."""
        with self._news:
            return tuple(self._asked)

    def answer(self, address: str) -> Reply:
        """What a browser gets for the path of an address. Nothing outside the folder is ever read."""
        name = confined(address)
        with self._news:
            data = None
            if name is not None:
                data = self._over.get(name)
                data = _inside(self._out, name) if data is None else data
            found = data is not None
            page = self._lost if data is None else data
            digest = hashlib.blake2b(page, digest_size=16)
            said = (*self._note, *self._troubles)
            digest.update((self._style + repr(said)).encode("utf-8", "replace"))
            mark = digest.hexdigest()
            if not found or (name or "").endswith(".html"):
                page = dress(page, mark, said)
                self._remember(name or "")
            return Reply(name or "", found, page, mark)

    def _remember(self, name: str) -> None:
        self._asked.pop(name, None)
        self._asked[name] = None
        if len(self._asked) > REMEMBERED:
            del self._asked[next(iter(self._asked))]

    def wait(self, address: str, seen: str, timeout: float) -> bool:
        """Whether, within `timeout` seconds, a browser should show something else than it shows."""

        def news() -> bool:
            return self._closed or self.answer(address).mark != seen

        with self._news:
            return self._news.wait_for(news, timeout) and not self._closed

    @property
    def closed(self) -> bool:
        """Whether the preview has ended."""
        return self._closed

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._news:
            self._closed = True
            self._news.notify_all()


def confined(address: str) -> str | None:
    """The name of a file in the site, or None for what cannot be one: a way out, a hidden name, a folder."""
    path = unquote(address.partition("?")[0].partition("#")[0], errors="replace")
    if not path.startswith("/"):
        return None
    name = path[1:] or START
    parts = name.split("/")
    odd = any(not part or part.startswith(".") for part in parts)
    if odd or any(char in name for char in '\\:\0\r\n"'):
        return None
    return name


def _inside(out: Path, name: str) -> bytes | None:
    """A regular file of the folder; a link to another place is not followed, whoever put it there."""
    path = out / name
    if not path.resolve().is_relative_to(out.resolve()):
        return None
    return _bytes(path)


def _bytes(path: Path) -> bytes | None:
    if path.is_symlink() or not path.is_file():
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None
