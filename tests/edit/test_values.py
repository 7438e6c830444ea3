"""P2, P3, A1: a value of the profile is set by a splice; every other byte stays."""

from __future__ import annotations

import copy
import difflib
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from crmkit.document import Document, MappingNode, Node, Scalar, SequenceNode, plain, read
from crmkit.edit import Edited, add_item, add_mapping, remove_item, remove_value, set_value

RECORD = """\
---
# registered at the fair
id: CRM-202405001
name:   '杭州星辰'   # short name
unknown_key: { a: 1,  b: "x" }
source:
    detail: 2024 杭州软件展
tags: [价格敏感, 技术关注]  # two
contacts:
- name: 李雷
  phone: 12600138000
- name: 韩梅梅
  # her desk
  phone: "0571"
note: |
  first

  second

potential: 35%
---

## 2024-05-15 电话
- by: zhang.wei
"""


def document(text: str) -> Document:
    return read("x.md", text.encode("utf-8"))[0]


def changed(before: Document | str, edited: Edited) -> list[str]:
    """The lines that went and came, as a diff shows them."""
    old = before if isinstance(before, str) else before.text
    after, found = edited
    assert found == ()
    lines = list(difflib.unified_diff(old.split("\n"), after.text.split("\n"), n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def codes(edited: Edited) -> list[str]:
    return [finding.code for finding in edited[1]]


RECORD_DOCUMENT = document(RECORD)


@pytest.mark.parametrize(
    ("path", "text", "diff"),
    [
        (("potential",), "40%", ["-potential: 35%", "+potential: 40%"]),
        (("name",), "星辰", ["-name:   '杭州星辰'   # short name", "+name:   '星辰'   # short name"]),
        (("source", "detail"), "a: b", ["-    detail: 2024 杭州软件展", "+    detail: 'a: b'"]),
        (("source", "channel"), "展会", ["+    channel: 展会"]),
        (("owner",), "zhang.wei", ["+owner: zhang.wei"]),
        (("recorded", "by"), "li.na", ["+recorded:", "+  by: li.na"]),
        (("contacts", "李雷", "phone"), "0571 8888", ["-  phone: 12600138000", "+  phone: 0571 8888"]),
        (("contacts", "李雷", "title"), "经理", ["+  title: 经理"]),
        (("contacts", 1, "phone"), "0571 8888", ['-  phone: "0571"', '+  phone: "0571 8888"']),
        (("tags", 0), "x, y", ["-tags: [价格敏感, 技术关注]  # two", "+tags: ['x, y', 技术关注]  # two"]),
        (
            ("unknown_key", "c"), "2",
            ['-unknown_key: { a: 1,  b: "x" }', '+unknown_key: { a: 1,  b: "x", c: 2 }'],
        ),
        (("note",), "one line", ["-note: |", "-  first", "-", "-  second", "+note: one line"]),
        (("potential",), "two\nlines", ["-potential: 35%", '+potential: "two\\nlines"']),
    ],
)  # fmt: skip
def test_a_set_changes_just_the_lines_it_had_to(
    path: tuple[str | int, ...], text: str, diff: list[str]
) -> None:
    assert changed(RECORD_DOCUMENT, set_value(RECORD_DOCUMENT, path, text)) == diff


def test_a_new_key_stands_behind_its_nearest_predecessor() -> None:
    order = ("id", "name", "type", "status", "source")
    after, _ = set_value(RECORD_DOCUMENT, ("status",), "active", order=order)
    lines = after.text.split("\n")
    assert lines[4:6] == ["status: active", 'unknown_key: { a: 1,  b: "x" }']


@pytest.mark.parametrize(
    ("empty", "filled"),
    [
        ("source:   # where from", "source:   # where from\n  channel: 展会"),
        ("source: {}", "source: {channel: 展会}"),
        ("a: {source}", "a: {source: {channel: 展会}}"),
    ],
)
def test_an_empty_parent_is_filled(empty: str, filled: str) -> None:
    before = document(f"---\n{empty}\n---\n")
    path = ("a", "source", "channel") if empty.startswith("a") else ("source", "channel")
    after, found = set_value(before, path, "展会")
    assert after.text == f"---\n{filled}\n---\n"
    assert found == ()


@pytest.mark.parametrize(
    ("empty", "filled"),
    [("a:", "a: x"), ("a: # c", "a: x # c"), ("a: ''", "a: 'x'"), ("b: c\na:  ", "b: c\na: x  ")],
)
def test_an_empty_value_is_filled(empty: str, filled: str) -> None:
    after, found = set_value(document(f"---\n{empty}\n---\n"), ("a",), "x")
    assert after.text == f"---\n{filled}\n---\n"
    assert found == ()


@pytest.mark.parametrize(
    ("path", "diff"),
    [
        (("potential",), ["-potential: 35%"]),
        (("source", "detail"), ["-source:", "-    detail: 2024 杭州软件展"]),
        (("contacts", "李雷", "name"), ["-- name: 李雷", "-  phone: 12600138000", "+- phone: 12600138000"]),
        (("contacts", "李雷"), ["-- name: 李雷", "-  phone: 12600138000"]),
        (("unknown_key", "a"), ['-unknown_key: { a: 1,  b: "x" }', '+unknown_key: { b: "x" }']),
        (("unknown_key", "b"), ['-unknown_key: { a: 1,  b: "x" }', "+unknown_key: { a: 1 }"]),
        (("tags", "技术关注"), ["-tags: [价格敏感, 技术关注]  # two", "+tags: [价格敏感]  # two"]),
        (("note",), ["-note: |", "-  first", "-", "-  second"]),
    ],
)
def test_a_removal_takes_just_its_lines(path: tuple[str | int, ...], diff: list[str]) -> None:
    assert changed(RECORD_DOCUMENT, remove_value(RECORD_DOCUMENT, path)) == diff


def test_a_removal_that_would_lose_a_comment_is_refused() -> None:
    edited = remove_value(RECORD_DOCUMENT, ("contacts", "韩梅梅", "name"))
    assert codes(edited) == ["CRM255"]
    assert edited[0] is RECORD_DOCUMENT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [a, b] # c", "tags: [a, b, 'x: y'] # c"),
        ("tags: []", "tags: ['x: y']"),
        ("tags:", "tags: ['x: y']"),
        ("tags:\n   - a # one\n# z", "tags:\n   - a # one\n   - 'x: y'\n# z"),
        ("tags:\n- a", "tags:\n- a\n- 'x: y'"),
        ("name: n", "name: n\ntags: ['x: y']"),
    ],
)
def test_an_item_is_added_in_the_lists_own_style(before: str, after: str) -> None:
    edited, found = add_item(document(f"---\n{before}\n---\n"), ("tags",), "x: y")
    assert edited.text == f"---\n{after}\n---\n"
    assert found == ()


def test_an_item_that_is_there_is_not_added_again() -> None:
    edited = add_item(RECORD_DOCUMENT, ("tags",), "价格敏感")
    assert codes(edited) == ["CRM256"]
    assert edited[0] is RECORD_DOCUMENT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tags: [a, b, c]", "tags: [a, c]"),
        ("tags: [b, a]", "tags: [a]"),
        ("n: x\ntags: [b]", "n: x"),
        ("tags:\n- a\n- b # two\n- c", "tags:\n- a\n- c"),
        ("n: x\ntags:\n  - b\nz: y", "n: x\nz: y"),
    ],
)
def test_an_item_is_removed(before: str, after: str) -> None:
    edited, found = remove_item(document(f"---\n{before}\n---\n"), ("tags",), "b")
    assert edited.text == f"---\n{after}\n---\n"
    assert found == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("n: x", "n: x\nc:\n  - name: 李雷\n    phone: 0571, 8"),
        ("c:  # people\nn: x", "c:  # people\n  - name: 李雷\n    phone: 0571, 8\nn: x"),
        ("c: []\nn: x", "c:\n  - name: 李雷\n    phone: 0571, 8\nn: x"),
        (
            "c:\n- name: a\n  z: |\n    t\n\nn: x",
            "c:\n- name: a\n  z: |\n    t\n- name: 李雷\n  phone: 0571, 8\n\nn: x",
        ),
        ("c: [{name: a}]", "c: [{name: a}, {name: 李雷, phone: '0571, 8'}]"),
        ("n: {c: }", "n: {c: [{name: 李雷, phone: '0571, 8'}]}"),
    ],
)
def test_a_group_is_added_in_block_style_where_it_can_be(before: str, after: str) -> None:
    path = ("n", "c") if before.startswith("n: {") else ("c",)
    edited, found = add_mapping(
        document(f"---\n{before}\n---\n"), path, [("name", "李雷"), ("phone", "0571, 8")]
    )
    assert edited.text == f"---\n{after}\n---\n"
    assert found == ()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (set_value(RECORD_DOCUMENT, ("tags",), "x"), "CRM253"),
        (set_value(RECORD_DOCUMENT, ("potential", "x"), "x"), "CRM253"),
        (set_value(RECORD_DOCUMENT, ("potential", 1), "x"), "CRM253"),
        (set_value(RECORD_DOCUMENT, ("contacts", "王五", "phone"), "x"), "CRM251"),
        (set_value(RECORD_DOCUMENT, ("contacts", 7), "x"), "CRM251"),
        (set_value(document("---\nc: [{name: a}]\n---\n"), ("c", 1, "x"), "z"), "CRM251"),
        (set_value(RECORD_DOCUMENT, ("contacts", -1, "phone"), "x"), "CRM251"),
        (remove_value(RECORD_DOCUMENT, ("tags", -1)), "CRM251"),
        (set_value(RECORD_DOCUMENT, (), "x"), "CRM253"),
        (set_value(RECORD_DOCUMENT, ("potential",), "\x1b[31m"), "CRM254"),
        (set_value(RECORD_DOCUMENT, ("\0",), "x"), "CRM254"),
        (remove_value(RECORD_DOCUMENT, ("nothing",)), "CRM251"),
        (remove_value(RECORD_DOCUMENT, ()), "CRM251"),
        (remove_item(RECORD_DOCUMENT, ("tags",), "nothing"), "CRM251"),
        (add_item(RECORD_DOCUMENT, ("contacts",), "x"), "CRM253"),
        (add_item(RECORD_DOCUMENT, ("potential",), "x"), "CRM253"),
        (add_mapping(RECORD_DOCUMENT, ("contacts",), []), "CRM253"),
        (set_value(document("---\nc: [{name: a}, {name: a}]\n---\n"), ("c", "a", "x"), "z"), "CRM252"),
        (set_value(document("---\na: 1\na: 2\n---\n"), ("a",), "z"), "CRM250"),
        (set_value(document("---\na: [\n---\n"), ("a",), "z"), "CRM250"),
        (set_value(document("---\na: b\n---\n<<<<<<< HEAD\n"), ("a",), "z"), "CRM250"),
        (set_value(document("no front-matter"), ("a",), "z"), "CRM250"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_safely_is_refused(edit: Edited, code: str) -> None:
    assert codes(edit) == [code]


# --- properties over generated profiles ---------------------------------------------------------------------

WORD = st.sampled_from(["甲", "b1", "x y", "电话 报价"])
SPELLED = st.one_of(WORD, WORD.map(lambda w: f"'{w}'"), WORD.map(lambda w: f'"{w}"'), st.just(""))
COMMENT = st.sampled_from(["", "", " # why", "   #"])
BETWEEN = st.sampled_from(["", "", "", "# note: x\n", "\n", "   # deep\n"])
FLOW_LIST = st.lists(WORD, max_size=3).map(lambda ws: f"[{', '.join(ws)}]")
FLOW_MAP = st.lists(WORD, max_size=3).map(
    lambda ws: f"{{ {', '.join(f'f{n}: {w}' for n, w in enumerate(ws))}}}"
)


@st.composite
def block_map(draw: st.DrawFn, indent: int) -> str:
    step = draw(st.integers(1, 5))
    pad = " " * (indent + step)
    lines = [f"{pad}g{n}: {draw(SPELLED)}{draw(COMMENT)}" for n in range(draw(st.integers(1, 3)))]
    return "\n" + "\n".join(lines)


@st.composite
def block_list(draw: st.DrawFn) -> str:
    pad, gap = " " * draw(st.integers(0, 4)), " " * draw(st.integers(1, 3))
    groups = draw(st.booleans())
    lines = []
    for n in range(draw(st.integers(1, 3))):
        if groups:
            lines.append(f"{pad}-{gap}name: n{n}")
            lines += [
                f"{pad} {gap}h{k}: {draw(SPELLED)}{draw(COMMENT)}" for k in range(draw(st.integers(0, 2)))
            ]
        else:
            lines.append(f"{pad}-{gap}t{n}{draw(COMMENT)}")
    return "\n" + "\n".join(lines)


BLOCK_TEXT = st.sampled_from(
    ["|\n  a: b\n  # c", ">-\n   x\n\n   y", "|+\n x\n\n", "plain\n  folded # end", "|2-\n  q"]
)


@st.composite
def profiles(draw: st.DrawFn) -> str:
    parts = [f"id: CRM-1{draw(COMMENT)}\n"]
    for n in range(draw(st.integers(0, 5))):
        value = draw(st.one_of(SPELLED, FLOW_LIST, FLOW_MAP, block_map(indent=0), block_list(), BLOCK_TEXT))
        comment = "" if "\n" in value else draw(COMMENT)
        parts.append(f"{draw(BETWEEN)}k{n}:{'' if value[:1] in ('', chr(10)) else ' '}{value}{comment}\n")
    body = draw(st.sampled_from(["", "\nText\n", "\n## 2024-05-15 电话\n- by: x\n\n  kept  \n\n## 背景"]))
    text = f"---\n{''.join(parts)}---\n{body}"
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text


def nodes(node: Node, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Node]]:
    found = [(path, node)]
    if isinstance(node, MappingNode):
        for item in node.items:
            found += nodes(item.value, (*path, item.key.text))
    elif isinstance(node, SequenceNode):
        for index, inner in enumerate(node.items):
            found += nodes(inner, (*path, index))
    return found


def spliced(before: Document, after: Document) -> tuple[str, str]:
    """What went and what came between the longest common ends."""
    old, new = before.render().decode(), after.render().decode()
    head = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return old[head : len(old) - tail], new[head : len(new) - tail]


def at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@given(profiles(), st.data(), st.text(st.characters(exclude_categories=[]), max_size=20))
def test_setting_a_value_says_it_and_nothing_else(text: str, data: st.DataObject, new: str) -> None:
    before = document(text)
    assume(before.whole)
    path, node = data.draw(
        st.sampled_from([(p, n) for p, n in nodes(before.profile) if isinstance(n, Scalar)])
    )
    after, found = set_value(before, path, new)
    event("refused" if found else "done")
    if found:
        assert after is before
        assert found[0].code == "CRM254"
        return
    expected = copy.deepcopy(plain(before.profile))
    at(expected, path[:-1])[path[-1]] = new
    assert plain(after.profile) == expected
    old_end, new_end = len(before.text) - node.end, after.text.rstrip("\n")
    assert after.text.startswith(before.text[: node.start])
    if node.style not in ("|", ">"):
        assert after.text.endswith(before.text[node.end :])
        assert "\n" not in after.text[node.start : len(after.text) - old_end], new_end
    assert after.decoded.bom == before.decoded.bom


@given(profiles(), st.data(), WORD)
def test_a_new_key_is_one_more_line_or_a_longer_one(text: str, data: st.DataObject, word: str) -> None:
    before = document(text)
    assume(before.whole)
    maps = [(p, n) for p, n in nodes(before.profile) if isinstance(n, MappingNode)]
    path, node = data.draw(st.sampled_from(maps))
    after, found = set_value(before, (*path, "new key"), word)
    assert found == ()
    expected = copy.deepcopy(plain(before.profile))
    at(expected, path)["new key"] = word
    assert plain(after.profile) == expected
    removed, added = spliced(before, after)
    assert removed == ""
    assert ("\n" in added) != node.flow
    assert ("\r" in added) == ("\n" in added and "\r" in before.text)


@given(profiles(), st.data())
def test_a_removal_takes_whole_lines_or_a_piece_of_a_flow(text: str, data: st.DataObject) -> None:
    before = document(text)
    assume(before.whole)
    paths = [p for p, _ in nodes(before.profile) if p]
    path = data.draw(st.sampled_from(paths))
    after, found = remove_value(before, path)
    event("refused" if found else "done")
    if found:
        assert after is before
        return
    assert spliced(before, after)[1] == ""
    assert len(after.profile.items) >= len(before.profile.items) - 1


@given(profiles(), st.data(), WORD)
def test_lists_grow_by_what_was_given(text: str, data: st.DataObject, word: str) -> None:
    before = document(text)
    assume(before.whole)
    lists = [(p, n) for p, n in nodes(before.profile) if isinstance(n, SequenceNode)]
    assume(lists)
    path, node = data.draw(st.sampled_from(lists))
    groups = any(isinstance(item, MappingNode) for item in node.items)
    after, found = (
        add_mapping(before, path, [("name", word), ("z", word)]) if groups else add_item(before, path, word)
    )
    if found:
        assert [f.code for f in found] == ["CRM256"]
        return
    expected = copy.deepcopy(plain(before.profile))
    at(expected, path).append({"name": word, "z": word} if groups else word)
    assert plain(after.profile) == expected
    assert spliced(before, after)[0] == ""
