"""Hold what browsers are shown: the site's folder, fresher pages laid over it, and what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Condition
from typing import NamedTuple
from urllib.parse import unquote

from crmkit.serve.dress import Trouble, bare, dress

START = "index.html"


class Answer(NamedTuple):
    """The bytes for one address. `mark` differs whenever what a browser would show differs."""

    name: str
    found: bool
    body: bytes
    mark: str


class Shown:
    """What is shown now. Safe to ask from many threads while one changes it."""

    def __init__(self, out: Path, lost: str, language: str) -> None:
        self._out = out
        self._lost = bare(lost, language)
        self._news = Condition()
        self._over: Mapping[str, bytes] = {}
        self._troubles: tuple[Trouble, ...] = ()
        self._style = ""
        self._closed = False
        self.settle()

    def lay(self, pages: Mapping[str, bytes]) -> None:
        """Show these pages at once, while the next generation of the site is being made."""
        with self._news:
            self._over = pages
            self._news.notify_all()

    def settle(self, exchange: Callable[[], None] = lambda: None) -> None:
        """Exchange the generations and show nothing but the folder."""
        with self._news:
            exchange()
            self._over = {}
            digest = hashlib.blake2b(digest_size=16)
            static = self._out / "static"
            for path in sorted(static.iterdir()) if static.is_dir() else ():
                digest.update(_bytes(path) or b"")
            self._style = digest.hexdigest()
            self._news.notify_all()

    def trouble(self, troubles: Sequence[Trouble]) -> bool:
        """Say on every page what is wrong; nothing when all is well. False when that was said before."""
        with self._news:
            if self._troubles == tuple(troubles):
                return False
            self._troubles = tuple(troubles)
            self._news.notify_all()
            return True

    def answer(self, address: str) -> Answer:
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
            digest.update((self._style + repr(self._troubles)).encode("utf-8", "replace"))
            mark = digest.hexdigest()
            if not found or (name or "").endswith(".html"):
                page = dress(page, mark, self._troubles)
            return Answer(name or "", found, page, mark)

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
