"""Two people, two clones and a bare repository: what they type, and what comes of it (I3, L1)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RECORD = """\
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
DAY = "2024-06-30"


class Person:
    """Somebody at a shell of their own, in their clone; `transcript` is all that was typed and said."""

    def __init__(self, folder: Path, home: Path, transcript: list[str], mail: str) -> None:
        self.folder, self.transcript = folder, transcript
        name = mail.partition("@")[0]
        said = {"NAME": name, "EMAIL": mail, "DATE": "2024-06-30T12:00:00+08:00"}
        who = {f"GIT_{role}_{key}": text for role in ("AUTHOR", "COMMITTER") for key, text in said.items()}
        self.name = name
        self.env = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai",
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **who,
        }  # fmt: skip

    def __call__(self, line: str) -> int:
        done = subprocess.run(
            line, shell=True, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False
        )
        self.transcript += [f"{self.name}$ {line}", *(done.stdout + done.stderr).rstrip().splitlines()]
        return done.returncode


@pytest.fixture
def team(tmp_path: Path, book: Path) -> tuple[Person, Person, list[str]]:
    transcript: list[str] = []
    (book / ".gitattributes").unlink(missing_ok=True)
    (book / "records").mkdir(exist_ok=True)
    (book / "records/CRM-202405001.md").write_text(RECORD, "utf-8")
    people = [
        Person(tmp_path / name, tmp_path, transcript, f"{name}@crm.example")
        for name in ("zhang.wei", "li.na")
    ]
    begin = Person(book, tmp_path, [], "zhang.wei@crm.example")
    for line in (
        "git init -q -b main .", "crmkit doctor --fix", "git add -A", "git commit -qm Begin --no-verify",
        f"git clone -q --bare . {tmp_path}/hub.git",
        *(f"git clone -q {tmp_path}/hub.git {person.folder}" for person in people),
    ):  # fmt: skip
        assert begin(line) in (0, 1), begin.transcript
    transcript.clear()
    return people[0], people[1], transcript


def log(words: str) -> str:
    return f"crmkit --lang en --as-of {DAY} log CRM-202405001 {words} --on 2024-06-20"


def test_both_log_one_customer_and_pull(
    team: tuple[Person, Person, list[str]], snapshot: Callable[..., None]
) -> None:
    zhang, li, transcript = team
    for person in (zhang, li):
        person(f"crmkit --lang en --as-of {DAY} doctor --fix | grep merges")
    zhang(log("电话 谈价格 --by zhang.wei"))
    zhang("git commit -qam 'Call about the price' && git push -q")
    li(log("拜访 看现场 --by li.na"))
    li("git commit -qam 'Visit'")
    assert li("git pull -q --no-rebase --no-edit && git push -q") == 0
    assert zhang("git pull -q") == 0
    zhang("cat records/CRM-202405001.md")
    assert zhang(f"crmkit --lang en --as-of {DAY} check records/CRM-202405001.md --quiet") == 0
    snapshot("\n".join(transcript) + "\n")


def test_both_hand_over_and_are_told_what_to_settle(
    team: tuple[Person, Person, list[str]], snapshot: Callable[..., None]
) -> None:
    zhang, li, transcript = team
    for person, owner in ((zhang, "zhao.lei"), (li, "li.na")):
        person("crmkit doctor --fix > /dev/null")
        how = f"--reason 换区 --by {person.name} --on '2024-06-20 10:00'"
        person(f"crmkit --lang en --as-of {DAY} set CRM-202405001 owner={owner} {how}")
        person("git commit -qam 'Hand over'")
    zhang("git push -q")
    assert li("git pull -q --no-rebase --no-edit") == 1
    li("cat records/CRM-202405001.md")
    assert li(f"crmkit --lang en --as-of {DAY} check records/CRM-202405001.md --format concise --quiet") == 1
    assert li(log("电话 x --by li.na")) == 2
    snapshot("\n".join(transcript) + "\n")
