"""The procedures are read with a finding at its place for every mistake, and the shipped packs have none."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import resources
from crmkit.policy import Policy, read_policy, required
from crmkit.policy.stages import Stage
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.words import say

SMALL = {
    "sop/book.md": """---
format: 1
pack: small
title: {zh: 小簿, en: Small book}
language: zh
currency: CNY
rates: {USD: 7.10}
number: {pattern: "CRM-{year}{month}{counter:3}", also: ["CRM-{counter:3}"]}
---
""",
    "sop/fields.md": """---
format: 1
profile:
  - {key: id, label: {zh: 编号, en: Number}, type: text, required: always}
  - {key: name, label: {zh: 名称, en: Name}, type: text, required: always}
  - {key: type, label: {zh: 类型, en: Type}, type: choice, choices: types}
  - {key: status, label: {zh: 状态, en: Status}, type: status}
  - {key: owner, label: {zh: 客户经理, en: Owner}, type: person, required: [active]}
  - {key: potential, label: {zh: 潜力, en: Potential}, type: percent, minimum: "-100%", maximum: "1000%"}
  - {key: size, label: {zh: 规模, en: Size}, type: text, for: [business]}
  - key: contacts
    label: {zh: 联系人, en: Contacts}
    type: list
    privacy: personal
    fields:
      - {key: phone, label: {zh: 电话, en: Phone}, type: phone}
entry:
  - {key: state, label: {zh: 进度, en: State}, type: choice, choices: states, classes: [need]}
  - {key: state, label: {zh: 进度, en: State}, type: text, classes: [ticket]}
  - {key: voids, label: {zh: 作废对象, en: Voids}, type: text, classes: [void], required: always}
---
""",
    "sop/vocabulary.md": """---
format: 1
kinds:
  - {key: phone, class: contact, label: {zh: 电话, en: Phone}, aliases: [call]}
  - {key: status, class: change, field: status, label: {zh: 状态, en: Status}}
tags:
  - {key: need, label: {zh: 需求, en: Need}, words: [降本], patterns: ["预算[0-9]+万"]}
lists:
  types:
    - {key: business, label: {zh: 企业, en: Business}}
    - {key: individual, label: {zh: 个人, en: Individual}}
  states:
    - {key: open, label: {zh: 跟进中, en: Open}}
---
""",
    "sop/tiers.md": """---
format: 1
set: rule
hand: {reason: required, until: optional}
tiers:
  - {key: D, label: {zh: 风险, en: At risk}, rank: 3, overlay: yes, when: "feedback_3m <= 3"}
  - {key: A, label: {zh: 核心, en: Core}, rank: 1, when: "amount_12m >= 50万", unknown: hold}
  - {key: C, label: {zh: 普通, en: Ordinary}, rank: 2}
---
""",
    "sop/status.md": """---
format: 1
initial: [lead]
statuses:
  - {key: lead, label: {zh: 线索, en: Lead}, stage: open}
  - {key: active, label: {zh: 活跃, en: Active}, stage: active}
moves:
  - {from: lead, to: [active], reason: required, approver: manager}
---
""",
    "sop/people.md": """---
format: 1
roles: [{key: manager, label: {zh: 经理, en: Manager}}]
departments: [{key: sales, label: {zh: 销售, en: Sales}}]
people:
  - {id: wang.min, name: 王敏, email: "wang.min@crm.example", roles: [manager], department: sales}
  - {id: li.na, name: 李娜, email: "li.na@crm.example", department: sales, lead: wang.min, since: 2023-01-01}
approvals: [{field: owner, role: manager}]
---
""",
}


def files(**changed: str) -> dict[str, bytes]:
    return {path: text.encode() for path, text in {**SMALL, **changed}.items()}


def small() -> Policy:
    policy, findings = read_policy(files())
    assert not findings
    assert policy is not None
    return policy


@pytest.mark.parametrize("name", resources.packs())
def test_a_shipped_pack_is_read_without_a_finding(name: str) -> None:
    """Every file of every pack, with all its conditions, references and words."""
    folder = resources.pack(name)
    assert folder is not None
    pack = {f"sop/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in sorted(folder.rglob("*.md"))}
    policy, findings = read_policy(pack)
    assert [(f"{f.source.path}:{f.source.line}", f.code, f.arguments) for f in findings] == []
    assert policy is not None
    assert policy.book.pack == name
    assert policy.tiers.tiers[-1].when is None
    assert policy.files == {path.removeprefix("sop/") for path in pack}


def test_a_policy_is_typed() -> None:
    policy = small()
    assert policy.book.rates == {"USD": Decimal("7.10")}
    assert policy.schema.profile.find("客户经理") is policy.schema.profile.find("owner")
    potential = policy.schema.profile.find("potential")
    assert potential is not None
    assert (potential.minimum, potential.maximum) == (Decimal(-100), Decimal(1000))
    kind = policy.vocabulary.kind("CALL")
    assert kind is not None
    assert (kind.key, kind.cls) == ("phone", CONTACT)
    assert policy.vocabulary.kind("传真") is None
    assert policy.vocabulary.near_kind("电华") == "电话"
    need = policy.vocabulary.tag("预算50万")
    assert need is not None
    assert need.key == "need"
    assert policy.vocabulary.tag("随便") is None
    assert policy.vocabulary.near_tag("降本降本") == "降本"
    assert [(t.key, t.rank, t.overlay, t.hold) for t in policy.tiers.tiers] == [
        ("D", 3, True, False), ("A", 1, False, True), ("C", 2, False, False),
    ]  # fmt: skip
    assert (policy.tiers.by_hand, policy.tiers.hand_reason, policy.tiers.hand_until) == (False, True, False)
    tier = policy.tiers.find("核心")
    assert tier is not None
    assert tier.key == "A"


def test_statuses_and_people_answer_questions() -> None:
    """F1, L9, C4."""
    policy = small()
    move = policy.statuses.move("lead", "active")
    assert move is not None
    assert (move.reason, move.approver) == (True, "manager")
    assert policy.statuses.move("active", "lead") is None
    assert policy.statuses.onward("lead") == ("active",)
    status = policy.statuses.find("活跃")
    assert status is not None
    assert status.stage is Stage.ACTIVE
    for word in ("li.na", "李娜", "LI.NA@crm.example"):
        person = policy.people.find(word)
        assert person is not None
        assert (person.id, person.lead, person.since) == ("li.na", "wang.min", datetime.date(2023, 1, 1))
    assert policy.people.find("王五") is None
    assert [person.id for person in policy.people.with_role("manager")] == ["wang.min"]
    assert (policy.people.approver("owner"), policy.people.approver("name")) == ("manager", "")


def test_a_name_that_two_bear_names_nobody() -> None:
    text = SMALL["sop/people.md"].replace("name: 王敏", "name: 李娜")
    policy, findings = read_policy(files(**{"sop/people.md": text}))
    assert not findings
    assert policy is not None
    assert policy.people.find("李娜") is None
    assert policy.people.find("wang.min") is not None


def test_privacy_goes_down_into_groups() -> None:
    """J1: what stands in a personal list is personal unless it says otherwise."""
    contacts = small().schema.profile.find("contacts")
    assert contacts is not None
    assert [inner.privacy for inner in contacts.fields] == ["personal"]


def test_a_rule_may_name_what_the_policy_declares() -> None:
    assert small().choices["status"]["线索"] == "lead"
    assert small().choices["hand_tier"]["核心"] == "A"
    assert small().choices["type"]["企业"] == "business"


MISTAKES = [
    ("book.md", "format: 1", "format: 7", "2:9 CRM901"),
    ("book.md", "format: 1\n", "", "2:1 CRM902"),
    ("book.md", "{zh: 小簿, en: Small book}", "小簿", "4:8 CRM903"),
    ("book.md", ", en: Small book", "", "4:8 CRM902"),
    ("book.md", "language: zh", "language: fr", "5:11 CRM906"),
    ("book.md", "currency: CNY", "currency: 人民币", "6:11 CRM904"),
    ("book.md", "USD: 7.10", "USD: 七块一", "7:14 CRM904"),
    ("book.md", "USD: 7.10", "USD: 0", "7:14 CRM904"),
    ("book.md", "rates:", "ratse:", "7:1 CRM905"),
    ("book.md", "CRM-{year}{month}{counter:3}", "CRM-{yaer}{counter:3}", "8:19 CRM909"),
    ("book.md", "CRM-{year}{month}{counter:3}", "CRM-{year}", "8:19 CRM909"),
    ("book.md", "CRM-{year}{month}{counter:3}", "../{counter:3}", "8:19 CRM909"),
    (
        "fields.md",
        "type: text, required: always}\n  - {key: name",
        "type: txt}\n  - {key: name",
        "4:50 CRM906",
    ),
    ("fields.md", "choices: types", "choices: tpyes", "6:67 CRM906"),
    ("fields.md", "required: [active]", "required: [actve]", "8:73 CRM906"),
    ("fields.md", "for: [business]", "for: [busines]", "10:62 CRM906"),
    ("fields.md", "classes: [void]", "classes: [viod]", "20:70 CRM906"),
    ("fields.md", "privacy: personal", "privacy: privat", "14:14 CRM906"),
    ("fields.md", 'minimum: "-100%"', 'minimum: "low"', "9:78 CRM904"),
    ("fields.md", "type: text, for: [business]", "type: text, minimum: 3", "10:65 CRM918"),
    ("fields.md", "type: text, for: [business]", "type: group", "10:50 CRM912"),
    ("fields.md", "type: text, for: [business]", "type: text, choices: types", "10:65 CRM918"),
    ("fields.md", "zh: 规模", "zh: 名称", "10:29 CRM908"),
    ("fields.md", "key: size", "key: name", "10:11 CRM907"),
    ("fields.md", "{key: owner,", "{key: owned,", "4:3 CRM913"),
    ("vocabulary.md", "class: contact", "class: contcat", "4:25 CRM906"),
    ("vocabulary.md", "aliases: [call]", "aliases: [状态]", "5:61 CRM908"),
    ("vocabulary.md", "aliases: [call]", "aliases: [phone call]", "4:72 CRM911"),
    ("vocabulary.md", "field: status", "field: stauts", "5:41 CRM906"),
    ("vocabulary.md", "预算[0-9]+万", "(预算[0-9]+)+", "7:68 CRM910"),
    ("vocabulary.md", "预算[0-9]+万", "预算[0-9", "7:68 CRM910"),
    ("vocabulary.md", "{key: individual", "{key: business", "11:13 CRM907"),
    ("tiers.md", "set: rule", "set: rules", "3:6 CRM906"),
    ("tiers.md", "amount_12m >= 50万", "amount_12 >= 50万", "7:57 CRM925"),
    ("tiers.md", "amount_12m >= 50万", "open_tickets >= 5", "7:57 CRM925"),
    ("tiers.md", "amount_12m >= 50万", "tier = A", "7:57 CRM925"),
    ("tiers.md", "amount_12m >= 50万", "hand_tier in (A, C)", "7:57 CRM925"),
    ("tiers.md", "rank: 1", "rank: 1.5", "7:47 CRM904"),
    ("tiers.md", "unknown: hold", "unknown: maybe", "7:86 CRM906"),
    ("tiers.md", "en: Ordinary}, rank: 2}", 'en: Ordinary}, rank: 2, when: "benchmark"}', "8:60 CRM914"),
    ("tiers.md", "en: Ordinary}, rank: 2}", "en: Ordinary}, rank: 2, overlay: yes}", "8:11 CRM914"),
    ("tiers.md", 'rank: 1, when: "amount_12m >= 50万", ', "rank: 1, ", "7:11 CRM915"),
    ("status.md", "initial: [lead]", "initial: [leed]", "3:11 CRM906"),
    ("status.md", "stage: active", "stage: sleeping", "6:55 CRM906"),
    ("status.md", "to: [active]", "to: [activ]", "8:23 CRM906"),
    ("status.md", "approver: manager", "approver: boss", "8:60 CRM906"),
    ("status.md", "to: [active]", "to: [active, active]", "8:31 CRM916"),
    ("people.md", "roles: [manager]", "roles: [boss]", "6:69 CRM906"),
    ("people.md", "lead: wang.min", "lead: wang.mni", "7:80 CRM906"),
    ("people.md", "since: 2023-01-01", "since: 2023-1-1", "7:97 CRM904"),
    ("people.md", "since: 2023-01-01", "until: 2023-01-01, since: 2024-01-01", "7:97 CRM904"),
    ("people.md", '"li.na@crm.example"', "li.na", "7:34 CRM904"),
    ("people.md", "id: li.na", "id: wang.min", "7:10 CRM907"),
    ("people.md", "[{field: owner", "[{field: onwer", "8:21 CRM906"),
    ("people.md", "role: manager}]", "role: boss}]", "8:34 CRM906"),
    ("book.md", "currency: CNY", "currency: [CNY]", "6:11 CRM903"),
    ("book.md", "language: zh", 'language: zh\nforge: "http://x"', "6:8 CRM904"),
    ("book.md", "rates: {USD: 7.10}", "rates: [USD]", "7:8 CRM903"),
    ("tiers.md", "overlay: yes", "overlay: maybe", "6:62 CRM904"),
    ("tiers.md", "hand: {reason", "hand: {raeson", "4:8 CRM905"),
    ("status.md", "initial: [lead]", "initial: {a: lead}", "3:10 CRM903"),
    ("status.md", "initial: [lead]", "initial: [[lead]]", "3:11 CRM903"),
    ("status.md", "initial: [lead]", "initial:", "3:9 CRM902"),
    ("people.md", "[{key: sales, label: {zh: 销售, en: Sales}}]", "sales", "4:14 CRM903"),
    ("people.md", "[{key: sales, label: {zh: 销售, en: Sales}}]", "[sales]", "4:15 CRM903"),
    ("people.md", "roles: [manager], department: sales", "department: sales, lead: li.na", "6:86 CRM917"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), MISTAKES)
def test_every_mistake_of_a_procedure_has_its_place(file: str, old: str, new: str, expected: str) -> None:
    """Design §3: a mistake in a policy has a file, line and column too, and words in both languages."""
    path = f"sop/{file}"
    assert old in SMALL[path]
    policy, findings = read_policy(files(**{path: SMALL[path].replace(old, new, 1)}))
    assert policy is not None, "a partly wrong policy is still answered"
    found = {f"{f.source.line}:{f.source.column} {f.code}" for f in findings if f.source.path == path}
    assert expected in found
    for finding in findings:
        assert all(not say(finding, lang)[0].startswith(finding.name) for lang in ("en", "zh")), "no words"


@pytest.mark.parametrize("name", required())
def test_a_missing_or_unreadable_file_leaves_no_policy(name: str) -> None:
    without = {path: data for path, data in files().items() if path != f"sop/{name}"}
    policy, findings = read_policy(without)
    assert policy is None
    assert [(f.source.path, f.code) for f in findings] == [(f"sop/{name}", "CRM900")]
    policy, findings = read_policy(files(**{f"sop/{name}": "no front-matter\n"}))
    assert policy is None
    assert [(f.source.path, f.code) for f in findings] == [(f"sop/{name}", "CRM100")]


def test_one_bad_file_never_hides_another() -> None:
    broken = {path: text.replace("format: 1", "format: 2") for path, text in SMALL.items()}
    _, findings = read_policy(files(**broken))
    assert [f.source.path for f in findings if f.code == "CRM901"] == sorted(SMALL)


def test_notes_on_where_a_number_comes_from_are_allowed_anywhere() -> None:
    """Rule 5 of the requirements: what a source does not say is marked `chosen: true`."""
    text = SMALL["sop/tiers.md"].replace("rank: 2}", "rank: 2, chosen: true, source: S0}")
    assert read_policy(files(**{"sop/tiers.md": text}))[1] == ()


def test_prose_files_need_no_front_matter() -> None:
    policy, findings = read_policy(
        files(**{"sop/README.md": "# 规程\n", "sop/handbook/welcome.md": "# Welcome\n"})
    )
    assert not findings
    assert policy is not None
    assert policy.files == {path.removeprefix("sop/") for path in SMALL}


def test_the_digest_is_of_all_bytes_in_any_order() -> None:
    """Invariant 3: what a cache is keyed by."""
    same, _ = read_policy(dict(reversed(files().items())))
    other, _ = read_policy(files(**{"sop/cadence.md": "---\nformat: 1\n---\n"}))
    assert same is not None
    assert other is not None
    assert small().digest == same.digest != other.digest


@given(
    st.sampled_from(sorted(SMALL)),
    st.integers(0, 700),
    st.integers(0, 12),
    st.text("{}[]:,-#\n 'é中1a", max_size=6),
)
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_procedure_raises(path: str, start: int, length: int, text: str) -> None:
    """P4: a random splice gives a policy or findings, never an exception."""
    whole = SMALL[path]
    policy, findings = read_policy(files(**{path: whole[:start] + text + whole[start + length :]}))
    assert policy is not None or findings
