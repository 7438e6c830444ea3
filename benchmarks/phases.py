"""Say in which rooms of crmkit, and in which libraries, the time of a command goes."""

from __future__ import annotations

import pstats
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

Function = tuple[str, int, str]


def room(function: Function) -> str:
    """`crmkit/compute`, `yaml`, or `python`: what a profiled function belongs to."""
    parts = Path(function[0]).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    if "crmkit" in parts:
        at = len(parts) - 1 - parts[::-1].index("crmkit")
        if at + 1 < len(parts):
            return f"crmkit/{parts[at + 1].removesuffix('.py')}"
    return "python"


def by_room(stats: pstats.Stats) -> dict[str, float]:
    """Seconds by room; what is built into Python or written in C counts for who called it."""
    spent: dict[str, float] = defaultdict(float)
    table: dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]]
    table = stats.stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in table.items():
        if function[0] != "~" or not callers:
            spent[room(function)] += own
            continue
        for caller, (_, _, share, _) in callers.items():
            spent[room(caller)] += share
    return dict(spent)


def profile(script: Path, arguments: Sequence[str | Path], cwd: Path) -> list[tuple[str, float]]:
    """Run a Python script under cProfile; (room, share of the time from 0 to 1), the largest first.

    Time of worker processes is not in it: the share says what the first process did.
    """
    out = cwd / ".profile"
    command = [sys.executable, "-m", "cProfile", "-o", out, script, *arguments]
    subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, check=False)
    if not out.exists():
        return []
    spent = by_room(pstats.Stats(str(out)))
    total = sum(spent.values()) or 1.0
    return sorted(((name, seconds / total) for name, seconds in spent.items()), key=lambda pair: -pair[1])
