"""Run a command once and answer how long it took and how much memory its processes held together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = 0.1
"""Seconds between two looks at the processes."""


class Run(NamedTuple):
    """One run: wall seconds, peak bytes of memory, exit code, the end of what it said."""

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


def held(pid: int) -> int:
    """Bytes that a process and all its children hold together; pages that they share count once."""
    total = 0
    for each in family(pid):
        try:
            said = Path(f"/proc/{each}/smaps_rollup").read_text("ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in said.split("\n") if line.startswith("Pss:"))
    return total


def measure(command: Sequence[str | Path], cwd: Path) -> Run:
    """Run to the end. The peak is what the family holds; without /proc, its largest process."""
    peak, done = 0, threading.Event()
    with (cwd / ".said").open("w+b") as out:
        before = time.perf_counter()
        child = subprocess.Popen(
            [*map(str, command)], cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )

        def watch() -> None:
            nonlocal peak
            while not done.wait(EVERY):
                peak = max(peak, held(child.pid))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - before
        done.set()
        watcher.join()
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(max(0, out.tell() - 2_000))
        said = out.read().decode("utf-8", "replace")
    return Run(seconds, peak or usage.ru_maxrss * 1024, child.returncode, said)
