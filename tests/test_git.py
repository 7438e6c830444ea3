"""Git is asked from one place, about this repository and no other, and may be missing (design §5)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crmkit import git


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
        assert git.run(made, *arguments) is not None
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
    assert git.run(root, "ls-files", "-z") == "records/客户.md\0"


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


def test_what_git_refuses_is_no_answer(root: Path) -> None:
    assert git.run(root, "cat-file", "-p", "nothing") is None


def test_without_git_there_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git.run(tmp_path, "version") is None
    assert git.author(tmp_path) == ("", "")
    assert not git.init(tmp_path)
