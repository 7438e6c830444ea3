"""Time `crmkit --help` against a bare click program, in turns: what the tool costs before it works."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

BARE = """
import click
@click.group()
@click.option("--lang", type=click.Choice(["zh", "en"]))
def main(lang): "A group."
@main.command()
@click.argument("path")
def check(path): "A command."
main()
"""
ROUNDS = 25
MOST = 1.5
"""The ratio that is promised."""


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run; its output goes nowhere."""
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=root)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Print both medians and the ratio; 1 when it is above what is promised."""
    bare = [sys.executable, "-c", BARE, "--help"]
    ours = [sys.executable, "-m", "crmkit", "--help"]
    pairs = [(cpu_seconds(bare), cpu_seconds(ours)) for _ in range(ROUNDS)]
    peer, tool = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"bare click --help {peer * 1000:.0f} ms, crmkit --help {tool * 1000:.0f} ms: {tool / peer:.2f}x")
    return int(tool > MOST * peer)


if __name__ == "__main__":
    sys.exit(main())
