"""Notice that files change: mere reads and editors' litter are ignored, and quiet is waited for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath
from threading import Condition
from time import monotonic
from typing import Any

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from crmkit.disk import MOST_DEEP

# Seconds: an editor saves in several steps within the first; a checkout that goes on longer than the second
# is built in the middle, and again when it ends.
QUIET, PATIENCE = 0.05, 5.0

_CHANGES = {EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED}
# `.name.swp`, `#name#`, `~name`, `name~`, vim's probe `4913`, files under way.
_LITTER = re.compile(r"[.#~].*|.*~|.*\.(?:sw[a-z]|tmp|part|crdownload)|\d+", re.IGNORECASE)


def litter(path: str) -> bool:
    """Whether a file is none of ours: what editors and tools leave beside what they write."""
    return _LITTER.fullmatch(PurePath(path).name) is not None


class Changes(FileSystemEventHandler):
    """The absolute paths of files that changed since they were last asked for."""

    def __init__(self, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._news = Condition()
        self._paths: set[str] = set()
        self._events = 0

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Keep what changed. Opening, reading and closing change nothing, nor does a folder's own date."""
        if event.event_type not in _CHANGES or (
            event.is_directory and event.event_type == EVENT_TYPE_MODIFIED
        ):
            return
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        self.note(path for path in paths if not litter(path))

    def note(self, paths: Iterable[str]) -> None:
        """Take paths as changed and wake whoever waits."""
        with self._news:
            before = len(self._paths)
            paths = list(paths)
            self._paths.update(paths)
            if paths or len(self._paths) != before:
                self._events += 1
                self._news.notify_all()

    def wait(self, timeout: float) -> frozenset[str]:
        """What changed, once it is quiet; empty when nothing did within `timeout` seconds."""
        with self._news:
            self._news.wait_for(lambda: bool(self._paths), timeout)
            end = monotonic() + PATIENCE
            seen = -1
            while self._paths and seen != self._events and monotonic() < end:
                seen = self._events
                self._news.wait(self._quiet)
            taken, self._paths = frozenset(self._paths), set()
            return taken


def _deep(folder: Path) -> bool:
    """Whether folders lie deeper in one another than records do: the watcher would go down without end."""
    below = [(str(folder), 0)]
    while below:
        place, depth = below.pop()
        if depth > MOST_DEEP:
            return True
        with suppress(OSError), os.scandir(place) as entries:
            below += [(each.path, depth + 1) for each in entries if each.is_dir(follow_symlinks=False)]
    return False


class Watch:
    """Watches folders and all below them; one that was removed and made again is watched again.

    Below a folder that is too deep nothing is watched: what changes there is noticed with the next tick.
    """

    def __init__(self, folders: Iterable[Path], changes: Changes) -> None:
        self._observer = Observer()
        self._changes = changes
        self._watched: dict[Path, tuple[int, Any] | None] = dict.fromkeys(folders)
        self.renew()
        self._observer.start()

    def renew(self) -> frozenset[str]:
        """Look whether each folder is the one that is watched, and answer those that are not; they are now.

        A folder that is missing waits.
        """
        other: set[str] = set()
        for folder, known in self._watched.items():
            try:
                number = folder.stat().st_ino if folder.is_dir() else 0
            except OSError:
                number = 0
            if number == (known[0] if known else 0):
                continue
            if known is not None:
                self._observer.unschedule(known[1])
            watched = (
                self._observer.schedule(self._changes, str(folder), recursive=not _deep(folder))
                if number
                else None
            )
            self._watched[folder] = (number, watched) if number else None
            other.add(str(folder))
        return frozenset(other)

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()
