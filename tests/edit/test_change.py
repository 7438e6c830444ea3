"""P2, P3, B4: a field named by its path is written in the record's own words, and nothing else is touched."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from crmkit import resources
from crmkit.document import Document, MappingNode, Node, SequenceNode, plain, read
from crmkit.document.identity import identity, rank
from crmkit.edit.change import Change, changed, items_of, node_at, standing, text_of
from crmkit.edit.spelling import spelling_of
from crmkit.policy import Policy, read_policy
from crmkit.schema.field_path import FieldPath, Wrong, read_path
from crmkit.schema.fields import LIST
from sop import sop

PACKS = ("standard", "abcd", "lifecycle", "toolkit", "partnership", "service")

ENGLISH = """\
---
# who they are
id:   CRM-202405001      # never changes
name: "杭州星辰"
type:    business
status: 'active'   # since May

colour: { of : logo,  is: blue }
source:
        channel:   展会
potential: 35%   # guessed
special: |
  line one

  line two
contacts:
-   name: 李雷
    # his desk
    phone: 126-0013-8000
    title:   采购经理   # since May
-   name: J. Li
tags:   [ 民企,增效 ]
---
 free text   

## 2024-05-15  14:30 电话   确认
- by:   zhang.wei

## 备注
the end"""

CHINESE = """\
---
客户编号: CRM-202405001
客户全称: 杭州星辰
客户类型: 企业
状态: 活跃
来源: {渠道: 展会}
增长潜力: "35%"
特殊要求:
联系人:
  - 姓名: 李雷
    手机: 126-0013-8000
    职务: 采购经理
  - 姓名: J. Li
标签:
  - 民企 # one
  - 增效
---

## 2024-05-15 电话 确认
- 记录人: zhang.wei
"""

FLOW = """\
---
{id: CRM-202405001, name: 杭州星辰, source: {channel: 展会}, special: "", potential: 35%,
 contacts: [{name: 李雷, phone: '126', title: 采购经理}, {name: J. Li}], tags: [民企, 增效]}
---
"""

SCALAR_LIST = (
    "---\nid: CRM-1\ntags: 民企、增效 # two\nname: x\ncontacts:\n  - {name: 李雷}\n  - {name: J. Li}\n---\n"
)

RECORDS = {"english": ENGLISH, "chinese": CHINESE, "flow": FLOW, "a text for a list": SCALAR_LIST}
FORMS = {
    "": lambda text: text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
}


@cache
def policy(pack: str = "standard") -> Policy:
    folder = resources.pack(pack)
    assert folder is not None
    read_, _ = read_policy(sop(folder))
    assert read_ is not None
    return read_


def document(text: str) -> Document:
    return read("x.md", text.encode())[0]


def path_of(text: str) -> FieldPath:
    path = read_path(text, policy().schema.profile)
    assert not isinstance(path, Wrong), path
    return path


def edited(before: Document, name: str, sign: str, value: str, **inside: str) -> tuple[Document, list[str]]:
    path = path_of(name)
    fields = tuple((path[-1].field.fields.find(key), text) for key, text in inside.items())
    change = Change(path, sign, value, fields)  # type: ignore[arg-type]
    after, found = changed(before, change, spelling_of([before], policy()), policy().schema.profile)
    return after, [finding.code for finding in found]


def lines(before: Document, after: Document) -> list[str]:
    old, new = before.text.split("\n"), after.text.split("\n")
    return [f"-{line}" for line in old if line not in new] + [f"+{line}" for line in new if line not in old]


@pytest.mark.parametrize(
    ("record", "name", "sign", "value", "expected"),
    [
        (ENGLISH, "联系人[李雷].微信", "=", "lilei", ["+    wechat: lilei"]),
        (CHINESE, "contacts[李雷].wechat", "=", "lilei", ["+    微信: lilei"]),
        (CHINESE, "contacts[李雷].phone", "=", "1", ["-    手机: 126-0013-8000", "+    手机: 1"]),
        (CHINESE, "contacts[J. Li].phone", "=", "1", ["+    手机: 1"]),
        (
            CHINESE,
            "source.detail",
            "=",
            "杭州",
            ["-来源: {渠道: 展会}", "+来源: {渠道: 展会, 来源说明: 杭州}"],
        ),
        (CHINESE, "arrived.date", "=", "2024-05-01", ["+线索到达:", "+  日期: 2024-05-01"]),
        (CHINESE, "potential", "=", "40%", ['-增长潜力: "35%"', '+增长潜力: "40%"']),
        (CHINESE, "special", "=", "x", ["-特殊要求:", "+特殊要求: x"]),
        (CHINESE, "tags", "-=", "增效", ["-  - 增效"]),
        (CHINESE, "tags", "+=", "降本", ["+  - 降本"]),
        (ENGLISH, "tags", "=", "降本、增效", ["-tags:   [ 民企,增效 ]", "+tags:   [降本, 增效]"]),
        (ENGLISH, "tags", "=", "降本", ["-tags:   [ 民企,增效 ]", "+tags:   [降本]"]),
        (ENGLISH, "products", "=", "泵", ["+products: [泵]"]),
        (SCALAR_LIST, "tags", "=", "降本", ["-tags: 民企、增效 # two", "+tags: [降本] # two"]),
        (SCALAR_LIST, "tags", "+=", "降本", ["-tags: 民企、增效 # two", "+tags: [民企, 增效, 降本] # two"]),
        (SCALAR_LIST, "tags", "-=", "民企", ["-tags: 民企、增效 # two", "+tags: [增效] # two"]),
        (ENGLISH, "contacts", "-=", "J. Li", ["--   name: J. Li"]),
        (ENGLISH, "contracts", "+=", "HT-1", ["+contracts:", "+  - id: HT-1"]),
        (CHINESE, "合同", "+=", "HT-1", ["+合同:", "+  - 合同编号: HT-1"]),
        (CHINESE, "需求", "+=", "库存盘点", ["+需求清单:", "+  - 需求内容: 库存盘点"]),
        (CHINESE, "附件", "+=", "files/a.pdf", ["+附件:", "+  - 文件: files/a.pdf"]),
        (CHINESE, "商机", "+=", "二期", ["+商机:", "+  - 商机名称: 二期"]),
        (ENGLISH, "provenance", "+=", "potential", ["+provenance:", "+  - field: potential"]),
    ],
)
def test_a_change_is_spelled_as_the_record_is(
    record: str, name: str, sign: str, value: str, expected: list[str]
) -> None:
    before = document(record)
    after, codes = edited(before, name, sign, value)
    assert codes == []
    assert lines(before, after) == expected


def test_a_group_is_added_with_its_fields_in_the_order_of_the_schema() -> None:
    after, codes = edited(document(CHINESE), "contacts", "+=", "王芳", phone="1", title="出纳")
    assert codes == []
    assert "  - 姓名: 王芳\n    职务: 出纳\n    手机: 1\n标签:" in after.text


def test_an_item_that_is_given_the_text_of_its_name_is_called_by_its_id() -> None:
    after, _ = edited(document("---\nid: CRM-1\n---\n"), "needs", "+=", "n2", text="盘点", state="明确")
    assert after.text == "---\nid: CRM-1\nneeds:\n  - id: n2\n    text: 盘点\n    state: 明确\n---\n"


@pytest.mark.parametrize(
    ("name", "sign", "value", "inside", "code"),
    [
        ("contacts", "+=", "李雷", {}, "CRM256"),
        ("contacts", "+=", "李雷", {"phone": "1"}, "CRM260"),
        ("contacts", "-=", "王芳", {}, "CRM251"),
        ("contacts[王芳].phone", "=", "1", {}, "CRM251"),
        ("contracts[HT-1].product", "=", "x", {}, "CRM251"),
        ("tags", "-=", "降本", {}, "CRM251"),
        ("contacts[0].phone", "=", "1", {}, "CRM251"),
        ("contacts[-1].phone", "=", "1", {}, "CRM251"),
    ],
)
@pytest.mark.parametrize("record", [ENGLISH, CHINESE, FLOW])
def test_what_is_there_or_is_not_is_never_written_over(
    record: str, name: str, sign: str, value: str, inside: dict[str, str], code: str
) -> None:
    before = document(record)
    after, codes = edited(before, name, sign, value, **inside)
    assert codes == [code]
    assert after is before


def test_a_list_of_groups_that_is_a_group_has_no_items() -> None:
    before = document("---\ncontacts: {name: 李雷}\n---\n")
    assert edited(before, "contacts[李雷].phone", "=", "1") == (before, ["CRM251"])


def test_a_comment_between_tags_is_not_written_over() -> None:
    before = document(CHINESE)
    assert edited(before, "tags", "=", "降本") == (before, ["CRM255"])


# --- identity -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS)
def test_every_list_of_groups_has_a_field_that_names_its_items(pack: str) -> None:
    """A merge finds the same contact without a policy, so each spelling that a pack ships must be known."""
    for outer in policy(pack).schema.profile:
        if outer.type != LIST or not outer.fields.all:
            continue
        naming = {
            field.key: {rank(word) for word in field.words}
            for field in outer.fields
            if rank(field.key) is not None
        }
        assert naming, outer.key
        assert all(None not in ranks and len(ranks) == 1 for ranks in naming.values()), (outer.key, naming)


@pytest.mark.parametrize("pack", PACKS)
def test_every_label_is_read_back_as_its_field(pack: str) -> None:
    schema = policy(pack).schema
    spelling = spelling_of([document("---\n客户编号: CRM-1\n客户全称: x\n---\n")], policy(pack))
    for outer in schema.profile:
        assert schema.profile.find(spelling.key((outer,))) is outer
        for inner in outer.fields:
            assert outer.fields.find(spelling.key((outer, inner))) is inner
    for cls in schema.by_class:
        fields = schema.entry_fields(cls)
        for one in fields:
            if one.fits(cls):
                assert fields.find(spelling.entry_key(one, fields)) is one
                assert not spelling.entry_key(one, fields).isascii()


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("{ID: n1, name: x}", "n1"), ("{姓名: 李雷, 电话: '1'}", "李雷"), 
        ("{名称: 合同, 文件: a.pdf}", "a.pdf"),
        ("{需求内容: 盘点}", "盘点"), ("{需求内容: 盘点, 需求编号: n1}", "n1"), 
        ("{title: x}", None), ("x", "x"),
    ],
)  # fmt: skip
def test_an_item_is_called_by_the_first_key_that_names_it(item: str, name: str | None) -> None:
    node = document(f"---\nc: [{item}]\n---\n").profile.get("c")
    assert isinstance(node, SequenceNode)
    assert identity(node.items[0]) == name


def test_who_is_called_so_goes_before_what_only_goes_by_the_name_too() -> None:
    """The text of a need may be the number of another."""
    before = document("---\nneeds:\n  - {id: n1, text: n2}\n  - {id: n2, text: 盘点}\n---\n")
    after, codes = edited(before, "needs[n2].state", "=", "明确")
    assert codes == []
    assert "- {id: n1, text: n2}\n  - {id: n2, text: 盘点, state: 明确}\n" in after.text


def test_a_namesake_is_meant_by_its_number() -> None:
    before = document("---\ncontacts:\n  - {name: 李雷}\n  - {name: 李雷}\n---\n")
    assert edited(before, "contacts[李雷].phone", "=", "1")[1] == ["CRM252"]
    after, codes = edited(before, "contacts[李雷#2].phone", "=", "1")
    assert codes == []
    assert plain(after.profile) == {"contacts": [{"name": "李雷"}, {"name": "李雷", "phone": "1"}]}
    assert edited(before, "contacts[李雷#3].phone", "=", "1")[1] == ["CRM251"]


# --- properties ---------------------------------------------------------------------------------------------

HOSTILE = st.sampled_from(
    [
        "\r", "\n", "\r\n", "\x85", "\u2028", "\u2029", "\u00a0", "\u3000", "\u200b", "\ufeff", "\t",
        " ", "  ", "'", '"', "#", " #", ": ", ":", "：", "- ", "-", "---", "...", "[", "]", "{", "}",
        ",", "、", "&a", "*a", "!", "|", ">", "%", "@", "`", "?", "=", "~", "null", "\\", "\\n",
        "🙂", "\ud800", "\x1b", "\x00", "李雷", "a", "0",
    ]
)  # fmt: skip
TEXT = st.lists(HOSTILE, min_size=1, max_size=6).map("".join) | st.text(
    st.characters(exclude_categories=[]), min_size=1, max_size=12
)
NAMES = (
    "name", "special", "source.channel", "source.detail", "region", "contacts[李雷].phone",
    "联系人[李雷].职务", "contacts.李雷.notes", "contacts[J. Li].notes", "goal",
    "tags", "categories", "products",
)  # fmt: skip


def without(data: Any, path: tuple[str | int, ...]) -> Any:
    """The data without what stands at a path, and without the parents that this leaves empty."""
    data = copy.deepcopy(data)
    holders: list[Any] = [data]
    for step in path[:-1]:
        holder = holders[-1]
        known: bool = isinstance(holder, list) or (isinstance(holder, dict) and step in holder)
        if not known:
            return data
        holders.append(holder[step])
    if isinstance(holders[-1], dict):
        holders[-1].pop(path[-1], None)
        if not holders[-1] and len(holders) == 2:
            holders[0].pop(path[0], None)
    return data


def written(node: Node, path: FieldPath) -> Iterator[tuple[str | int, ...]]:
    """The path of keys and places in a document's own words, as far as it goes."""
    steps: list[str | int] = []
    fields = policy().schema.profile
    for part in path:
        assert isinstance(node, MappingNode)
        item = next(each for each in node.items if fields.find(each.key.text) is part.field)
        steps.append(item.key.text)
        node, fields = item.value, part.field.fields
        if part.item:
            assert isinstance(node, SequenceNode)
            index = next(i for i, each in enumerate(node.items) if identity(each) == part.item)
            steps.append(index)
            node = node.items[index]
    yield tuple(steps)


@given(
    st.sampled_from(sorted(RECORDS)), st.sampled_from(sorted(FORMS)), st.sampled_from(NAMES),
    st.sampled_from(["=", "=", "+=", "-="]), TEXT,
)  # fmt: skip
def test_a_value_reads_back_equal_or_is_refused(
    record: str, form: str, name: str, sign: str, value: str
) -> None:
    """Nothing else of the profile says anything new, and no line of the body is another."""
    before, _ = read("x.md", FORMS[form](RECORDS[record]))
    path = path_of(name)
    list_ = path[-1].field.type == LIST
    spelling, profile = spelling_of([before], policy()), policy().schema.profile
    if list_ and not items_of(value):
        return
    after, found = changed(before, Change(path, sign if list_ else "=", value), spelling, profile)
    event("refused" if found else "done")
    if found and all(finding.code != "CRM256" for finding in found):
        assert after is before
        return
    node = standing(after, path, spelling, profile)
    if not list_:
        assert text_of(node, path[-1].field) == value
    elif sign == "=":
        assert isinstance(node, SequenceNode)
        assert [text_of(item, path[-1].field) for item in node.items] == items_of(value)
    elif sign == "+=":
        assert isinstance(node, SequenceNode)
        assert set(items_of(value)) <= {text_of(item, path[-1].field) for item in node.items}
    if node is not None:
        (steps,) = written(after.profile, path)
        assert node_at(after, steps) == node
        assert without(plain(after.profile), steps) == without(plain(before.profile), steps)
    assert after.text[after.body_start :] == before.text[before.body_start :]
    assert after.decoded.bom == before.decoded.bom
    assert ("\r\n" in after.text) == ("\r\n" in before.text)
    comments = [line.split("#", 1)[1] for line in before.text.split("\n") if " # " in line or line[:1] == "#"]
    assert all(comment in after.text for comment in comments) or sign == "-=" or list_
