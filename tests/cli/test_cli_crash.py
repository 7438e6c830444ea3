"""No append is lost and none is half: writers at once, kill -9 anywhere, failing disks (P1, Faults)."""

from __future__ import annotations

import errno
import mmap
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmkit.document import read

ROOT = Path(__file__).resolve().parents[2]
RECORD = "records/CRM-202406002.md"
CALLS = ("open", "fsync", "replace", "rename", "link", "unlink", "fchmod", "mkdir")
"""What the tool asks of the system when it writes; the write itself is cut in `test_cli_terminal`."""


def arguments(book: Path, note: str) -> list[str]:
    day = ["-C", str(book), "--as-of", "2024-06-30"]
    return [*day, "log", "CRM-202406002", "备注", note, "--by", "刘洋", "--on", "2024-06-29 09:00"]


def start(book: Path, note: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-m", "crmkit", *arguments(book, note)], env=env, stdout=quiet, stderr=quiet
    )


def forked(work: Callable[[], int]) -> int:
    """Do work in a child of this process, without the cost of a new Python; its wait status."""
    child = os.fork()
    if child == 0:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return child


def log(book: Path, note: str) -> int:
    from crmkit.cli import main

    return main(arguments(book, note))


def notes(book: Path) -> list[str]:
    """The subjects of all notes in the record, which must read without a finding."""
    document, findings = read(RECORD, (book / RECORD).read_bytes())
    assert findings == ()
    assert all(entry.fields for entry in document.entries), "an entry without its author"
    return [entry.subject for entry in document.entries if entry.kind == "备注"]


def sound(book: Path, acknowledged: set[str], before: bytes) -> None:
    """Nothing damaged, nothing acknowledged lost, nothing above the new entries touched."""
    assert (book / RECORD).read_bytes().startswith(before)
    found = notes(book)
    assert acknowledged <= set(found)
    assert len(found) == len(set(found)), "an entry twice"


def tidy(book: Path) -> None:
    """The next run leaves no stray file."""
    names = sorted(os.listdir(book / "records"))
    assert log(book, "last") == 0
    assert sorted(os.listdir(book / "records")) == names
    assert os.listdir(book / ".crmkit" / "pending") == []
    assert "last" in notes(book)


# --- writers at once ---


@pytest.mark.parametrize(
    "writers", [pytest.param(8, id="some"), pytest.param(40, id="40", marks=pytest.mark.soak)]
)
def test_processes_that_append_at_once_all_keep_their_entry(writers: int, small: Any) -> None:
    before = (small.book / RECORD).read_bytes()
    running = [start(small.book, f"n{number}") for number in range(writers)]
    assert [process.wait(timeout=300) for process in running] == [0] * writers
    sound(small.book, {f"n{number}" for number in range(writers)}, before)


def test_forty_writers_in_the_same_instant_leave_forty_entries(small: Any) -> None:
    """Forked and released together, so that all of them want the lock at once."""
    log(small.book, "warm")  # all that is imported late is there before the fork
    before = (small.book / RECORD).read_bytes()
    reading, writing = os.pipe()

    def wait_and_log(note: str) -> Callable[[], int]:
        def work() -> int:
            os.close(writing)
            os.read(reading, 1)  # ends for all when the parent closes
            return log(small.book, note)

        return work

    children = [forked(wait_and_log(f"n{number}")) for number in range(40)]
    os.close(reading)
    os.close(writing)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 40
    sound(small.book, {f"n{number}" for number in range(40)}, before)
    tidy(small.book)


# --- kill -9 ---


@pytest.mark.parametrize(
    "times", [pytest.param(12, id="some"), pytest.param(200, id="200", marks=pytest.mark.soak)]
)
def test_kill_9_at_random_moments_loses_nothing_acknowledged(times: int, small: Any) -> None:
    chance = random.Random(times)
    before = (small.book / RECORD).read_bytes()
    started = [start(small.book, "whole")]
    took = _seconds(started[0])
    acknowledged = {"whole"}
    for number in range(times):
        process = start(small.book, f"n{number}")
        try:
            process.wait(timeout=took * chance.uniform(0.3, 1.2))
        except subprocess.TimeoutExpired:
            process.kill()
        if process.wait() == 0:
            acknowledged.add(f"n{number}")
        sound(small.book, acknowledged, before)
    tidy(small.book)


def _seconds(process: subprocess.Popen[bytes]) -> float:
    """How long an undisturbed run takes here and now, so that the kills fall all over it."""
    import time

    begun = time.perf_counter()
    assert process.wait(timeout=300) == 0
    return time.perf_counter() - begun


def at_call(number: int, do: Callable[[], None]) -> None:
    """Have `do` happen instead of the N-th of CALLS; opening a file to read it does not count."""
    left, opens = number, os.open

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal left
            reads = original is opens and not args[1] & (os.O_WRONLY | os.O_RDWR)
            left -= not reads
            if left == 0 and not reads:
                do()
            return original(*args, **more)

        return call

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def struck(number: int, how: Callable[[], None], run: Callable[[], int]) -> int | None:
    """The exit code of a run that is struck at its N-th call; None when it had fewer calls."""
    reached = mmap.mmap(-1, 1)  # shared with the child

    def strike() -> None:
        reached[0] = 1
        how()

    def work() -> int:
        at_call(number, strike)
        return run()

    code = os.waitstatus_to_exitcode(os.waitpid(forked(work), 0)[1])
    assert code in (-signal.SIGKILL, 0, 1, 2, 3), f"call {number}: {code}"
    return code if reached[0] else None


@pytest.mark.parametrize("how", [die, fail], ids=["kill -9", "EIO"])
def test_whatever_call_is_struck_the_record_is_old_or_new(how: Callable[[], None], small: Any) -> None:
    """For N = 1, 2, 3 … until a run gets through: old or new bytes, exit 0 only when the entry is there."""
    log(small.book, "warm")
    before = (small.book / RECORD).read_bytes()
    acknowledged = {"warm"}
    for number in range(1, 200):
        old = (small.book / RECORD).read_bytes()
        code = struck(number, how, lambda number=number: log(small.book, f"n{number}"))  # type: ignore[misc]
        if code in (0, None):
            acknowledged.add(f"n{number}")
        sound(small.book, acknowledged, before)
        assert (small.book / RECORD).read_bytes() == old or f"n{number}" in notes(small.book)
        if code is None:
            break
    assert number > 4, "the calls were found"
    tidy(small.book)


@pytest.mark.parametrize("how", [die, fail], ids=["kill -9", "EIO"])
def test_a_new_record_is_there_whole_or_not_at_all(how: Callable[[], None], small: Any) -> None:
    """The same for `new`, which must not leave a number taken by half a file."""
    from crmkit.cli import main

    command = ["-C", str(small.book), "--as-of", "2024-06-30", "new", "某公司", "source.channel=展会"]
    command += ["first_need=x", "--by", "张伟"]
    main(command)
    for number in range(1, 200):
        before = set(os.listdir(small.book / "records"))
        code = struck(number, how, lambda: main(command))
        for name in set(os.listdir(small.book / "records")) - before:
            assert (small.book / "records" / name).read_bytes().endswith(b"\n---\n")
        if code is None:
            break
    assert number > 5
    assert small("check", "-q").code == 0
    tidy(small.book)


def test_an_editor_that_saves_in_between_keeps_what_it_saved(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is compared again just before the exchange; the entry is then added to the new text."""
    from crmkit import tree

    prepare = tree._dress
    saved: list[bool] = []

    def editor_saves_first(*args: Any, **more: Any) -> None:
        prepare(*args, **more)
        if not saved:
            saved.append(True)
            small.write(RECORD, small.read(RECORD).replace("想先试用", "想先试用一个月"))

    monkeypatch.setattr(tree, "_dress", editor_saves_first)
    assert log(small.book, "note") == 0
    assert "想先试用一个月" in small.read(RECORD)
    assert notes(small.book) == ["note"]


def test_an_editor_that_never_stops_saving_wins(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from crmkit import tree

    prepare = tree._dress

    def editor_saves(*args: Any, **more: Any) -> None:
        prepare(*args, **more)
        small.write(RECORD, small.read(RECORD) + "\nmore\n")

    monkeypatch.setattr(tree, "_dress", editor_saves)
    done = small("log", "zgf", "备注", "note", "--by", "刘洋")
    assert (done.code, done.out) == (3, "")
    assert notes(small.book) == []
    assert os.listdir(small.book / ".crmkit" / "pending") == []


def test_mode_and_links_are_kept(small: Any, tmp_path: Path) -> None:
    (small.book / RECORD).chmod(0o640)
    assert log(small.book, "note") == 0
    assert (small.book / RECORD).stat().st_mode & 0o777 == 0o640
    outside = tmp_path / "outside.md"
    (small.book / RECORD).rename(outside)
    (small.book / RECORD).symlink_to(outside)
    before = outside.read_bytes()
    assert log(small.book, "note 2") in (1, 2)
    assert outside.read_bytes() == before
