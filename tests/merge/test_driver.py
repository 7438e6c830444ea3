"""Git merges records through the driver, and no side is lost when the driver fails (L1, P5)."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crmkit.cli.merging import ATTRIBUTES, DRIVER

BASE = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: lead
owner: zhang.wei
---

## 2024-05-15 电话 询价
- by: zhang.wei
"""
OURS = BASE + "\n## 2024-06-01 拜访 看现场\n- by: li.na\n"
THEIRS = BASE + "\n## 2024-06-02 电话 谈价格\n- by: zhang.wei\n"
FILE = "records/CRM-202405001.md"
REPORTED = 1


@pytest.fixture
def git(git_repo: Any, tmp_path: Path) -> Any:
    """A repository in which both branches logged one customer, with the driver registered."""
    env = {**git_repo.env, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{git_repo.env['PATH']}"}
    git = type(git_repo)(git_repo.path, env)
    (git.path / ".gitattributes").write_text(f"records/** -text\n{ATTRIBUTES}")
    git("config", "merge.crmkit.driver", DRIVER)
    return git


def branches(git: Any, base: str | None = BASE, ours: str | None = OURS, theirs: str | None = THEIRS) -> None:
    put(git, base)
    git.commit("Base")
    git("checkout", "-q", "-b", "theirs")
    put(git, theirs)
    git.commit("Theirs")
    git("checkout", "-q", "main")
    put(git, ours)
    git.commit("Ours")


def put(git: Any, text: str | None) -> None:
    path = git.path / FILE
    path.parent.mkdir(exist_ok=True)
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(text.encode())


def merged(git: Any) -> str:
    git("merge", "-q", "theirs", check=False)
    path = git.path / FILE
    return path.read_text("utf-8") if path.exists() else ""


def with_stub(git: Any, tmp_path: Path, script: str | None) -> Any:
    """The same repository where `crmkit` on the PATH is this script, or is not there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    if script is not None:
        (folder / "crmkit").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "crmkit").chmod(0o755)
    usual = [part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "crmkit").exists()]
    return type(git)(git.path, {**git.env, "PATH": os.pathsep.join([str(folder), *usual])})


def test_two_who_log_one_customer_merge_without_a_stop(git: Any, crm: Any) -> None:
    branches(git)
    text = merged(git)
    assert text == OURS + THEIRS.removeprefix(BASE)
    assert git("status", "--porcelain") == ""
    assert crm("check", FILE, as_of="2024-06-30").code == 0


def test_a_dispute_stops_git_and_check(git: Any, crm: Any) -> None:
    branches(
        git,
        BASE,
        BASE.replace("zhang.wei\n---", "li.na\n---"),
        BASE.replace("zhang.wei\n---", "wang.fang\n---"),
    )
    text = merged(git)
    assert "<<<<<<< 我方（owner）\nowner: li.na\n=======\nowner: wang.fang\n>>>>>>> 对方（owner）\n" in text
    done = crm("check", FILE, as_of="2024-06-30")
    assert done.code == REPORTED
    assert "CRM005" in done.out
    assert "CRM031" in done.out


def test_the_base_is_shown_where_git_is_told_so(git: Any) -> None:
    git("config", "merge.conflictStyle", "diff3")
    branches(
        git,
        BASE,
        BASE.replace("zhang.wei\n---", "li.na\n---"),
        BASE.replace("zhang.wei\n---", "wang.fang\n---"),
    )
    assert "||||||| 共同的原版（owner）\nowner: zhang.wei\n=======\n" in merged(git)


FAILURES: Mapping[str, str | None] = {
    "not found": None,
    "killed": "kill -9 $$",
    "raising as Python does": "echo 'Traceback' >&2; exit 1",
    "of an older version": "exit 2",
    "failing": "exit 3",
    "not to be run": "exit 126",
}


@pytest.mark.parametrize("why", FAILURES)
def test_failed_merge_keeps_both_sides(git: Any, crm: Any, tmp_path: Path, why: str) -> None:
    branches(git)
    text = merged(with_stub(git, tmp_path, FAILURES[why]))
    assert "看现场" in text
    assert "谈价格" in text
    assert crm("check", FILE, as_of="2024-06-30").code == REPORTED


def test_a_full_disk_keeps_both_sides(
    git: Any, crm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: tmp_path / name for name in "OAB"}
    for name, text in zip("OAB", (BASE, OURS, THEIRS), strict=True):
        files[name].write_text(text, "utf-8")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    done = crm("merge-driver", *map(str, files.values()))
    assert done.code == 3
    assert files["A"].read_text("utf-8") == OURS
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["A", "B", "O"]


@pytest.mark.parametrize("broken", ["base", "ours", "theirs"])
def test_a_version_that_cannot_be_read_is_merged_line_by_line(git: Any, crm: Any, broken: str) -> None:
    marked = BASE.replace("status: lead\n", "<<<<<<< a\nstatus: lead\n=======\nstatus: active\n>>>>>>> b\n")
    texts = {"base": BASE, "ours": OURS, "theirs": THEIRS}
    if broken == "base":
        texts = {"base": marked, "ours": OURS, "theirs": THEIRS.replace("status: lead", "status: active")}
    else:
        texts[broken] = texts[broken].replace(BASE, marked)
    branches(git, **texts)
    text = merged(git)
    for words in ("看现场", "谈价格", "status: lead", "status: active"):
        assert words in text
    assert crm("check", FILE, as_of="2024-06-30").code == REPORTED


@pytest.mark.parametrize("gone", ["ours", "theirs"])
def test_a_record_that_one_side_deleted_and_the_other_changed_is_reported(
    git: Any, crm: Any, gone: str
) -> None:
    branches(git, **{"ours": OURS, "theirs": THEIRS, gone: None})
    assert merged(git) == (THEIRS if gone == "ours" else OURS)
    done = crm("check", as_of="2024-06-30")
    assert done.code == REPORTED
    assert f"{FILE}:1:1: CRM031" in done.out


def test_two_customers_who_took_one_number_are_whole_against_whole(git: Any) -> None:
    other = BASE.replace("杭州星辰", "宁波远航").replace("询价", "来访")
    branches(git, None, BASE, other)
    text = merged(git)
    assert text == (
        f"<<<<<<< 我方（同一文件里的两个客户）\n{BASE}=======\n{other}>>>>>>> 对方（同一文件里的两个客户）\n"
    )


def test_the_mode_of_the_file_is_kept(tmp_path: Path, crm: Any) -> None:
    for name, text in zip("OAB", (BASE, OURS, THEIRS), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "A").chmod(0o640)
    assert crm("merge-driver", *(str(tmp_path / name) for name in "OAB")).code == 0
    assert stat.S_IMODE((tmp_path / "A").stat().st_mode) == 0o640


def test_a_renamed_record_takes_the_other_sides_entry(git: Any) -> None:
    branches(git)
    git("mv", FILE, "records/CRM-202405002.md")
    git("commit", "-qm", "Move")
    git("merge", "-q", "theirs")
    text = (git.path / "records/CRM-202405002.md").read_text("utf-8")
    assert "看现场" in text
    assert "谈价格" in text


def test_a_hand_over_reverted_after_a_later_log_leaves_the_log(git: Any) -> None:
    handed = (
        BASE.replace("zhang.wei\n---", "li.na\n---")
        + "\n## 2024-06-01 交接\n- from: zhang.wei\n- to: li.na\n"
    )
    put(git, BASE)
    git.commit("Base")
    put(git, handed)
    git.commit("Hand over")
    put(git, handed + "\n## 2024-06-02 电话 谈价格\n- by: li.na\n")
    git.commit("Log")
    git("revert", "--no-edit", "HEAD~1")
    assert (git.path / FILE).read_text("utf-8") == BASE + "\n## 2024-06-02 电话 谈价格\n- by: li.na\n"


@pytest.mark.parametrize("folder", [".", "客户 书"])
def test_a_commit_of_a_broken_record_is_stopped_before_it_is_made(
    git: Any, crm: Any, tmp_path: Path, folder: str
) -> None:
    """Also where the book lies below the top of the repository, in a folder with a blank in its name."""
    top = tmp_path / "repository"
    (top / folder).mkdir(parents=True)
    own = type(git)(top, git.env)
    own("init", "-q", "-b", "main")
    assert crm("init", str(top / folder)).code == 0
    record = top / folder / FILE
    record.write_text(BASE, "utf-8")
    own.commit("Sound")
    record.write_text(BASE.replace("status: lead", "status: 没有"), "utf-8")
    own("add", "-A")
    with pytest.raises(AssertionError, match="git commit"):
        own("commit", "-qm", "Broken")
    own("commit", "-qm", "Broken", "--no-verify")


def test_a_hook_of_somebody_else_stays(git: Any, crm: Any) -> None:
    hook = git.path / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 0\n")
    done = crm("doctor", "--fix")
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"
    assert "another pre-commit hook stands here" in done.out
