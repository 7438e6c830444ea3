"""Files are read and written whole or not at all, never through a link, one writer at a time (P1, P4, P7)."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from crmkit import disk, state, tree
from crmkit.cache import Cache
from crmkit.document.decode import MAX_BYTES
from crmkit.folders import STATE
from crmkit.load import Absent
from crmkit.state import LOCK
from crmkit.tree import (
    FileChanged,
    LinkInside,
    Unconfirmed,
    create,
    locked,
    put,
    read_file,
    rewrite,
    snapshot,
)

PATH = "records/CRM-202405001.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one record, `one`."""
    (tmp_path / "records").mkdir()
    (tmp_path / PATH).write_bytes(b"one\n")
    return tmp_path


def pending(root: Path) -> list[str]:
    return [path.name for path in (root / STATE / "pending").iterdir()]


# --- reading ------------------------------------------------------------------------------------------------


def test_a_snapshot_lists_files_once_and_reads_them_when_asked(root: Path) -> None:
    """Files below `records/` and `sop/` only, in order; `.git` and what came later are left out."""
    for path in ("sop/book.md", "records/2024/a.md", "records/2024/.git/config", "notes.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode())
    seen: Mapping[Any, object] = snapshot(root)
    assert list(seen) == ["records/2024/a.md", PATH, "sop/book.md"]
    assert (len(seen), "sop/book.md" in seen, "notes.md" in seen, 5 in seen) == (3, True, False, False)
    (root / PATH).write_bytes(b"two\n")
    (root / "records/new.md").write_bytes(b"")
    assert seen[PATH] == b"two\n"
    assert list(snapshot(root, ("sop/",))) == ["sop/book.md"]
    with pytest.raises(KeyError):
        seen["records/new.md"]
    with pytest.raises(KeyError):
        seen["../etc/passwd"]


def test_links_are_listed_and_never_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """To a file, to a folder (named with a slash, so that it is told), to nowhere, and a linked `sop/`."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_bytes(b"secret")
    (root / "records/file.md").symlink_to(outside / "secret.md")
    (root / "records/folder").symlink_to(outside)
    (root / "records/nowhere.md").symlink_to(outside / "nothing")
    (root / "sop").symlink_to(outside)
    seen: Mapping[Any, object] = snapshot(root)
    assert list(seen) == [PATH, "records/file.md", "records/folder/", "records/nowhere.md", "sop/"]
    assert seen["records/file.md"] == seen["records/nowhere.md"] == Absent.LINK
    assert seen["records/folder/"] == seen["sop/"] == Absent.LINK


def test_what_is_no_regular_file_says_so_without_waiting(root: Path) -> None:
    os.mkfifo(root / "records/pipe.md")
    (root / "records/large.md").write_bytes(b"x" * (MAX_BYTES + 1))
    (root / "records/largest.md").write_bytes(b"x" * MAX_BYTES)
    seen = snapshot(root)
    (root / PATH).unlink()
    assert seen["records/pipe.md"] is Absent.IRREGULAR
    assert seen["records/large.md"] is Absent.TOO_LARGE
    assert len(seen["records/largest.md"]) == MAX_BYTES
    assert seen[PATH] is Absent.VANISHED
    assert read_file(root / "records") is Absent.IRREGULAR


def test_a_file_that_may_not_be_read_or_fails_to_be_is_unreadable(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        raise OSError(5, "EIO")

    monkeypatch.setattr(os, "read", refuse)
    assert read_file(root / PATH) is Absent.UNREADABLE
    monkeypatch.setattr(os, "open", refuse)
    assert read_file(root / PATH) is Absent.UNREADABLE


def test_short_reads_are_continued(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network file systems hand out less than was asked for."""
    real = os.read
    (root / PATH).write_bytes(bytes(range(256)))
    monkeypatch.setattr(os, "read", lambda handle, size: real(handle, min(size, 10)))
    assert read_file(root / PATH) == bytes(range(256))


def test_without_the_flag_a_link_is_looked_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows has no O_NOFOLLOW."""
    monkeypatch.delattr(os, "O_NOFOLLOW")
    (root / "records/file.md").symlink_to(root / PATH)
    assert read_file(root / "records/file.md") is Absent.LINK
    assert read_file(root / PATH) == b"one\n"


@pytest.mark.parametrize("instead", ["link", "file", "pipe"])
@pytest.mark.parametrize("folder", ["records", "sop"])
def test_what_stands_in_the_place_of_a_folder_is_listed(root: Path, folder: str, instead: str) -> None:
    """Else all customers would vanish without a word."""
    (root / "records").rename(root / "elsewhere")
    made: dict[str, Callable[[], object]] = {
        "link": lambda: (root / folder).symlink_to(root / "elsewhere"),
        "file": lambda: (root / folder).write_bytes(b""),
        "pipe": lambda: os.mkfifo(root / folder),
    }
    made[instead]()
    seen = snapshot(root)
    assert list(seen) == [f"{folder}/"]
    assert seen[f"{folder}/"] is (Absent.LINK if instead == "link" else Absent.IRREGULAR)


def test_a_folder_that_cannot_be_listed_is_named_and_hides_no_other(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "records/closed").mkdir()
    (root / "records/open").mkdir()
    (root / "records/open/a.md").write_bytes(b"a")
    real = os.scandir

    def scandir(place: str) -> object:
        if str(place).endswith("closed"):
            raise PermissionError(13, "EACCES", place)
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    seen: Mapping[Any, object] = snapshot(root)
    assert list(seen) == [PATH, "records/closed/", "records/open/a.md"]
    assert seen["records/closed/"] is Absent.UNREADABLE


@pytest.mark.parametrize("depth", [disk.MOST_DEEP + 1, 1_040, 5_000])
def test_folders_in_folders_are_followed_so_far_and_then_named(root: Path, depth: int) -> None:
    """Deeper than Python recurses, and deeper than a path can be long."""
    here = os.getcwd()
    os.chdir(root / "records")
    try:
        for _ in range(depth):
            os.mkdir("a")
            os.chdir("a")
    finally:
        os.chdir(here)
    try:
        seen = snapshot(root)
    finally:
        subprocess.run(["rm", "-rf", str(root / "records/a")], check=True)  # deeper than shutil goes
    deep = "records/" + "a/" * disk.MOST_DEEP
    assert list(seen) == [PATH, deep]
    assert seen[deep] is Absent.TOO_DEEP


# --- writing ------------------------------------------------------------------------------------------------


def appended(data: bytes) -> bytes:
    return data + b"more\n"


def test_a_rewrite_keeps_the_mode_and_leaves_nothing_beside(root: Path) -> None:
    os.chmod(root / PATH, 0o640)
    with locked(root):
        rewrite(root, PATH, appended)
        assert pending(root) == []
    assert (root / PATH).read_bytes() == b"one\nmore\n"
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640


def test_a_rewrite_that_changes_nothing_touches_nothing(root: Path) -> None:
    before = (root / PATH).stat()
    with locked(root):
        rewrite(root, PATH, lambda data: data)
    after = (root / PATH).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_an_editor_saved_in_between_is_not_lost(root: Path) -> None:
    """The change is made again on the new text, and only then exchanged."""
    saves = iter([b"two\n", b"three\n"])

    def change(data: bytes) -> bytes:
        save = next(saves, None)
        if save is not None:
            (root / PATH).write_bytes(save)
        return appended(data)

    with locked(root):
        rewrite(root, PATH, change)
        assert pending(root) == []
    assert (root / PATH).read_bytes() == b"three\nmore\n"


def test_an_editor_that_keeps_saving_wins_and_the_caller_is_told(root: Path) -> None:
    counter = iter(range(100))

    def change(data: bytes) -> bytes:
        (root / PATH).write_bytes(b"%d" % next(counter))
        return appended(data)

    with locked(root), pytest.raises(FileChanged, match="changed by somebody else"):
        rewrite(root, PATH, change)
    assert (root / PATH).read_bytes() == b"2"
    assert pending(root) == []


@pytest.mark.parametrize("write", [lambda r, p: rewrite(r, p, appended), lambda r, p: put(r, p, b"new")])
def test_a_link_is_never_written_through(root: Path, write: Callable[[Path, str], None]) -> None:
    """Not as the file itself and not as a folder above it."""
    outside = root / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"keep")
    (root / "records/a.md").symlink_to(outside / "a.md")
    (root / "records/folder").symlink_to(outside)
    for path in ("records/a.md", "records/folder/a.md"):
        with locked(root), pytest.raises((FileChanged, LinkInside)):
            write(root, path)
    assert (outside / "a.md").read_bytes() == b"keep"
    assert [path.name for path in outside.iterdir()] == ["a.md"]


@pytest.mark.parametrize("path", ["../a.md", "/tmp/a.md", "records/../../a.md", ""])
def test_a_path_that_leads_out_of_the_repository_is_refused(root: Path, path: str) -> None:
    with locked(root), pytest.raises(ValueError, match="not below the repository"):
        create(root, path, b"")


def test_a_rewrite_of_a_file_that_is_gone_says_so(root: Path) -> None:
    with locked(root), pytest.raises(FileChanged, match="vanished"):
        rewrite(root, "records/none.md", appended)


def test_create_makes_folders_and_refuses_what_exists(root: Path) -> None:
    old = os.umask(0o027)
    try:
        with locked(root):
            create(root, "records/2024/05/a.md", b"new")
            with pytest.raises(FileExistsError):
                create(root, PATH, b"new")
            assert pending(root) == []
    finally:
        os.umask(old)
    assert stat.S_IMODE((root / "records/2024/05/a.md").stat().st_mode) == 0o640
    assert (root / PATH).read_bytes() == b"one\n"


def test_create_refuses_where_a_link_stands_even_one_to_nowhere(root: Path) -> None:
    (root / "records/a.md").symlink_to(root / "outside.md")
    with locked(root), pytest.raises(FileExistsError):
        create(root, "records/a.md", b"new")
    assert not (root / "outside.md").exists()


def test_put_writes_what_is_new_or_different(root: Path) -> None:
    with locked(root):
        assert put(root, "records/a.md", b"new")
        assert not put(root, "records/a.md", b"new")
        assert put(root, "records/a.md", b"newer")
    assert (root / "records/a.md").read_bytes() == b"newer"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_when_the_disk_fails_the_old_file_stands_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """What was prepared is cleared at the latest by the next writer."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    with locked(root):
        with monkeypatch.context() as patched:
            patched.setattr(os, call, fail)
            with pytest.raises(OSError, match="no space"):
                rewrite(root, PATH, appended)
        assert (root / PATH).read_bytes() == b"one\n"
    with locked(root):
        assert pending(root) == []


def test_a_folder_that_cannot_be_synced_is_no_failure(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every file system lets a folder be opened or synced; the file itself was."""
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(22, "EINVAL")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    with locked(root):
        rewrite(root, PATH, appended)
    assert (root / PATH).read_bytes() == b"one\nmore\n"
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(OSError(13, "EACCES")))
    tree._sync_folder(root / PATH)


def test_an_owner_other_than_us_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []
    about = (root / PATH).stat()
    monkeypatch.setattr(os, "getuid", lambda: about.st_uid + 1)
    monkeypatch.setattr(os, "fchown", lambda _, user, group: given.append((user, group)))
    with locked(root):
        rewrite(root, PATH, appended)
    assert given == [(about.st_uid, about.st_gid)]


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_without_hard_links_or_modes_takes_records_all_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """A memory card, a share of another system; what stands there already is kept all the same."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "fchmod", refuse)
    with locked(root):
        create(root, "records/a.md", b"new")
        rewrite(root, PATH, appended)
        with pytest.raises(FileExistsError):
            create(root, PATH, b"new")
    assert (root / "records/a.md").read_bytes() == b"new"
    assert (root / PATH).read_bytes() == b"one\nmore\n"


def test_without_hard_links_half_a_record_is_taken_away(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "EPERM")

    real, calls = os.fsync, iter(range(9))

    def full(handle: int) -> None:
        if next(calls):
            raise OSError(errno.ENOSPC, "no space")
        real(handle)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "fsync", full)
    with locked(root), pytest.raises(OSError, match="no space"):
        create(root, "records/a.md", b"new")
    assert not (root / "records/a.md").exists()


@pytest.mark.parametrize("write", [create, lambda r, p, data: rewrite(r, PATH, lambda _: data)])
def test_what_stands_but_is_not_confirmed_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, str, bytes], None]
) -> None:
    """The last call of the disk fails when the new text is there already."""
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "EIO")
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    with locked(root), pytest.raises(Unconfirmed) as caught:
        write(root, "records/a.md", b"new")
    assert Path(caught.value.filename).read_bytes() == b"new"


def test_what_cannot_be_cleared_fails_nothing_that_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "EIO")

    with locked(root):
        with monkeypatch.context() as patched:
            patched.setattr(os, "unlink", fail)
            create(root, "records/a.md", b"new")
        assert pending(root) != []
    with locked(root):
        assert pending(root) == []
    assert (root / "records/a.md").read_bytes() == b"new"


# --- the lock -----------------------------------------------------------------------------------------------


def test_the_lock_clears_what_an_interrupted_writer_left_and_hides_from_git(root: Path) -> None:
    with locked(root):
        pass
    (root / STATE / "pending" / "tmp123").write_bytes(b"half")
    (root / STATE / "pending" / "folder").mkdir()
    with locked(root):
        assert pending(root) == ["folder"]
    assert (root / STATE / ".gitignore").read_bytes() == b"*\n"
    assert stat.S_IMODE((root / STATE).stat().st_mode) == 0o700


@pytest.mark.parametrize("planted", [STATE, f"{STATE}/pending"])
def test_a_planted_state_folder_clears_nothing_elsewhere(root: Path, planted: str) -> None:
    """A branch could bring `.crmkit` as a link to a folder of yours."""
    yours = root / "yours"
    (yours / "pending").mkdir(parents=True)
    (yours / "keep").write_bytes(b"")
    (yours / "pending" / "keep").write_bytes(b"")
    (root / planted).parent.mkdir(exist_ok=True)
    (root / planted).symlink_to(yours)
    with pytest.raises(LinkInside, match="a link is not followed"), locked(root):
        pass
    assert (yours / "keep").exists()
    assert (yours / "pending" / "keep").exists()


def test_four_writers_with_twenty_five_lines_each_make_a_hundred(root: Path) -> None:
    """P1, with threads that hold the lock one after the other."""

    def work(name: int) -> None:
        for index in range(25):
            line = f"{name} {index}\n".encode()
            with locked(root):
                rewrite(root, PATH, lambda data, line=line: data + line)  # type: ignore[misc]

    writers = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = (root / PATH).read_bytes().split(b"\n")
    assert len(set(lines)) == len(lines) == 102


@pytest.mark.parametrize("planted", ["lock", ".gitignore", "pending", "cache", ""])
@pytest.mark.parametrize("exists", [True, False], ids=["to a file", "to nowhere"])
def test_a_link_anywhere_in_our_folder_reaches_nothing(root: Path, planted: str, exists: bool) -> None:
    """A branch could bring any of them: nothing is made, emptied or cleared where it leads."""
    outside = root / "outside"
    outside.mkdir()
    victim = outside / "victim"
    if exists:
        victim.write_bytes(b"precious")
    link = root / STATE / planted
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(victim)
    try:
        with locked(root):
            rewrite(root, PATH, appended)
    except LinkInside:
        pass
    Cache(root).answer("asked", lambda: [1])
    assert [path.name for path in outside.iterdir()] == (["victim"] if exists else [])
    assert not exists or victim.read_bytes() == b"precious"


@pytest.mark.parametrize("planted", [LOCK, "pending", ""])
def test_a_pipe_in_the_place_of_ours_is_refused_without_waiting(root: Path, planted: str) -> None:
    (root / STATE / planted).parent.mkdir(exist_ok=True)
    os.mkfifo(root / STATE / planted)
    with pytest.raises(LinkInside, match="neither a folder nor a file of ours"), locked(root):
        pass


def test_whoever_waits_for_another_writer_is_told_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()
    monkeypatch.setattr(state, "_WAIT", 0.0)
    monkeypatch.setattr(state, "_told", told.set)

    def write() -> None:
        with locked(root):
            rewrite(root, PATH, appended)

    with locked(root):
        other = threading.Thread(target=write)
        other.start()
        assert told.wait(30)
        assert (root / PATH).read_bytes() == b"one\n"
    other.join()
    assert (root / PATH).read_bytes() == b"one\nmore\n"


def test_without_handles_of_folders_links_are_looked_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a name is looked up by its whole path."""
    monkeypatch.setattr(state, "_BY_HANDLE", False)
    with locked(root):
        rewrite(root, PATH, appended)
        create(root, "records/a.md", b"new")
    assert (root / PATH).read_bytes() == b"one\nmore\n"
    (root / STATE / LOCK).unlink()
    (root / STATE / LOCK).symlink_to(root / "victim")
    monkeypatch.delattr(os, "O_NOFOLLOW")
    with pytest.raises(LinkInside), locked(root):
        pass
    assert not (root / "victim").exists()
