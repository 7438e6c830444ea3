"""Entries name contacts of theirs, and of ours those who were still here (A5, B1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crmkit.checks.people import CHECK
from crmkit.policy import Policy
from crmkit.schema.fields import Fields, Schema

HEAD = """---
name: 杭州星辰科技有限公司
contacts:
  - {name: 李雷, title: 采购经理}
  - {name: Han Mei}
---

"""


def with_open_names(policy: Policy) -> Policy:
    """The same procedures, but names of contacts are not personal."""
    fields = (replace(one, privacy="internal") if one.key == "with" else one for one in policy.schema.entry)
    return replace(policy, schema=Schema(policy.schema.profile, Fields(tuple(fields))))


@pytest.mark.parametrize(
    "who",
    [
        "李雷",
        "李雷、Han Mei",
        "李雷, han mei",
        "全部",
        "all",
        "全体联系人",
        "所有联系人",
        "采购经理",
        "李雷(采购)",
        "李雷（新号码）",
    ],
)
def test_contacts_by_name_title_or_all_together(found: Any, who: str) -> None:
    assert found(CHECK, f"{HEAD}## 2024-05-15 电话 询价\n- with: {who}\n") == []


@pytest.mark.parametrize("who", ["本人", "客户本人", "in person", "王小五"])
def test_a_person_who_is_the_customer_was_spoken_to(found: Any, who: str) -> None:
    profile = "---\nname: 王小五\ntype: individual\ncontacts:\n  - name: 王母\n---\n"
    record = f"{profile}\n## 2024-05-15 电话\n- with: {who}\n"
    assert found(CHECK, record) == []


def test_a_company_is_never_spoken_to_in_person(found: Any) -> None:
    record = (
        HEAD.replace("contacts:", "type: business\ncontacts:") + "## 2024-05-15 电话 询价\n- with: 本人\n"
    )
    assert found(CHECK, record) == ["10:9 CRM450 unknown-contact"]


def test_somebody_who_is_no_contact_with_the_nearest_one(told: Any, policy: Policy) -> None:
    record = f"{HEAD}## 2024-05-15 电话 询价\n- 联系人: 李雷、Han Mai\n"
    (finding,) = told(CHECK, record, under=with_open_names(policy))
    assert (finding.code, finding.source[1:], finding.end) == ("CRM450", (9, 11), 18)
    assert dict(finding.arguments) == {"name": "Han Mai", "near": "Han Mei"}


def test_where_names_are_personal_findings_do_not_repeat_them(told: Any) -> None:
    """`with` is personal in the pack `standard`, and findings reach logs and pages (J1, P9)."""
    (finding,) = told(CHECK, f"{HEAD}## 2024-05-15 电话 询价\n- with: Han Mai\n")
    assert dict(finding.arguments) == {"name": "•••", "near": ""}


def test_a_record_without_contacts_is_told_so_elsewhere(found: Any) -> None:
    assert found(CHECK, "---\nname: 甲\n---\n\n## 2024-05-15 电话 询价\n- with: 李雷\n") == []


def test_an_entry_by_somebody_who_had_left(found: Any, policy: Any) -> None:
    gone = next(person for person in policy.people.people.values() if person.until)
    assert found(CHECK, f"{HEAD}## {gone.until} 电话 询价\n- by: {gone.id}\n") == []
    later = f"{HEAD}## 2024-05-15 电话 询价\n- by: {gone.name}\n"
    assert found(CHECK, later) == ["9:7 CRM451 by-somebody-who-left"]


def test_an_owner_who_has_left_until_the_customer_is_lost(found: Any, policy: Any) -> None:
    gone = next(person for person in policy.people.people.values() if person.until)
    record = "---\nstatus: {status}\nowner: {who}\n---\n"
    assert found(CHECK, record.format(status="active", who=gone.id)) == ["3:8 CRM452 owner-has-left"]
    assert found(CHECK, record.format(status="lost", who=gone.id)) == []
