"""What each part of a record does in a merge, by example (L1)."""

from __future__ import annotations

from textwrap import dedent

import pytest

from crmkit.merge import Merge, merged

HEAD = "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\n"


def record(profile: str = "", body: str = "") -> str:
    """A record of these further lines of the profile and this body."""
    return f"{HEAD}{dedent(profile)}---\n" + (f"\n{dedent(body)}" if body else "")


def merge(base: str, ours: str, theirs: str, **how: bool) -> Merge:
    made = merged(base.encode(), ours.encode(), theirs.encode(), **how)
    assert made is not None
    return made


def profiles(base: str, ours: str, theirs: str) -> str:
    """The merged lines of the profile."""
    made = merge(record(base), record(ours), record(theirs))
    return made.data.decode().removeprefix(HEAD).removesuffix("---\n")


AGREED = {
    "fields of a group in flow style": (
        "source: {channel: 展会, date: 2024-05-01}\n",
        "source: {channel: 网站, date: 2024-05-01}\n",
        "source: {channel: 展会, date: 2024-05-02, detail: 'a, b'}\n",
        "source: {channel: 网站, date: 2024-05-02, detail: 'a, b'}\n",
    ),
    "fields of one contact": (
        "contacts:\n  - name: 李雷\n    title: 经理\n    phone: 0571-1\n",
        "contacts:\n  - name: 李雷\n    title: 总监\n    phone: 0571-1\n",
        "contacts:\n  - name: 李雷\n    title: 经理\n    phone: 0571-2\n    wechat: ll\n",
        "contacts:\n  - name: 李雷\n    title: 总监\n    phone: 0571-2\n    wechat: ll\n",
    ),
    "the first key of a contact gone": (
        "needs:\n  - {kind: explicit, id: n1, state: open}\n",
        "needs:\n  - {id: n1, state: open}\n",
        "needs:\n  - {kind: explicit, id: n1, state: solved}\n",
        "needs:\n  - {id: n1, state: solved}\n",
    ),
    "items in Chinese keys": (
        "需求:\n  - {需求编号: n1, 需求内容: 远程}\n",
        "需求:\n  - {需求编号: n1, 需求内容: 远程}\n  - {需求编号: n2, 需求内容: 备货}\n",
        "需求:\n  - {需求编号: n1, 需求内容: 远程, 状态: 已解决}\n  - {需求编号: n3, 需求内容: 培训}\n",
        "需求:\n  - {需求编号: n1, 需求内容: 远程, 状态: 已解决}\n  - {需求编号: n2, 需求内容: 备货}\n"
        "  - {需求编号: n3, 需求内容: 培训}\n",
    ),
    "tags as a set": (
        "tags: [甲, 乙, 丙]\n",
        "tags: [甲, 丙, 丁]\n",
        "tags: [乙, 丙, 戊, 丁]\n",
        "tags: [丙, 戊, 丁]\n",
    ),
    "a list over several lines": (
        "tags: [甲,\n       乙]\n",
        "tags: [甲,\n       乙,\n       丙]\n",
        "tags: [丁, 甲,\n       乙]\n",
        "tags: [丁,\n       甲,\n       乙,\n       丙]\n",
    ),
    "a block of a group into brackets": (
        "source:\n  channel: 展会\n",
        "source: {channel: 展会}\n",
        "source:\n  channel: 展会\n  detail: 'a: b, c'\n",
        "source: {channel: 展会, detail: 'a: b, c'}\n",
    ),
    "another indentation": (
        "contacts:\n  - name: 李雷\n    title: 经理\n",
        "contacts:\n- name: 李雷\n  title: 经理\n",
        "contacts:\n  - name: 李雷\n    title: 经理\n    birthday: |\n      05-01\n"
        "  - name: 王芳\n    title: 出纳\n",
        "contacts:\n- name: 李雷\n  title: 经理\n  birthday: |\n    05-01\n- name: 王芳\n  title: 出纳\n",
    ),
    "comments of both": (
        "status: lead\nowner: zhang.wei\n",
        "# asked\nstatus: lead\nowner: zhang.wei  # since May\n",
        "status: active\n# 已核对\nowner: zhang.wei\n",
        "# asked\nstatus: active\n# 已核对\nowner: zhang.wei  # since May\n",
    ),
    "both took the list away item by item": (
        "contacts:\n  - {name: 李雷}\n  - {name: 王芳}\nstatus: lead\n",
        "contacts:\n  - {name: 王芳}\nstatus: lead\n",
        "contacts:\n  - {name: 李雷}\nstatus: lead\n",
        "contacts:\nstatus: lead\n",
    ),
    "a list that one side emptied": (
        "tags: [甲]\n",
        "",
        "tags: [甲, 乙]\n",
        "tags: [乙]\n",
    ),
    "the same set by both": (
        "status: lead\n",
        "status: active\nregion: 杭州\n",
        "status: active\ngoal: keeping\n",
        "status: active\nregion: 杭州\ngoal: keeping\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", AGREED)
def test_what_both_changed_in_the_profile_is_merged(why: str) -> None:
    base, ours, theirs, wanted = AGREED[why]
    assert profiles(base, ours, theirs) == wanted


DISPUTED = {
    "one contact added with two contents": (
        "status: lead\n",
        "contacts:\n  - {name: 李雷, phone: 0571-1}\nstatus: lead\n",
        "contacts:\n  - {name: 李雷, title: 经理}\nstatus: lead\n",
        ["  - {name: 李雷, phone: 0571-1}\n=======\n  - {name: 李雷, title: 经理}\n"],
    ),
    "a contact taken out and changed": (
        "contacts:\n  - {name: 李雷, phone: 0571-1}\n  - {name: 王芳}\n",
        "contacts:\n  - {name: 王芳}\n",
        "contacts:\n  - {name: 李雷, phone: 0571-2}\n  - {name: 王芳}\n",
        ["，已删除）\n=======\n  - {name: 李雷, phone: 0571-2}\n>>>>>>>"],
    ),
    "a contact renamed and changed is not guessed to be one": (
        "contacts:\n  - {name: 李雷, phone: 0571-1}\n",
        "contacts:\n  - {name: 李蕾, phone: 0571-1}\n",
        "contacts:\n  - {name: 李雷, phone: 0571-2}\n",
        ["李蕾", "=======\n  - {name: 李雷, phone: 0571-2}\n"],
    ),
    "a value in brackets": (
        "source: {channel: 展会}\n",
        "source: {channel: 网站}\n",
        "source: {channel: 转介绍}\n",
        ["source: {channel: 网站}\n=======\nsource: {channel: 转介绍}\n"],
    ),
    "a group taken out and changed": (
        "source: {channel: 展会}\n",
        "",
        "source: {channel: 网站}\n",
        ["=======\nsource: {channel: 网站}\n"],
    ),
    "a comment on what the other took out": (
        "region: 杭州\nstatus: lead\n",
        "# 已核对\nregion: 杭州\nstatus: lead\n",
        "status: lead\n",
        ["# 已核对\nregion: 杭州\n=======\n>>>>>>>"],
    ),
}


@pytest.mark.parametrize("why", DISPUTED)
def test_what_the_sides_dispute_in_the_profile_stands_between_markers(why: str) -> None:
    base, ours, theirs, wanted = DISPUTED[why]
    made = merge(record(base), record(ours), record(theirs))
    assert not made.clean
    for words in wanted:
        assert words in made.data.decode()


def test_a_value_and_the_entry_that_changed_it_conflict_as_one() -> None:
    entry = "\n## 2024-06-01 交接\n- from: zhang.wei\n- to: {owner}\n"
    made = merge(
        record("owner: zhang.wei\n"),
        record("owner: li.na\n") + entry.format(owner="li.na") + "\n## 2024-06-02 电话 谈价格\n",
        record("owner: wang.fang\n") + entry.format(owner="wang.fang"),
    )
    said = "{}（owner，字段与其变更记录须取同一方）"
    ours, theirs = said.format("我方"), said.format("对方")
    assert made.data.decode() == (
        f"{HEAD}<<<<<<< {ours}\nowner: li.na\n=======\nowner: wang.fang\n>>>>>>> {theirs}\n---\n\n"
        f"<<<<<<< {ours}\n## 2024-06-01 交接\n- from: zhang.wei\n- to: li.na\n=======\n"
        f"## 2024-06-01 交接\n- from: zhang.wei\n- to: wang.fang\n>>>>>>> {theirs}\n\n"
        "## 2024-06-02 电话 谈价格\n"
    )


def test_markers_speak_the_language_of_the_entries() -> None:
    body = "\n## 2024-06-01 phone Price\n- by: zhang.wei\n"
    made = merge(*(record(f"owner: {owner}\n") + body for owner in ("zhang.wei", "li.na", "wang.fang")))
    assert (
        b"<<<<<<< ours (owner)\nowner: li.na\n=======\nowner: wang.fang\n>>>>>>> theirs (owner)\n"
        in made.data
    )


ENTRY = (
    "## 2024-05-15 14:30 电话 询价\n- by: zhang.wei\n- with: 李雷\n- next: 2024-06-01 回电\n\n要合同样本。\n"
)


def bodies(base: str, ours: str, theirs: str) -> Merge:
    return merge(*(f"{HEAD}---\n\n{body}" for body in (base, ours, theirs)))


def test_an_entry_that_both_changed_is_merged_by_field_and_line() -> None:
    made = bodies(
        ENTRY,
        ENTRY.replace("- with: 李雷", "- with: 李雷、王芳").replace("询价", "询价和交期"),
        ENTRY.replace("- next: 2024-06-01 回电\n", "") + "\n已寄出。\n",
    )
    assert made == Merge(
        f"{HEAD}---\n\n## 2024-05-15 14:30 电话 询价和交期\n- by: zhang.wei\n- with: 李雷、王芳\n\n"
        "要合同样本。\n\n已寄出。\n".encode(), clean=True,
    )  # fmt: skip


def test_promises_that_both_added_to_one_entry_all_stay() -> None:
    one, two = (
        "- next: 2024-06-01 回电\n- next: 2024-06-05 寄样\n",
        "- next: 2024-06-01 回电\n- next: 2024-06-09 拜访\n",
    )
    made = bodies(
        ENTRY,
        ENTRY.replace("- next: 2024-06-01 回电\n", one),
        ENTRY.replace("- next: 2024-06-01 回电\n", two),
    )
    assert made.data.decode().count("- next:") == 3
    assert made.clean


def test_entries_go_by_date_and_before_the_closing_notes() -> None:
    notes = "\n## 怎么决策\n\n采购提，老板批。\n"
    may, june, july = (f"## 2024-0{month}-01 备注 {month}\n" for month in (5, 6, 7))
    made = bodies(f"{may}{notes}", f"{may}\n{july}{notes}", f"{may}\n{june}{notes}")
    assert made.data.decode() == f"{HEAD}---\n\n{may}\n{june}\n{july}{notes}"


def test_entries_go_on_top_where_the_newest_stand_first() -> None:
    april, may, june, july = (f"## 2024-0{month}-01 备注 {month}\n" for month in (4, 5, 6, 7))
    made = bodies(f"{may}\n{april}", f"{july}\n{may}\n{april}", f"{june}\n{may}\n{april}")
    assert made.data.decode() == f"{HEAD}---\n\n{july}\n{june}\n{may}\n{april}"


def test_the_same_entry_of_both_stands_once_and_of_a_double_both() -> None:
    entry = "## 2024-05-15 电话 询价\n"
    assert bodies("", entry, f"{entry}\n{entry}").data.decode().count(entry) == 2
    assert (
        bodies("about\n", f"about\n\n{entry}", f"about\n\n{entry}\n## 2024-06-01 备注\n")
        .data.decode()
        .count(entry)
        == 1
    )


def test_two_entries_of_one_number_and_two_contents_are_disputed() -> None:
    made = bodies(
        "",
        "## 2024-05-15 订单 首期\n- 编号: D1\n- 金额: 1\n",
        "## 2024-05-15 订单 首期\n- 编号: D1\n- 金额: 2\n",
    )
    assert not made.clean
    assert "- 金额: 1\n=======\n## 2024-05-15 订单 首期\n- 编号: D1\n- 金额: 2\n" in made.data.decode()


def test_line_ends_mark_and_missing_last_line_end_stay() -> None:
    base = record("status: lead\n", ENTRY).replace("\n", "\r\n").removesuffix("\r\n")
    ours = base.replace("lead", "active")
    theirs = base + "\r\n\r\n## 2024-06-01 备注 x"
    made = merged(*(b"\xef\xbb\xbf" + text.encode() for text in (base, ours, theirs)))
    assert made == Merge(b"\xef\xbb\xbf" + theirs.replace("lead", "active").encode(), clean=True)


def test_one_side_that_changed_all_line_ends_keeps_them_and_gets_the_others_entry() -> None:
    base = record("status: lead\n", ENTRY)
    made = merge(base, base.replace("\n", "\r\n"), base + "\n## 2024-06-01 备注 x\n")
    assert made.data.decode() == (base + "\n## 2024-06-01 备注 x\n").replace("\n", "\r\n")


@pytest.mark.parametrize("broken", [
    "status: [open\n", "status: lead\nstatus: active\n", "a: &x 1\n", "<<<<<<< ours\n", "? [a]\n: b\n",
    "status: lead\x00\n",
])  # fmt: skip
def test_what_cannot_be_read_surely_is_not_merged(broken: str) -> None:
    good, other = record("status: lead\n"), record("status: active\n")
    for three in ((broken, good, other), (good, broken, other), (good, other, broken)):
        assert merged(*(record(text).encode() if text == broken else text.encode() for text in three)) is None


def test_a_file_of_many_entries_is_merged_in_time() -> None:
    """Likeness is sought among few only; what both rewrote altogether stays from both."""
    entries = [f"## 2024-05-{1 + n % 28:02} 电话 {n}\n- by: p{n}\n" for n in range(3000)]
    base = "\n".join(entries)
    made = bodies(base, base.replace("by: p", "by: q"), base.replace("电话", "拜访"))
    assert made.data
