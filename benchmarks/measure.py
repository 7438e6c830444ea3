"""Run a command once and answer how long it took and how much memory its processes held together."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PAGE = resource.getpagesize()
EVERY = 0.02
"""Seconds between two looks at the processes."""


class Run(NamedTuple):
    """One run: wall seconds, peak bytes of resident memory, exit code, the end of what it said."""

    seconds: float
    peak: int
    code: int
    said: str


def family(pid: int) -> list[int]:
    """A process and all that descend from it, as far as /proc tells."""
    found, todo = [], [pid]
    while todo:
        current = todo.pop()
        found.append(current)
        try:
            for task in os.listdir(f"/proc/{current}/task"):
                todo += map(int, Path(f"/proc/{current}/task/{task}/children").read_bytes().split())
        except OSError:
            continue
    return found


def resident(pid: int) -> int:
    """Bytes that a process holds in memory now; 0 when it is gone. Pages that forks share count for each."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def measure(command: Sequence[str | Path], cwd: Path) -> Run:
    """Run to the end. The peak is the family's sum; without /proc, that of its largest process."""
    peak, done = 0, threading.Event()
    with (cwd / ".said").open("w+b") as out:
        before = time.perf_counter()
        child = subprocess.Popen(
            [*map(str, command)], cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )

        def watch() -> None:
            nonlocal peak
            while not done.wait(EVERY):
                peak = max(peak, sum(map(resident, family(child.pid))))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - before
        done.set()
        watcher.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(max(0, out.tell() - 2_000))
        said = out.read().decode("utf-8", "replace")
    return Run(seconds, max(peak, usage.ru_maxrss * 1024), child.returncode, said)
