"""Edits by `log` and `set` touch the lines asked for and no other byte, as real git sees it (P2, P3)."""

from __future__ import annotations

from typing import Any

import pytest

ODD = """\
---
# who they are
id:   CRM-202405001      # never changes
name: "杭州星辰科技有限公司"
type:    business
status: 'active'   # since May
owner: zhang.wei

colour: { of : logo,  is: blue }   # nobody declared this
source:
        channel:   展会
recorded: {by: zhang.wei,   date: 2024-05-06}
first_need: 设备台账
potential: 35%   # guessed
contacts:
-   name: 李雷
    phone: 126-0013-8000
    prefers:   电话   # mobile
-   name: 韩梅梅
tags:   [ 民企,增效 ]
---
 free text   

## 2024-05-15  14:30 电话   确认
- by:   zhang.wei
- feedback: 需评估\t

## 备注
the end"""

FORMS = {
    "as written": lambda text: text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "BOM and CRLF": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "newline at the end": lambda text: text.encode() + b"\n",
}

EDITS = {
    "one value": (
        ("set", "CRM-202405001", "first_need=库存", "--by", "张伟"),
        ["-first_need: 设备台账", "+first_need: 库存"],
    ),
    "a value before a comment": (
        ("set", "CRM-202405001", "contacts[李雷].prefers=微信", "--by", "张伟"),
        ["-    prefers:   电话   # mobile", "+    prefers:   微信   # mobile"],
    ),
    "an item of a list": (
        ("set", "CRM-202405001", "tags+=技术关注", "--by", "张伟"),
        ["-tags:   [ 民企,增效 ]", "+tags:   [ 民企,增效, 技术关注 ]"],
    ),
    "a new field in its place": (
        ("set", "CRM-202405001", "region=杭州", "--by", "张伟"),
        ["+region: 杭州"],
    ),
    "a field removed": (
        ("set", "CRM-202405001", "first_need=", "--by", "张伟"),
        ["-first_need: 设备台账"],
    ),
}


def changed(diff: str) -> list[str]:
    """The changed lines of a `git diff -U0`, without carriage returns."""
    lines = diff.split("\n")
    return [line.rstrip("\r") for line in lines if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edit", EDITS)
def test_set_changes_only_its_line(edit: str, form: str, crm: Any, git_repo: Any) -> None:
    crm.write("records/CRM-202405001.md", FORMS[form](ODD))
    crm.write(".gitattributes", "records/** -text\n")
    git_repo.commit()
    arguments, expected = EDITS[edit]
    done = crm(*arguments)
    assert done.code == 0, done
    diff = git_repo("diff", "-U0", "--", "records")
    assert changed(diff) == expected
    assert ("\r" in diff) is ("CRLF" in form), "line ends as in the rest of the file"


@pytest.mark.parametrize("form", FORMS)
def test_log_adds_its_entry_and_touches_nothing_above(form: str, crm: Any, git_repo: Any) -> None:
    """A file without a newline at its end gets one: that is the line that must change."""
    crm.write("records/CRM-202405001.md", FORMS[form](ODD))
    crm.write(".gitattributes", "records/** -text\n")
    git_repo.commit()
    done = crm(
        "log", "星辰", "电话", "确认方案", "--by", "张伟", "--on", "2024-06-29 09:30", "--with", "李雷"
    )
    assert done.code == 0, done
    diff = git_repo("diff", "-U0", "--", "records")
    entry = ["+## 2024-06-29 09:30 电话 确认方案", "+- by: zhang.wei", "+- with: 李雷"]
    said = [line for line in changed(diff) if line not in ("+", "-the end", "+the end")]
    assert said == entry
    raw = (crm.book / "records/CRM-202405001.md").read_bytes()
    assert b"".join(raw.split(b"\n")).count(b"\r") == (raw.count(b"\n") if "CRLF" in form else 0)
    assert raw.startswith(b"\xef\xbb\xbf") is ("BOM" in form)


def test_a_key_fact_changes_its_line_and_adds_one_entry(crm: Any, git_repo: Any) -> None:
    crm.write("records/CRM-202405001.md", FORMS["CRLF"](ODD))
    crm.write(".gitattributes", "records/** -text\n")
    git_repo.commit()
    done = crm(
        "set", "星辰", "potential=40%", "--reason", "二期获批", "--by", "张伟", "--on", "2024-06-29 09:30"
    )
    assert done.code == 0, done
    said = [
        line
        for line in changed(git_repo("diff", "-U0", "--", "records"))
        if line not in ("+", "-the end", "+the end")
    ]
    assert said == [
        "-potential: 35%   # guessed",
        "+potential: 40%   # guessed",
        "+## 2024-06-29 09:30 潜力",
        "+- by: zhang.wei",
        "+- from: 35%",
        "+- to: 40%",
        "+- reason: 二期获批",
    ]


def test_what_was_personal_is_not_told_in_an_entry(crm: Any) -> None:
    """Entries are read by more people than phone numbers are: the reason is kept, the values are not (J1)."""
    crm.write("records/CRM-202405001.md", ODD)
    done = crm("set", "CRM-202405001", "contacts[李雷].phone=12600138001", "--reason", "换号", "--by", "张伟")
    assert done.code == 0, done
    record = crm.read("records/CRM-202405001.md")
    assert "- field: contacts[李雷].phone\n- reason: 换号\n" in record
    assert (record.count("12600138001"), record.count("126-0013-8000")) == (1, 0)


def test_an_edit_that_says_what_stands_there_changes_nothing(crm: Any, git_repo: Any) -> None:
    crm.write("records/CRM-202405001.md", ODD)
    git_repo.commit()
    done = crm("set", "星辰", "first_need=设备台账", "tags+=民企", "--by", "张伟")
    assert (done.code, done.out) == (0, "")
    assert git_repo("diff", "--", "records") == ""


@pytest.mark.parametrize(
    "record",
    [
        ODD.replace("first_need", "<<<<<<< HEAD\nfirst_need"),
        ODD.replace("potential: 35%", "potential: [35%"),
        ODD.replace("\n---\n free", "\n free"),
    ],
    ids=["conflict marker", "open bracket", "unclosed"],
)
@pytest.mark.parametrize(
    "command", [("log", "CRM-202405001", "电话"), ("set", "CRM-202405001", "region=杭州")]
)
def test_a_record_that_cannot_be_read_is_never_written(
    record: str, command: tuple[str, ...], crm: Any
) -> None:
    """A writing command that meets a bad file changes nothing and says why (P4)."""
    crm.write("records/CRM-202405001.md", record)
    done = crm(*command, "--by", "张伟")
    assert done.code in (1, 2)
    assert done.err
    assert "Traceback" not in done.err
    assert crm.read("records/CRM-202405001.md") == record
