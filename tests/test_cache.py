"""A cache is a pure speed-up: deleted, damaged, foreign or out of date, the answer is the same (J2)."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import cache as door
from crmkit.cache import FOLDER, Cache
from crmkit.cli.kept import findings_in, findings_out, rows_in, rows_out
from crmkit.cli.rim import Rim
from crmkit.codec import lines
from crmkit.diagnostics import Diagnostic, Severity, Source, Splice
from crmkit.folders import STATE
from crmkit.language import Label, Word
from crmkit.state import Folder

ASKED = "asked"
OLD = -(10**18)
"""Added to the age below which a file is young: none is."""


class Answerer:
    """Answers with the bytes of all records, and counts how often it was asked."""

    def __init__(self, root: Path) -> None:
        self.root, self.times = root, 0

    def __call__(self) -> list[Any]:
        self.times += 1
        records = sorted((self.root / "records").rglob("*.md"))
        return [[path.name, path.read_bytes().hex()] for path in records]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in {"records/a.md": "one", "records/b.md": "two", "sop/tiers.md": "rules"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def kept(root: Path) -> Path:
    return root / STATE / FOLDER / ASKED


def warm(root: Path) -> Answerer:
    """An answerer that has answered once, so that the answer is kept."""
    answerer = Answerer(root)
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    return answerer


def test_an_answer_is_found_once_while_nothing_changes(root: Path) -> None:
    answerer = warm(root)
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    assert answerer.times == 1


@pytest.mark.parametrize("when", ["young", "old"])
@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "records/a.md").write_text("One"),
        lambda root: (root / "records/a.md").write_text("longer"),
        lambda root: (root / "records/c.md").write_text(""),
        lambda root: (root / "records/a.md").unlink(),
        lambda root: (root / "records/a.md").rename(root / "records/c.md"),
        lambda root: (root / "records/a.md").chmod(0o600),
        lambda root: ((root / "records/b.md").unlink(), (root / "records/b.md").symlink_to("a.md")),
        lambda root: (root / "sop/tiers.md").write_text("Rules"),
        lambda root: ((root / "records/deep").mkdir(), (root / "records/deep/d.md").write_text("d")),
    ],
)
def test_any_change_of_a_file_is_seen(
    root: Path, change: Callable[[Path], object], when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if when == "old":
        monkeypatch.setattr(door, "_GRAIN", OLD)
    answerer = warm(root)
    change(root)
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    assert answerer.times == 2


def test_an_edit_of_the_same_size_within_one_tick_of_the_clock_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of the file system stands still: name, size and times are those of the old text."""
    monkeypatch.setattr(door, "_row", lambda path, about: f"{path} {about.st_size}")
    answerer = warm(root)
    (root / "records/a.md").write_text("ONE")
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    assert answerer.times == 2


def test_files_that_have_aged_are_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_MANY", 2)
    answerer = warm(root)
    monkeypatch.setattr(door, "_GRAIN", OLD)
    first = kept(root).read_bytes()
    opened: list[str] = []
    read = door._read

    def reading(path: Any, *more: Any) -> Any:
        opened.append(str(path))
        return read(path, *more)

    monkeypatch.setattr(door, "_read", reading)
    monkeypatch.setattr(door, "_GRAIN", 2 * 10**9)
    Cache(root).answer(ASKED, answerer)
    assert len(opened) > 3, "all are young, and read"
    monkeypatch.setattr(door, "_GRAIN", -1)
    Cache(root)._renew(ASKED, "", first.split(b"\n", 1)[1])
    opened.clear()
    Cache(root).answer(ASKED, answerer)
    assert opened == [ASKED]
    assert answerer.times == 1


def test_an_edit_between_the_proof_of_an_answer_and_its_renewal_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock went on since, though by less than the coarsest one can tell."""
    answerer = warm(root)
    real = Cache._now

    def late(cache: Cache) -> int | None:
        (root / "records/a.md").write_text("ONE")
        now = real(cache)
        return None if now is None else now + 10**9

    with monkeypatch.context() as patched:
        patched.setattr(door, "_MANY", 0)
        patched.setattr(Cache, "_now", late)
        assert Cache(root).recall(ASKED) is not None
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()


def test_an_answer_found_while_files_changed_is_not_kept(root: Path) -> None:
    def slow() -> list[Any]:
        found = Answerer(root)()
        (root / "records/a.md").write_text("meanwhile")
        return found

    Cache(root).answer(ASKED, slow)
    assert not kept(root).exists()
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()


def test_an_answer_holds_for_what_was_told(root: Path) -> None:
    answerer = warm(root)
    Cache(root).answer(ASKED, answerer, told="2024-06-30")
    assert answerer.times == 2


@pytest.mark.parametrize(
    "other", [("__version__", "9.9"), ("_FORMAT", "crmkit-cache 2"), ("maker", lambda: "another Python")]
)
def test_another_version_answers_anew(root: Path, other: tuple[str, Any], monkeypatch: Any) -> None:
    answerer = warm(root)
    door.maker.cache_clear()
    monkeypatch.setattr(door, *other)
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    assert answerer.times == 2
    monkeypatch.undo()
    door.maker.cache_clear()


def test_an_edit_of_the_tool_itself_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes a check is never shown what the check said before."""
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "check.py").write_text("1")
    monkeypatch.setattr(door, "HERE", tmp_path / "tool")
    door.maker.cache_clear()
    before = door.maker()
    (tmp_path / "tool" / "check.py").write_text("22")
    door.maker.cache_clear()
    assert door.maker() != before
    door.maker.cache_clear()


# --- damage ---


def test_a_deleted_cache_is_made_again(root: Path) -> None:
    warm(root)
    kept(root).unlink()
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()
    assert kept(root).exists()


def test_a_cache_cut_anywhere_changes_no_answer(root: Path) -> None:
    warm(root)
    whole = kept(root).read_bytes()
    for length in range(len(whole)):
        kept(root).write_bytes(whole[:length])
        assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)(), length


def test_a_cache_with_any_bit_flipped_changes_no_answer(root: Path) -> None:
    warm(root)
    whole = kept(root).read_bytes()
    for at in range(len(whole)):
        kept(root).write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)(), at


@given(st.binary(max_size=300))
def test_a_foreign_cache_changes_no_answer(tmp_path_factory: pytest.TempPathFactory, foreign: bytes) -> None:
    root = tmp_path_factory.mktemp("book")
    (root / "records").mkdir()
    (root / "records/a.md").write_text("one")
    kept(root).parent.mkdir(parents=True)
    kept(root).write_bytes(foreign)
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()


def test_a_cache_copied_from_another_book_answers_nothing_here(root: Path, tmp_path: Path) -> None:
    """A branch may bring a cache made elsewhere for the very same files: times and inodes differ here."""
    warm(root)
    other = tmp_path / "other"
    for path in ("records/a.md", "records/b.md", "sop/tiers.md"):
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_bytes((root / path).read_bytes())
    kept(other).parent.mkdir(parents=True)
    kept(other).write_bytes(kept(root).read_bytes())
    answerer = Answerer(other)
    Cache(other).answer(ASKED, answerer)
    assert answerer.times == 1


# --- where it lies ---


def test_it_is_private_and_kept_out_of_git(root: Path) -> None:
    warm(root)
    folder = root / STATE
    assert (folder / ".gitignore").read_text() == "*\n"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, kept(root).parent)] == [0o700] * 2
    assert stat.S_IMODE(kept(root).stat().st_mode) == 0o600
    assert os.listdir(kept(root).parent) == [ASKED]


@pytest.mark.parametrize("planted", [STATE, f"{STATE}/{FOLDER}", f"{STATE}/{FOLDER}/{ASKED}"])
def test_a_link_is_never_followed(root: Path, tmp_path: Path, planted: str) -> None:
    """A branch could bring the folder, or a file in it, as a link to something of yours."""
    warm(root)
    mine = tmp_path / "mine"
    (root / planted).rename(mine)
    before = {path: path.read_bytes() for path in [mine, *mine.rglob("*")] if path.is_file()}
    (root / planted).symlink_to(mine)
    answerer = Answerer(root)
    assert Cache(root).answer(ASKED, answerer) == Answerer(root)()
    assert answerer.times == 1
    assert {path: path.read_bytes() for path in [mine, *mine.rglob("*")] if path.is_file()} == before


def test_where_nothing_can_be_written_there_is_no_cache(root: Path) -> None:
    (root / STATE).write_text("a file")
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()
    assert (root / STATE).read_text() == "a file"


@pytest.mark.parametrize("files", [0, 1], ids=["for the time", "for the answer"])
def test_a_full_disk_goes_without(root: Path, files: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real, made = Folder.fresh, iter(range(9))

    def full(folder: Folder) -> tuple[str, int]:
        if next(made) >= files:
            raise OSError(28, "No space left on device")
        return real(folder)

    monkeypatch.setattr(Folder, "fresh", full)
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()
    assert not kept(root).exists()


def test_a_failed_exchange_leaves_no_litter(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", failing)
    assert Cache(root).answer(ASKED, Answerer(root)) == Answerer(root)()
    assert os.listdir(kept(root).parent) == []


def test_what_a_killed_run_left_is_dropped_after_an_hour(root: Path) -> None:
    warm(root)
    left, fresh = kept(root).with_name(".left"), kept(root).with_name(".fresh")
    left.write_text("half")
    fresh.write_text("half")
    os.utime(left, (0, 0))
    (root / "records/a.md").write_text("changed")
    Cache(root).answer(ASKED, Answerer(root))
    assert sorted(os.listdir(kept(root).parent)) == [".fresh", ASKED]


# --- what is kept comes back ---

TEXT = st.text(st.characters(codec=None), max_size=8)
LABEL = st.builds(Label, TEXT, TEXT)
WORD = st.one_of(LABEL, st.builds(Word, TEXT, LABEL))
CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    TEXT,
    WORD,
    st.lists(st.one_of(TEXT, WORD), max_size=2),
)
SOURCES = st.builds(Source, TEXT, st.integers(1, 9), st.integers(1, 9))
FINDING = st.builds(
    Diagnostic, SOURCES, TEXT, TEXT, st.sampled_from(Severity),
    st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    st.lists(st.builds(Splice, st.integers(0), st.integers(0), TEXT), max_size=2).map(tuple), st.integers(0),
)  # fmt: skip


def rows_of(keys: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(dict.fromkeys(keys, CELL)), max_size=4)


@given(st.lists(TEXT, max_size=4, unique=True).flatmap(rows_of))
def test_rows_come_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    assert rows_in(door._values(lines(rows_out(rows)))) == rows


@given(st.lists(FINDING, max_size=3).map(tuple))
def test_findings_come_back_as_they_were(findings: tuple[Diagnostic, ...]) -> None:
    back = findings_in(door._values(lines(findings_out(findings))))
    assert back == findings
    assert [type(each) for each in back] == [Diagnostic] * len(findings)


def test_values_can_be_asked_for_by_their_first_text(root: Path) -> None:
    answerer = warm(root)
    asked = Cache(root).answer(ASKED, answerer, of=["a.md"])
    assert asked == [["a.md", b"one".hex()]]
    assert answerer.times == 1
    assert Cache(root).answer("other", answerer, of=["b.md"]) == [["b.md", b"two".hex()]]


# --- at the command line ---

RECORD = """\
---
id: {id}
name: {name}
type: business
status: active
owner: zhang.wei
recorded: {{by: zhang.wei, date: 2024-01-01}}
tags: [{tag}]
---

## {day} 电话 {subject}

{text}
"""
READING = (
    ("check", "--format", "json"), ("due", "--days", "90", "--json"), ("list", "--tag", "a"), ("tiers",),
    ("segments", "--json"), ("show", "远山"), ("find", "报价"), ("due", "远山科技"),
    ("tiers", "--explain", "晨光"),
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["CRM-202401001", "CRM-202401002", "CRM-202401003"]),
        st.sampled_from(["远山科技", "远山机械", "晨光"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["2024-05-30", "2024-06-01", "2024-02-31"]),
        st.sampled_from(["报价", "回访"]),
        st.sampled_from(["", "- next: 2024-07-05 寄样品", "- with: 李雷"]),
    ),
    min_size=1,
    max_size=2,
)


@settings(max_examples=5)  # each runs the tool some thirty times
@given(EDITS)
def test_warm_and_cold_say_the_same_after_any_edits(crm: Any, edits: list[tuple[str, ...]]) -> None:
    for id, name, tag, day, subject, text in edits:
        crm.write(
            f"records/{id}.md", RECORD.format(id=id, name=name, tag=tag, day=day, subject=subject, text=text)
        )
        for command in READING:
            cold = crm("--no-cache", *command)
            assert crm(*command) == cold
            assert crm(*command) == cold


def test_what_was_read_before_an_answer_is_read_again_when_it_changed(crm: Any) -> None:
    """Else the answer would be kept for procedures and files that it was not made from."""
    rim = Rim(crm.book, date(2024, 6, 30), "en", "never")
    assert rim.policy.book.currency == "CNY"
    assert len(rim.snapshot) > 0
    text = crm.read("sop/book.md")
    crm.write("sop/book.md", text.replace("currency: CNY", "currency: EUR"))
    crm.write("records/CRM-202401001.md", "new")
    said = rim.answer(ASKED, lambda: [rim.policy.book.currency, "records/CRM-202401001.md" in rim.snapshot])
    assert said == ["EUR", True]


def test_without_the_cache_nothing_is_kept(crm: Any) -> None:
    crm("--no-cache", "check")
    crm("--no-cache", "list", as_of=None)
    assert not (crm.book / STATE).exists()


def test_processes_side_by_side_say_the_same(crm: Any) -> None:
    for number in range(1, 4):
        crm.write(
            f"records/CRM-20240100{number}.md",
            RECORD.format(
                id=f"CRM-20240100{number}", name="远山", tag="a", day="2024-05-30", subject="报价", text=""
            ),
        )
    cold = crm("--no-cache", "check", "--format", "concise")
    said: list[Any] = []
    runs = [
        threading.Thread(target=lambda: said.append(crm.process("check", "--format", "concise")))
        for _ in range(3)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [(each.code, each.out) for each in said] == [(cold.code, cold.out)] * 3


# --- a site that needs no building ---


def site(crm: Any) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((crm.book / "site").rglob("*")) if path.is_file()}


def built(crm: Any, *options: str) -> str:
    """What a build into the book's own `site` says; 0 changed when nothing was to do."""
    done = crm("build", "--out", "site", *options)
    assert done.code == 0, done
    return str(done.err)


def test_a_site_is_built_again_only_when_something_it_shows_changed(crm: Any) -> None:
    crm.write("records/CRM-202401001.md", RECORD.format(
        id="CRM-202401001", name="远山", tag="a", day="2024-05-30", subject="报价", text=""))  # fmt: skip
    first = built(crm)
    whole = site(crm)
    again = built(crm)
    assert " 0 new or changed" in again
    assert first.split(",")[0] == again.split(",")[0]
    assert site(crm) == whole

    (crm.book / "site" / "today.html").write_text("spoilt")
    built(crm)
    assert site(crm) == whole, "a page that somebody changed is mended"
    (crm.book / "site" / "404.html").unlink()
    built(crm)
    assert site(crm) == whole, "and one that somebody removed"

    assert " 0 new" not in built(crm, "--languages", "zh,en")
    crm.write("records/CRM-202401001.md", RECORD.format(
        id="CRM-202401001", name="晨光", tag="a", day="2024-05-30", subject="报价", text=""))  # fmt: skip
    assert " 0 new" not in built(crm)
    assert any("晨光".encode() in data for data in site(crm).values())
