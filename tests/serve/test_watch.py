"""What `serve` takes for a change: writing, not reading, and not what editors leave beside a file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from threading import Thread

import pytest
from watchdog import events as happened

from crmkit.serve import Changes, Watch
from crmkit.serve.watch import litter

RECORD = "/book/records/CRM-202405001.md"
WAIT = 30.0


@pytest.mark.parametrize(
    "event",
    [
        happened.FileOpenedEvent(RECORD),
        happened.FileClosedNoWriteEvent(RECORD),
        happened.FileClosedEvent(RECORD),
        happened.DirModifiedEvent("/book/records"),
        happened.FileModifiedEvent("/book/records/.CRM-202405001.md.swp"),
        happened.FileCreatedEvent("/book/records/4913"),
    ],
    ids=repr,
)
def test_reading_and_litter_are_no_change(event: happened.FileSystemEvent) -> None:
    changes = Changes(quiet=0)
    changes.on_any_event(event)
    assert changes.wait(0) == frozenset()


@pytest.mark.parametrize(
    "event",
    [
        happened.FileModifiedEvent(RECORD),
        happened.FileCreatedEvent(RECORD),
        happened.FileDeletedEvent(RECORD),
        happened.FileMovedEvent("/book/records/.CRM-202405001.md.tmp", RECORD),
        happened.FileMovedEvent(RECORD, RECORD + "~"),
    ],
    ids=repr,
)
def test_writing_removing_and_renaming_are_changes(event: happened.FileSystemEvent) -> None:
    changes = Changes(quiet=0)
    changes.on_any_event(event)
    assert changes.wait(0) == {RECORD}
    assert changes.wait(0) == frozenset(), "told once"


def test_a_folder_that_moves_is_a_change() -> None:
    changes = Changes(quiet=0)
    changes.on_any_event(happened.DirMovedEvent("/book/records/a", "/book/records/b"))
    assert changes.wait(0) == {"/book/records/a", "/book/records/b"}


def test_what_comes_before_it_is_quiet_is_told_together() -> None:
    """The second change comes while the first is waited on."""
    changes = Changes(quiet=0.2)
    told: list[frozenset[str]] = []
    waiting = Thread(target=lambda: told.append(changes.wait(WAIT)))
    waiting.start()
    changes.note(["a"])
    changes.note(["b"])
    waiting.join(WAIT)
    assert told == [{"a", "b"}]


@pytest.mark.parametrize(
    "name", [".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", "a.tmp", "~$a.md", ".DS_Store"]
)
def test_editors_leave_litter(name: str) -> None:
    assert litter(f"/book/records/{name}")
    assert not litter("/book/records/CRM-001.md")


def test_a_real_folder_is_watched_also_when_it_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    changes = Changes(quiet=0)
    watch = Watch([folder], changes)
    try:
        (folder / "deep").mkdir(parents=True)
        watch.renew()
        record = folder / "deep" / "a.md"
        record.write_text("one")
        assert str(record) in changes.wait(WAIT)
        folder.rename(tmp_path / "old")
        folder.mkdir()
        watch.renew()
        second = folder / "b.md"
        second.write_text("two")
        seen: frozenset[str] = frozenset()
        while str(second) not in seen:
            news = changes.wait(WAIT)
            assert news, "nothing was noticed"
            seen |= news
    finally:
        watch.close()


def test_folders_without_end_are_not_gone_down(tmp_path: Path) -> None:
    """As a clone may bring them: deeper than Python recurses. The folder itself is watched all the same."""
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1_040):
            os.mkdir("a")
            os.chdir("a")
    finally:
        os.chdir(here)
    changes = Changes(quiet=0)
    try:
        watch = Watch([tmp_path], changes)
        try:
            (tmp_path / "note.md").write_bytes(b"")
            assert str(tmp_path / "note.md") in changes.wait(WAIT)
        finally:
            watch.close()
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "a")], check=True)  # deeper than shutil goes
