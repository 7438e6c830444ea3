"""Git is asked from one place, about this repository and no other, and may be missing (design §5)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crmkit import git
from crmkit.git import process
from crmkit.git.process import ask
from crmkit.git.snapshot import commit_snapshot, index_snapshot


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one commit of one record."""
    made = tmp_path / "book"
    (made / "records").mkdir(parents=True)
    (made / "records" / "客户.md").write_bytes(b"one\n")
    assert git.init(made)
    for arguments in (
        ("config", "user.name", "张伟"), ("config", "user.email", "zhang.wei@crm.example"), ("add", "--all"),
        ("commit", "-qm", "Begin"),
    ):  # fmt: skip
        ask(made, *arguments)
    return made


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"])
def test_variables_that_a_hook_sets_do_not_lead_to_another_repository(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = git.head(root)
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert git.head(root) == before != ""


def test_answers_are_in_one_language_with_names_as_they_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert ask(root, "ls-files", "-z").out == "records/客户.md\0".encode()
    with pytest.raises(git.NoSuchRevision, match="single revision"):
        ask(root, "rev-parse", "--verify", "nothing")


def test_the_author_is_who_the_repository_says(root: Path, tmp_path: Path) -> None:
    assert git.author(root) == ("张伟", "zhang.wei@crm.example")
    assert git.author(tmp_path) == ("", "")


def test_the_head_is_marked_when_records_or_procedures_differ_from_it(root: Path) -> None:
    clean = git.head(root)
    assert len(clean) == 40
    (root / "notes.txt").write_bytes(b"not ours")
    assert git.head(root) == clean
    (root / "records" / "客户.md").write_bytes(b"two\n")
    assert git.head(root) == clean + "+"


def test_a_new_record_that_is_not_added_marks_the_head_too(root: Path) -> None:
    clean = git.head(root)
    (root / "records" / "new.md").write_bytes(b"")
    assert git.head(root) == clean + "+"


def test_a_folder_without_commits_or_outside_a_repository_has_no_head(tmp_path: Path) -> None:
    assert git.head(tmp_path) == ""
    assert git.init(tmp_path)
    assert git.head(tmp_path) == ""


def test_a_folder_within_a_repository_gets_no_second_one(root: Path) -> None:
    assert git.init(root / "records")
    assert not (root / "records" / ".git").exists()


def test_what_git_refuses_is_an_error_with_its_words(root: Path) -> None:
    with pytest.raises(git.Refused, match=r"not a valid attribute name|illegal"):
        ask(root, "check-attr", "-z", "!", "--", "x")


def test_without_git_there_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git.NotInstalled):
        git.version(tmp_path)
    assert git.author(tmp_path) == ("", "")
    assert not git.init(tmp_path)


# --- nothing of a clone runs --------------------------------------------------------------------------------


@pytest.fixture
def spy(tmp_path: Path) -> tuple[str, Path]:
    """A program that leaves a mark when it runs, and the mark."""
    program, mark = tmp_path / "spy", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\necho ran >> '{mark}'\ncat\n", "utf-8")
    program.chmod(0o755)
    return str(program), mark


def ask_everything(root: Path) -> None:
    """Whatever the tool asks git, of a record that was touched since it was committed."""
    (root / "records" / "客户.md").write_bytes(b"two\n")
    git.head(root)
    os.utime(root / "records" / "客户.md", (1, 1))
    git.head(root)
    git.author(root)
    git.setting(root, "core.quotePath")
    git.tracked(root, "site/**")
    git.ignores(root, "site/index.html")
    git.attribute(root, "text", "records/a.md")
    git.init(root)
    git.names(root)
    git.top_of(root, "HEAD")
    for stored in (index_snapshot(root), commit_snapshot(root, git.commit_of(root, "HEAD"))):
        assert dict(stored) == {"records/客户.md": b"one\n"}
        assert stored.size("records/客户.md") == len(b"one\n")


@pytest.mark.parametrize(
    "settings",
    [
        {"core.fsmonitor": "{}"},
        {"core.hooksPath": "hooks"},
        {"filter.spy.clean": "{}"},
        {"filter.spy.process": "{}", "filter.spy.required": "true"},
        {"filter.a=b.clean": "{}"},
        {"diff.external": "{}", "diff.spy.textconv": "{}", "diff.spy.command": "{}"},
        {"core.pager": "{}", "pager.status": "{}", "core.editor": "{}", "core.sshCommand": "{}"},
        {"alias.status": "!{}", "alias.rev-parse": "!{}", "credential.helper": "!{}"},
    ],
    ids=lambda settings: next(iter(settings)),
)
@pytest.mark.parametrize("how", ["local", "included", "worktree"])
def test_no_setting_of_a_repository_names_a_program_that_runs(
    root: Path, spy: tuple[str, Path], settings: dict[str, str], how: str
) -> None:
    """J4: as it stands in its configuration, in a file included there, or in that of a worktree."""
    program, mark = spy
    (root / ".gitattributes").write_bytes(b"*.md filter=spy diff=spy\n")
    if "filter.a=b.clean" in settings:
        (root / ".gitattributes").write_bytes(b"*.md filter=a=b\n")
    (root / "hooks").mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (root / "hooks" / name).write_bytes(Path(program).read_bytes())
        (root / "hooks" / name).chmod(0o755)
    target = ["--file", str(root / "extra")] if how == "included" else [f"--{how}"]
    if how == "included":
        ask(root, "config", "include.path", "../extra")
    if how == "worktree":
        ask(root, "config", "extensions.worktreeConfig", "true")
    for key, value in settings.items():
        ask(root, "config", *target, key, value.format(program))
    ask_everything(root)
    assert not mark.exists()
    assert git.head(root).endswith("+")


def test_a_folder_of_a_clone_that_looks_like_a_repository_is_none(
    root: Path, spy: tuple[str, Path], tmp_path: Path
) -> None:
    """Its configuration came with the clone: neither its programs nor who it says is writing are believed."""
    program, mark = spy
    posing = root / "sub"
    (posing / "records").mkdir(parents=True)
    for folder in ("objects", "refs/heads", "info"):
        (posing / folder).mkdir(parents=True)
    (posing / "HEAD").write_bytes(b"ref: refs/heads/main\n")
    (posing / "config").write_text(
        f"[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {program}\n"
        "[user]\n\temail = boss@crm.example\n",
        "utf-8",
    )
    git.head(posing)
    assert git.author(posing).email != "boss@crm.example"
    assert git.setting(posing, "core.fsmonitor") == ""
    assert not mark.exists()


def test_missing_objects_are_asked_of_no_host(root: Path, spy: tuple[str, Path]) -> None:
    """A partial clone names where the rest is to be had, and by which program."""
    program, mark = spy
    for key, value in {
        "remote.far.url": f"ext::{program}", "remote.far.promisor": "true", "remote.far.uploadpack": program,
        "extensions.partialClone": "far", "protocol.ext.allow": "always",
    }.items():  # fmt: skip
        ask(root, "config", key, value)
    tree = ask(root, "rev-parse", "HEAD:records").out.decode().strip()
    (root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    git.head(root)
    with pytest.raises(git.MissingObject):
        commit_snapshot(root, git.commit_of(root, "HEAD"))
    assert not mark.exists()


def test_asking_never_writes_the_index(root: Path) -> None:
    """A commit under way holds its lock; asking waits for nobody and stands in nobody's way."""
    index = root / ".git" / "index"
    os.utime(root / "records" / "客户.md", (1, 1))
    before = (index.stat().st_mtime_ns, index.stat().st_ino)
    git.head(root)
    assert (index.stat().st_mtime_ns, index.stat().st_ino) == before


def test_a_git_that_does_not_come_back_is_no_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe stands where git reads what to ignore."""
    (root / "records" / ".gitignore").unlink(missing_ok=True)
    os.mkfifo(root / "records" / ".gitignore")
    monkeypatch.setattr(process, "PATIENCE", 0.3)
    assert git.head(root).endswith("+")


def test_what_is_tracked_is_named_by_pattern(root: Path) -> None:
    (root / ".crmkit").mkdir()
    (root / ".crmkit" / "notes").write_bytes(b"")
    ask(root, "add", "--force", ".crmkit")
    assert git.tracked(root, ".crmkit/**") == (".crmkit/notes",)
    assert git.tracked(root, "site/**") == ()


def test_a_word_with_git_costs_no_reading_of_records() -> None:
    """What is kept of an earlier run is checked against git, and answered without what reads records."""
    code = "import sys, crmkit.git; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.split()
    assert b"crmkit.git.revisions" in loaded
    assert not {b"crmkit.load", b"crmkit.document", b"tempfile", b"random"}.intersection(loaded)
