"""Time commands anew, again and after a change: all worked out, nothing changed, one record changed.

In a checkout an edit of the tool's own files makes every answer be found anew: leave them alone meanwhile.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import generate
import measure

MB = 1024 * 1024
VERBS = (
    ("check", "--quiet"), ("check", "--format", "concise"), ("check",), ("due", "--days", "0"),
    ("due",), ("list",), ("list", "--tag", "合规"), ("tiers",), ("segments",), ("show", "{customer}"),
    ("find", "zgf"), ("find", "12600139999"),
    ("build", "--out", "{out}"),
)  # fmt: skip


def after_a_save(record: Path, command: Sequence[str | Path], work: Path) -> measure.Run:
    """Add an entry to a record, and run in a new process."""
    record.write_bytes(record.read_bytes() + b"\n## 2024-06-17 \xe7\x94\xb5\xe8\xaf\x9d\n")
    return measure.measure(command, work)


def main() -> None:
    """Print a line a command: seconds of its first run, of the next, of one after a save; peak memory."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=10_000, help="how many records")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crmkit", type=Path, default=Path(sys.executable).with_name("crmkit"))
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crmkit-bench-") as folder:
        work = Path(folder)
        generate.write_book(work / "book", wanted.count, wanted.seed)
        named = {"customer": min((work / "book" / "records").glob("*.md")).stem, "out": str(work / "site")}
        rim = (wanted.crmkit, "-C", work / "book", "--as-of", generate.LAST_DAY.isoformat())
        record = min((work / "book" / "records").glob("*.md"))
        print(f"{wanted.count} records\n  {'':40} {'anew':>8} {'again':>8} {'changed':>8} {'peak MB':>9}")
        for verb in VERBS:
            command = (*rim, *(part.format(**named) for part in verb))
            first = measure.measure(command, work)
            runs = [measure.measure(command, work) for _ in range(wanted.rounds)]
            again = statistics.median(run.seconds for run in runs)
            saved = [after_a_save(record, command, work) for _ in range(wanted.rounds)]
            changed = statistics.median(run.seconds for run in saved)
            peak = max(run.peak for run in [*runs, *saved]) / MB
            times = f"{first.seconds:8.2f} {again:8.2f} {changed:8.2f}"
            print(f"  {' '.join(verb):40} {times} {peak:9.0f}", flush=True)
        kept = sum(path.stat().st_size for path in (work / "book" / ".crmkit" / "cache").iterdir())
        print(f"  kept: {kept / MB:.1f} MB")
        shutil.rmtree(work / "site", ignore_errors=True)


if __name__ == "__main__":
    main()
