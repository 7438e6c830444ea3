"""What a record's bytes become: profile with lines, nouns, events, and what is void (A1, A5, B2, B3, B4)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmkit.load import load_policy, load_record
from crmkit.model import Customer, Event
from crmkit.policy import Policy
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.entry_class import UNKNOWN
from crmkit.schema.values import Day, Money
from sop import sop

PATH = "records/CRM-202405001.md"
ROOT = Path(__file__).resolve().parents[2]
SOP = sop(ROOT / "sop")


def customer(text: str, policy: Policy) -> Customer:
    found = load_record(PATH, text.encode("utf-8"), policy).customer
    assert found is not None
    return found


def events(log: str, policy: Policy) -> tuple[Event, ...]:
    return customer(f"---\nid: CRM-202405001\nname: 甲\n---\n{log}", policy).events


def codes(log: str, policy: Policy) -> list[tuple[int, int, str]]:
    text = f"---\nid: CRM-202405001\nname: 甲\n---\n{log}"
    found = load_record(PATH, text.encode("utf-8"), policy).findings
    return [(f.source.line, f.source.column, f.code) for f in found if f.code.startswith("CRM2")]


RECORD = """---
# 先写编号
id: CRM-202405001
客户全称: 杭州星辰科技有限公司
type: business

status: lead
tags: [降本, 民企]
contacts:
  - name: 李雷
    title: 采购经理
    phone: 12600138000
    birthday: 农历 08-15
    left: 2024-06-01
  - 韩梅梅
needs:
  - {id: n1, text: 办公设备, state: 跟进中, since: 2024-05-06}
contracts:
  - {id: HT-1, start: 2024-05-20, end: 2025-05-19, amount: 32万}
  - {id: HT-2, end: 2024-02-30}
potential: >
  35%
---

老客户介绍。

## 备忘

不算日志。

## 2024-05-15 电话 推送更新
- by: zhang.wei

多谢。
"""


def test_each_field_of_the_profile_has_the_line_of_its_key(policy: Policy) -> None:
    """Comments and empty lines count, a value may begin a line below its key, names may be Chinese."""
    found = customer(RECORD, policy)
    assert dict(found.lines) == {
        "id": 3, "name": 4, "type": 5, "status": 7, "tags": 8, "contacts": 9, "needs": 16, "contracts": 18,
        "potential": 21,
    }  # fmt: skip
    assert found.line("owner") == 1
    lines = RECORD.split("\n")
    assert all(lines[line - 1].startswith((key, "客户全称")) for key, line in found.lines.items())


def test_lines_are_counted_in_any_order_of_values(policy: Policy) -> None:
    """A field whose name stands twice keeps its first place."""
    found = customer("---\nid: CRM-202405001\nstatus: lead\nname: 甲\n客户全称: 乙\n---\n", policy)
    assert (found.name, found.line("name")) == ("甲", 4)


def test_nouns_are_made_of_what_could_be_read(policy: Policy) -> None:
    """A name without a group around it, and a day that is none, take nothing away from the rest."""
    found = customer(RECORD, policy)
    (contact,) = found.contacts
    assert (contact.name, contact.phone, contact.left) == ("李雷", "12600138000", date(2024, 6, 1))
    assert contact.birthday == Day(True, None, 8, 15)
    assert [(each.id, each.end, each.amount) for each in found.contracts] == [
        ("HT-1", date(2025, 5, 19), Money(Decimal(320000))), ("HT-2", None, None),
    ]  # fmt: skip
    assert [(need.id, need.state, need.since) for need in found.needs] == [
        ("n1", "in_progress", date(2024, 5, 6))
    ]


def test_a_list_of_words_becomes_the_text_of_a_noun_whatever_the_policy_declares(policy: Policy) -> None:
    """A pack may make `hobbies` a list and `end` a number: the first is joined, the second no day."""
    said = {path: data for path, data in SOP.items()}
    fields = said["sop/fields.md"].decode()
    fields = re.sub(r"(key: hobbies,.*?type: )text", r"\1list, of: text", fields)
    fields = re.sub(r"(key: end,.*?type: )date", r"\1number", fields)
    other, _ = load_policy({**said, "sop/fields.md": fields.encode()})
    assert other is not None
    text = "---\nname: 甲\ncontacts:\n  - {name: 李雷, hobbies: [钓鱼, 茶]}\n"
    text += "contracts:\n  - {id: A, end: 5}\nopportunities: 没有\n---\n"
    found = customer(text, other)
    assert [contact.hobbies for contact in found.contacts] == ["钓鱼、茶"]
    assert [(contract.id, contract.end) for contract in found.contracts] == [("A", None)]
    assert found.opportunities == ()


def test_about_is_the_text_before_the_first_heading(policy: Policy) -> None:
    assert customer(RECORD, policy).about == "老客户介绍。"
    assert customer("---\nname: 甲\n---\n只有说明", policy).about == "只有说明"


def test_get_goes_into_groups_and_answers_nothing_for_what_is_not_there(policy: Policy) -> None:
    found = customer("---\nname: 甲\nsource: {channel: 展会}\ntags: 民企\n---\n", policy)
    assert found.get("source", "channel") == "exhibition"
    assert found.get("source", "nothing") is None
    assert found.get("name", "inside") is None
    assert found.words("tags") == ("民企",)
    assert found.words("name") == ()


def test_a_record_whose_front_matter_cannot_be_read_is_no_customer_but_has_findings(policy: Policy) -> None:
    loaded = load_record(PATH, "---\nname: [\n---\n\n## 2024-05-15 电话 \n- 没有: 1\n".encode(), policy)
    assert loaded.customer is None
    assert {finding.code for finding in loaded.findings} >= {"CRM103", "CRM300"}


# --- entries ------------------------------------------------------------------------------------------------


def test_an_entry_is_read_by_chinese_and_english_words_alike(policy: Policy) -> None:
    log = "\n## 2024-05-15 14:30-15:00 电话 询价\n- 记录人: zhang.wei\n- attitude: 7\n\n谢谢\n"
    log += "\n## 2024-05-16 CALL\n"
    one, two = events(log, policy)
    assert (one.number, one.line, one.time, one.end_time) == (1, 6, "14:30", "15:00")
    assert (one.kind, one.word, one.cls, one.subject) == ("phone", "电话", CONTACT, "询价")
    assert (one.say("by"), one.get("attitude"), one.say("attitude"), one.text) == (
        "zhang.wei",
        Decimal(7),
        "",
        "谢谢",
    )
    assert (two.number, two.line, two.kind, two.word) == (2, 12, "phone", "CALL")


def test_an_entry_of_unknown_kind_is_kept_with_its_words_and_told(policy: Policy) -> None:
    """`电活` is near `电话`; the entry stays, of no class, with all its fields (B3)."""
    log = "\n## 2024-05-15 电活 询价\n- amount: 5\n"
    (event,) = events(log, policy)
    assert (event.kind, event.cls, event.subject, event.get("amount")) == (
        "电活",
        UNKNOWN,
        "询价",
        Money(Decimal(5)),
    )
    assert codes(log, policy) == [(6, 15, "CRM208")]


def test_a_kind_that_is_about_a_field_says_so_unless_the_entry_does(policy: Policy) -> None:
    log = "\n## 2024-05-15 状态\n- to: lead\n\n## 2024-05-16 状态\n- field: owner\n- to: li.na\n"
    assert [event.say("field") for event in events(log, policy)] == ["status", "owner"]


VOID = """
## 2024-05-15 09:30 电话 询价
- id: t1

## 2024-05-15 14:30 电话 再询价

## 2024-05-15 订单 首期
- amount: 5

## 2024-05-16 作废 记错
- voids: {target}
"""


@pytest.mark.parametrize(
    ("target", "line"),
    [("2024-05-15 订单", 11), ("2024-05-15 order", 11), ("2024-05-15 ORDER 首期", 11), ("t1", 6), (" t1 ", 6),
     ("2024-05-15 09:30", 6), ("2024-05-15 09:30 电话", 6), ("2024-05-15T14:30 电话", 9)],
)  # fmt: skip
def test_a_void_entry_names_its_target_by_day_time_kind_or_id(policy: Policy, target: str, line: int) -> None:
    found = events(VOID.format(target=target), policy)
    assert [(event.line, event.voided_on) for event in found if event.voided_on] == [
        (line, date(2024, 5, 16))
    ]
    assert codes(VOID.format(target=target), policy) == []


@pytest.mark.parametrize(
    ("target", "code"),
    [("2024-05-15 电话", "CRM210"), ("2024-05-15", "CRM210"), ("2024-05-14 电话", "CRM209"), ("t2", "CRM209"),
     ("2024-05-15 09:31", "CRM209"), ("2024-05-15 电话 ", "CRM210"), ("2024-05-16 作废", "CRM209")],
)  # fmt: skip
def test_a_target_that_is_missing_or_doubtful_voids_nothing_and_is_told(
    policy: Policy, target: str, code: str
) -> None:
    log = VOID.format(target=target)
    assert [event for event in events(log, policy) if event.voided_on] == []
    assert codes(log, policy) == [(15, 10, code)]


def test_the_first_of_two_voidings_counts_and_a_void_entry_cannot_be_voided(policy: Policy) -> None:
    """What was voided by mistake is written anew, so that history is not rewritten."""
    log = (
        VOID.format(target="t1")
        + """- id: v1

## 2024-05-18 作废 再记一次
- voids: t1

## 2024-05-17 作废 记错的作废
- voids: v1
"""
    )
    found = events(log, policy)
    assert [(event.line, event.voided_on) for event in found if event.voided_on] == [(6, date(2024, 5, 16))]
    assert codes(log, policy) == [(22, 10, "CRM209")]


def test_thousands_of_doubtful_voids_cost_a_line_each(policy: Policy) -> None:
    """A hostile file may name one day over and over: the first few lines are told, and counted on (P8)."""
    log = "\n## 2024-05-15 电话\n" * 3000 + "\n## 2024-05-16 作废\n- voids: 2024-05-15\n" * 3000
    text = f"---\nid: CRM-202405001\nname: 甲\n---\n{log}"
    findings = [f for f in load_record(PATH, text.encode("utf-8"), policy).findings if f.code == "CRM210"]
    assert len(findings) == 3000
    assert dict(findings[-1].arguments)["lines"] == "6, 8, 10, 12, 14, …"
