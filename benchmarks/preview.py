"""Time from a save until the page at its address shows it: `crmkit serve` against `hugo server`, in turns.

Both serve copies of one book at the same time; while one works the other is idle. What is saved: an entry
appended to a record; a rule (Hugo: its configuration), which every page may depend on; a template. A page is
asked for fifty times a second. Hugo renders after a template's change only what was looked at lately.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

import generate
import measure

HERE = Path(__file__).resolve().parent
MB = 1024 * 1024
EVERY, PATIENCE = 0.02, 600.0
"""Seconds between two looks at a page, and after which nobody waits any longer."""
LOOK, IDLE = 0.25, 1.5
"""Seconds between two looks at memory, and without work after which a program is at rest."""
STEPS = ("start", "record", "rules", "template")


class Save(NamedTuple):
    """A file that is changed, how, and the address whose page must show the mark then."""

    path: Path
    changed: Callable[[str, str], str]
    address: str


class Peer(NamedTuple):
    """A program that serves the book: its port, how it is started, and what each step saves."""

    name: str
    port: int
    command: Sequence[str | Path]
    cwd: Path
    saves: Mapping[str, Callable[[int], Save]]


class Timed(NamedTuple):
    """Seconds of every try, and the most bytes that all processes held together meanwhile."""

    seconds: list[float]
    peak: int


def entry(text: str, mark: str) -> str:
    """A record with one entry more."""
    return f"{text}\n## {generate.LAST_DAY} 电话 {mark}\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def crmkit(work: Path) -> Peer:
    """crmkit with templates of its own: a copy of the package beside them."""
    root = generate.ROOT
    for name in ("crmkit", "site_templates"):
        shutil.copytree(root / name, work / name)
    book, port = work / "book", free_port()
    day = generate.LAST_DAY.isoformat()
    options = ("-C", book, "--as-of", day, "--lang", "zh", "serve", "--audience", "team", "--port", str(port))
    template, rules = work / "site_templates" / "customer.html", book / "sop" / "book.md"
    page = f"/customers/{generate.number(0)}.html"

    def record(index: int) -> Save:
        number = generate.number(index)
        return Save(book / "records" / f"{number}.md", entry, f"/customers/{number}.html")

    def in_rules(index: int) -> Save:
        return Save(rules, lambda text, mark: text.replace("title: {zh: ", f"title: {{zh: {mark}", 1), page)

    def in_template(index: int) -> Save:
        return Save(template, lambda text, mark: f"{text}<p>{mark}</p>\n", page)

    saves = {"record": record, "rules": in_rules, "template": in_template}
    return Peer("crmkit", port, (sys.executable, "-m", "crmkit", *options), work, saves)


def hugo(work: Path, program: Path) -> Peer:
    """Hugo's ordinary watch mode: pages in memory, those rendered that changed or are looked at."""
    peer, records, port = work / "peer_hugo", work / "book" / "records", free_port()
    shutil.copytree(HERE / "peer_hugo", peer)
    options = ("--source", peer, "--contentDir", records, "--port", str(port), "--bind", "127.0.0.1")

    def page(index: int) -> str:
        return f"/{generate.number(index).lower()}/"

    def record(index: int) -> Save:
        return Save(records / f"{generate.number(index)}.md", entry, page(index))

    def in_rules(index: int) -> Save:
        return Save(
            peer / "config.toml", lambda text, mark: text.replace('title = "', f'title = "{mark}'), "/"
        )

    def in_template(index: int) -> Save:
        layout = peer / "layouts" / "_default" / "single.html"
        return Save(layout, lambda text, mark: text.replace("</dl>", f"</dl><p>{mark}</p>"), page(0))

    saves = {"record": record, "rules": in_rules, "template": in_template}
    return Peer("hugo", port, (program, "server", *options), work, saves)


def shows(port: int, address: str, mark: str) -> bool:
    """Whether the page at an address has a text now; False when nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return mark.encode() in answer.read() and answer.status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def wait(port: int, address: str, mark: str, since: float) -> float:
    """Seconds from `since` until the page shows the mark. SystemExit when it never does."""
    while not shows(port, address, mark):
        if time.perf_counter() - since > PATIENCE:
            raise SystemExit(f"{address} on port {port} does not show {mark!r}")
        time.sleep(EVERY)
    return time.perf_counter() - since


def save(port: int, what: Save, mark: str) -> float:
    """Save as editors do, a new file renamed over the old; seconds until the page shows it."""
    text = what.changed(what.path.read_text("utf-8"), mark)
    beside = what.path.parents[1] / f".{what.path.name}.tmp"
    beside.write_text(text, "utf-8", newline="\n")
    os.replace(beside, what.path)
    return wait(port, what.address, mark, time.perf_counter())


def worked(pid: int) -> int:
    """Ticks of the processor that a process and its children took so far."""
    total = 0
    for each in measure.family(pid):
        try:
            total += sum(
                map(int, Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13])
            )
        except OSError:
            continue
    return total


def rest(pid: int) -> None:
    """Wait until what follows a save is done, too: lists, folders, memory given back."""
    before = -1
    while before != (before := worked(pid)):
        time.sleep(IDLE)


class Memory:
    """The most that a process and its children held together since it was last asked."""

    def __init__(self, pid: int) -> None:
        self.pid, self._peak, self._done = pid, 0, threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self._done.wait(LOOK):
            self._peak = max(self._peak, measure.held(self.pid))

    def taken(self) -> int:
        peak, self._peak = self._peak, 0
        return peak

    def close(self) -> None:
        self._done.set()


@contextmanager
def running(peer: Peer) -> Iterator[tuple[Memory, float]]:
    """Start it; its memory, and the seconds until it shows the first page."""
    with (peer.cwd / f".said-{peer.name}").open("wb") as said:
        since = time.perf_counter()
        child = subprocess.Popen(
            [*map(str, peer.command)], cwd=peer.cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        memory = Memory(child.pid)
        try:
            yield memory, wait(peer.port, peer.saves["record"](0).address, "</html>", since)
        finally:
            memory.close()
            child.terminate()
            child.wait()


def compare(work: Path, peers: Sequence[Peer], tries: dict[str, int]) -> dict[str, dict[str, Timed]]:
    """By name of the peer and step: all times and the peak of memory."""
    found: dict[str, dict[str, Timed]] = {peer.name: {} for peer in peers}
    with ExitStack() as stack:
        memories: dict[str, Memory] = {}
        for peer in peers:
            memories[peer.name], seconds = stack.enter_context(running(peer))
            found[peer.name]["start"] = Timed([seconds], memories[peer.name].taken())
        for step in STEPS[1:]:
            times: dict[str, list[float]] = {peer.name: [] for peer in peers}
            for number in range(tries[step]):
                for peer in peers:
                    what = peer.saves[step](1 + 7 * number)
                    shows(peer.port, what.address, "")  # as the page that is open in a browser
                    times[peer.name].append(save(peer.port, what, f"saved{step}{number}"))
                    rest(memories[peer.name].pid)
            for peer in peers:
                found[peer.name][step] = Timed(times[peer.name], memories[peer.name].taken())
    return found


def report(count: int, found: dict[str, dict[str, Timed]]) -> None:
    """A line a step: the median of each peer's seconds and the peak of its memory."""
    print(f"\n{count} records, from a save to its page")
    print(f"  {'':10}" + "".join(f"{name + ' s':>12}{name + ' MB':>12}" for name in found) + f"{'ratio':>8}")
    for step in STEPS:
        cells, medians = "", []
        for timed in (steps[step] for steps in found.values()):
            medians.append(statistics.median(timed.seconds))
            cells += f"{medians[-1]:12.2f}{timed.peak / MB:12.0f}"
        ratio = f"{medians[0] / medians[1]:8.2f}" if len(medians) > 1 else ""
        print(f"  {step:10}{cells}{ratio}")


def run(count: int, seed: int, program: Path | None, tries: dict[str, int]) -> None:
    """Lay out a book for each peer and print what was found."""
    with tempfile.TemporaryDirectory(prefix="crmkit-bench-") as folder:
        work = Path(folder)
        names = ("crmkit", "hugo") if program else ("crmkit",)
        for name in names:
            generate.write_book(work / name / "book", count, seed)
        peers = [crmkit(work / "crmkit")] + ([hugo(work / "hugo", program)] if program else [])
        report(count, compare(work, peers, tries))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[10_000], help="how many records")
    parser.add_argument("--records", type=int, default=7, help="how many records are saved")
    parser.add_argument("--others", type=int, default=2, help="how often rules and templates are saved")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    tries = {"record": wanted.records, "rules": wanted.others, "template": wanted.others}
    found = shutil.which("hugo")
    for count in wanted.counts:
        run(count, wanted.seed, Path(found) if found else None, tries)


if __name__ == "__main__":
    main()
