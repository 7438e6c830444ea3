"""A record is read by its fields: everything found at its place, nothing that was written is lost."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.diagnostics import Findings
from crmkit.document import read
from crmkit.language import Label
from crmkit.schema.classes.need import CLASS as NEED
from crmkit.schema.classes.note import CLASS as NOTE
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.schema.entry_class import UNKNOWN, EntryClass
from crmkit.schema.field_type import Context
from crmkit.schema.fields import Choice, Field, Fields, Schema
from crmkit.schema.json_schema import json_schema
from crmkit.schema.names import Names, nearest
from crmkit.schema.presence import check_presence, missing
from crmkit.schema.read import read_record
from crmkit.schema.read_entry import read_entry
from crmkit.schema.values import Money, Sealed, Value

ACTIVE = Label("活跃", "Active")


def field(key: str, zh: str, type: str = "text", **more: object) -> Field:
    return Field(key, Label(zh, key.capitalize()), type, **more)  # type: ignore[arg-type]


KINDS = (Choice("business", Label("企业", "Business")), Choice("individual", Label("个人", "Individual")))
CONTACT = Fields(
    (
        field("name", "姓名", required=("always",), privacy="personal"),
        field("phone", "电话", "phone", privacy="personal"),
        field("birthday", "生日", "day", privacy="personal"),
    )
)
PROFILE = Fields(
    (
        field("id", "客户编号", "reference", required=("always",)),
        field("name", "客户全称", aliases=("名称",), required=("always",)),
        field("type", "客户类型", "choice", choices=KINDS),
        field("status", "状态", "status"),
        field("owner", "客户经理", "person", required=("active",)),
        field("size", "企业规模", for_types=("business",)),
        field("potential", "增长潜力", "percent", minimum=Decimal(-100), maximum=Decimal(1000)),
        field("tags", "标签", "list", of="tag"),
        field(
            "source", "来源", "group", fields=Fields((field("date", "日期", "date"), field("detail", "说明")))
        ),
        field("contacts", "联系人", "list", fields=CONTACT, required=("active",)),
    )
)
ENTRY = Fields(
    (
        field("by", "记录人", "person"),
        field("with", "对方", "list", of="text"),
        field("amount", "金额", "money", classes=(ORDER,), required=("always",)),
        field("state", "工单状态", classes=(TICKET,)),
        field("state", "需求状态", "choice", classes=(NEED,), choices=KINDS),
    )
)
SCHEMA = Schema(PROFILE, ENTRY)
CONTEXT = Context(
    number=lambda text: re.fullmatch(r"CRM-[0-9]{3,}", text) is not None,
    people=Names((("zhang.wei", "zhang.wei"), ("张伟", "zhang.wei"))),
    statuses=Names((("active", "active"), ("活跃", "active"))),
    tags=Names((("价格敏感", "价格敏感"),)),
)


def record(front: str) -> tuple[dict[str, Value], list[str]]:
    """Values, and findings as `line:column code`."""
    document, shape = read("records/CRM-001.md", f"---\n{front}---\n".encode())
    assert not shape
    values, findings = read_record(document.profile, PROFILE, document, CONTEXT)
    return values, told(findings)


def told(findings: Findings) -> list[str]:
    return [f"{f.source.line}:{f.source.column} {f.code}" for f in findings]


def said(values: Mapping[str, Value]) -> dict[str, object]:
    return {key: bare(value.data) for key, value in values.items()}


def bare(data: object) -> object:
    if isinstance(data, dict):
        return said(data)
    if isinstance(data, tuple) and all(isinstance(item, Value) for item in data):
        return [bare(item.data) for item in data]
    return data


def test_names_in_both_languages_mean_the_same_field() -> None:
    """B4: key, zh, en and alias, in any case and width."""
    for name in ("name", "客户全称", "Name", "NAME", "名称", "ｎａｍｅ"):
        assert said(record(f"{name}: 杭州星辰\n")[0]) == {"name": "杭州星辰"}


def test_values_know_their_place() -> None:
    values, _ = record("name: 杭州星辰\npotential: 35%\n")
    document, _ = read("a", "---\nname: 杭州星辰\npotential: 35%\n---\n".encode())
    assert values["potential"].data == Decimal(35)
    assert document.source(values["potential"].node.start)[1:] == (3, 12)


def test_an_unknown_field_is_told_with_its_neighbour_and_kept() -> None:
    """A1: nothing is lost."""
    document, _ = read("a", b"---\nonwer: zhang.wei\nextra: {a: [b]}\n---\n")
    values, findings = read_record(document.profile, PROFILE, document, CONTEXT)
    assert said(values) == {"onwer": "zhang.wei", "extra": {"a": ["b"]}}
    assert told(findings) == ["2:1 CRM300", "3:1 CRM300"]
    assert dict(findings[0].arguments)["near"] == "owner"


def test_one_field_under_two_names_is_told_and_the_first_counts() -> None:
    assert [said(v) for v in record("owner: zhang.wei\n客户经理: 张伟\n")[:1]] == [{"owner": "zhang.wei"}]
    assert record("owner: zhang.wei\n客户经理: 张伟\n")[1] == ["3:1 CRM301"]


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("name: [a, b]\n", "2:7 CRM302"),
        ("tags: 价格敏感、技术关注\n", "2:7 CRM302"),
        ("tags: {a: b}\n", "2:7 CRM302"),
        ("tags: [[价格敏感]]\n", "2:8 CRM302"),
        ("source: 展会\n", "2:9 CRM302"),
        ("contacts: {name: 李雷}\n", "2:11 CRM302"),
        ("contacts: [李雷]\n", "2:12 CRM302"),
        ("source: {date: 2024-5-1}\n", "2:16 CRM307"),
        ("potential: 2000%\n", "2:12 CRM328"),
        ("contacts:\n  - name: 李雷\n    birthday: 13-01\n", "4:15 CRM319"),
        ("source:\n  detial: x\n", "3:3 CRM300"),
    ],
)
def test_every_mistake_has_its_place(front: str, place: str) -> None:
    """C1: line and column of the value, however deep."""
    values, findings = record(front)
    assert findings == [place]
    assert values, "what is written but wrong counts as written"


def test_no_problem_hides_another() -> None:
    """C1."""
    front = (
        "id: x\nstatus: 活越\nowner: 王五\npotential: 0.35\ntags: [价格敏感性]\nsource: {date: 2024-02-30}\n"
    )
    codes = [finding.split()[1] for finding in record(front)[1]]
    assert codes == ["CRM321", "CRM323", "CRM322", "CRM311", "CRM325", "CRM307"]


def test_an_empty_value_is_not_given_and_one_word_may_stand_for_a_list() -> None:
    values, findings = record("name:\nsource:\ntags: 价格敏感\n")
    assert (said(values), findings) == ({"tags": ["价格敏感"]}, [])


def test_what_is_certainly_meant_is_offered_as_a_fix() -> None:
    text = "---\nsource: {date: 2024/5/1}\n---\n"
    document, _ = read("a", text.encode())
    _, (finding,) = read_record(document.profile, PROFILE, document, CONTEXT)
    (fix,) = finding.fix
    assert text[: fix.start] + fix.text + text[fix.end :] == "---\nsource: {date: 2024-05-01}\n---\n"


def test_a_finding_never_repeats_a_hidden_value() -> None:
    """J1, P9: findings are shown where the value may not be."""
    document, _ = read(
        "a", "---\ncontacts:\n  - {name: 李雷, phone: 138001380009, birthday: 8月15日}\n---\n".encode()
    )
    _, findings = read_record(document.profile, PROFILE, document, CONTEXT)
    assert [f.code for f in findings] == ["CRM316", "CRM319"]
    assert not any(
        secret in str(f.arguments) for f in findings for secret in ("138001380009", "8月15", "08-15")
    )


def test_a_sealed_value_passes_where_values_are_hidden_and_nowhere_else() -> None:
    """J1: sealed:… is read by key holders only."""
    values, findings = record(
        "contacts:\n  - {name: 李雷, birthday: 'sealed:v1:abc='}\npotential: sealed:v1:abc\n"
    )
    assert findings == ["4:12 CRM311"]
    contacts = values["contacts"].data
    assert isinstance(contacts, tuple)
    assert contacts[0].data["birthday"].data == Sealed("sealed:v1:abc=")


def test_missing_fields_depend_on_type_and_status() -> None:
    """A4, C2: `contacts` and `owner` are asked of an active customer, a contact's name always."""
    values, _ = record("name: 杭州星辰\nstatus: 活跃\nowner: 王五\ncontacts:\n  - phone: 12600138000\n")
    lacks = missing(values, PROFILE, "business", "active")
    assert [lack.path for lack in lacks] == ["id", "contacts[0].name"]
    assert [lack.path for lack in missing({}, PROFILE, "business", "lead")] == ["id", "name"]
    assert [lack.path for lack in missing({}, PROFILE, "", "active")] == ["id", "name", "owner", "contacts"]


def test_a_list_or_group_of_nothing_is_missing() -> None:
    values, _ = record("id: CRM-001\nname: 杭州星辰\nowner: 张伟\nsource: {}\ncontacts: []\n")
    always = Fields(tuple(dataclasses.replace(one, required=("always",)) for one in PROFILE))
    lacks = [lack.path for lack in missing(values, always, "individual", "active")]
    assert ("source" in lacks, "contacts" in lacks, "owner" in lacks) == (True, True, False)


def test_nothing_is_missed_in_what_belongs_to_another_type() -> None:
    """A person's record with a company's people: that is told once, and not what these lack besides."""
    board = field("board", "董事", "list", fields=CONTACT, for_types=("business",))
    document, _ = read("a", b"---\nboard:\n  - phone: 12600138000\n---\n")
    values, _ = read_record(document.profile, Fields((board,)), document, CONTEXT)
    lacks = {type: missing(values, Fields((board,)), type, "active") for type in ("business", "individual")}
    assert [lack.path for lack in lacks["business"]] == ["board[0].name"]
    assert lacks["individual"] == ()


def test_presence_is_reported_where_the_field_belongs() -> None:
    front = "---\nid: CRM-001\nname: 李雷\nsize: 大\ncontacts:\n  - phone: 12600138000\n---\n"
    document, _ = read("a", front.encode())
    values, _ = read_record(document.profile, PROFILE, document, CONTEXT)
    lacks = missing(values, PROFILE, "individual", "active")
    findings = check_presence(values, lacks, PROFILE, "individual", ACTIVE, document)
    assert sorted(told(findings)) == ["2:1 CRM304", "4:1 CRM305", "6:5 CRM303"]
    assert {f.code: f.severity for f in findings}["CRM304"] == "notice"


def entry(lines: str, kind_class: EntryClass) -> tuple[dict[str, object], list[str]]:
    document, _ = read("a", f"---\nid: CRM-001\n---\n\n## 2024-05-20 订单 首期\n{lines}".encode())
    values, findings = read_entry(document.entries[0], SCHEMA, kind_class, document, CONTEXT)
    return said(values), told(findings)


def test_entry_fields_are_read_by_class() -> None:
    """B1: a list on one line or on several; the same key may mean two things in two classes."""
    assert entry("- 记录人: 张伟\n- with: 李雷、韩梅, 王五\n- amount: 16万\n", ORDER) == (
        {"by": "zhang.wei", "with": ["李雷", "韩梅", "王五"], "amount": Money(Decimal(160000))},
        [],
    )
    assert entry("- with: 李雷\n- with: 韩梅\n", NOTE) == ({"with": ["李雷", "韩梅"]}, [])
    assert entry("- state: 随便写\n", TICKET) == ({"state": "随便写"}, [])
    assert entry("- state: 企业\n", NEED) == ({"state": "business"}, [])


@pytest.mark.parametrize(
    ("lines", "kind_class", "findings"),
    [
        ("- by: 王五\n- amount: 1\n", ORDER, ["6:7 CRM322"]),
        ("- amount: 5w\n", ORDER, ["6:11 CRM310"]),
        ("- amount: 1\n", NOTE, ["6:3 CRM306"]),
        ("- amount: 1\n", UNKNOWN, []),
        ("- by: 张伟\n", ORDER, ["5:1 CRM303"]),
        ("- amount: 1\n- 金额: 2\n", ORDER, ["7:3 CRM301"]),
        ("- amuont: 1\n- amount: 1\n", ORDER, ["6:3 CRM300"]),
    ],
)
def test_entry_mistakes_have_their_place(lines: str, kind_class: EntryClass, findings: list[str]) -> None:
    assert entry(lines, kind_class)[1] == findings


def test_items_of_a_line_have_their_own_place() -> None:
    fields = Fields((field("tags", "标签", "list", of="tag"),))
    document, _ = read("a", "---\nid: 1\n---\n\n## 2024-05-20 备注\n- tags: [价格敏感, 某词]\n".encode())
    _, findings = read_entry(document.entries[0], Schema(Fields(), fields), UNKNOWN, document, CONTEXT)
    assert told(findings) == ["6:16 CRM325"]


def test_the_json_schema_takes_every_name_and_a_good_record() -> None:
    made = json_schema(SCHEMA, CONTEXT, "zh")
    assert {"name", "客户全称", "Name", "名称"} <= made["properties"].keys()
    assert made["properties"]["name"]["title"] == "客户全称"
    assert made["properties"]["status"]["enum"] == ["active", "活跃"]
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(made)
    check = jsonschema.Draft202012Validator(made)
    good = {
        "id": "CRM-001",
        "名称": "杭州星辰",
        "potential": "35%",
        "tags": "价格敏感",
        "contacts": [{"name": "李雷"}],
    }
    assert check.is_valid(good)
    assert not check.is_valid({"id": "CRM-001"}), "a name is required under one of its names"
    assert not check.is_valid(good | {"status": "不存在"})


TYPED = Fields(
    (
        field("type", "客户类型", "choice", choices=KINDS),
        field("size", "企业规模", for_types=("business",), required=("always",)),
        field("hobby", "爱好", for_types=("individual",), required=("active",)),
    )
)


@pytest.mark.parametrize(
    ("type", "lacks"),
    [("business", ["size"]), ("individual", ["hobby"]), ("", ["size", "hobby"]), ("other", [])],
)
def test_what_is_required_of_a_type_is_asked_while_the_type_is_unknown(type: str, lacks: list[str]) -> None:
    """A record that does not say its type lacks what any type wants, and nothing in it is of another type."""
    assert [one.path for one in missing({}, TYPED, type, "active")] == lacks


@pytest.mark.parametrize(("type", "codes"), [("business", ["CRM305"]), ("individual", ["CRM305"]), ("", [])])
def test_a_field_of_another_type_is_told_only_where_the_type_is_known(type: str, codes: list[str]) -> None:
    document, _ = read("a", b"---\nsize: x\nhobby: y\n---\n")
    values, _ = read_record(document.profile, TYPED, document, CONTEXT)
    lacks = missing(values, TYPED, type, "active")
    assert [one.code for one in check_presence(values, lacks, TYPED, type, ACTIVE, document)] == codes


def test_thousands_of_unknown_names_are_compared_quickly() -> None:
    """P8: long words are not compared, unlike ones passed over."""
    assert nearest("x" * 100_000, PROFILE.words()) == ""
    assert nearest("onwer", PROFILE.words()) == "owner"
    assert nearest("", PROFILE.words()) == ""


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.dictionaries(st.sampled_from([one.key for one in PROFILE]), texts))
@settings(max_examples=60)
def test_any_text_in_any_field_gives_values_and_findings(data: dict[str, str]) -> None:
    """P4: user data never raises."""
    front = "".join(f"{key}: '{text.replace(chr(39), chr(39) * 2)}'\n" for key, text in data.items())
    document, _ = read("a", f"---\n{front}---\n".encode())
    values, findings = read_record(document.profile, PROFILE, document, CONTEXT)
    lacks = missing(values, PROFILE, "business", "active")
    check_presence(values, lacks, PROFILE, "business", ACTIVE, document)
    assert len(findings) <= len(data)
