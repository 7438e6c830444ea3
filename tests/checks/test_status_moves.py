"""The status moves only as the policy allows, with its reasons and without gaps (F1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from crmkit.checks.status_moves import CHECK
from crmkit.words import say

GOOD = """---
status: 已签约
---

## 2024-05-20 状态 首单
- 原值: 商机
- 新值: 已签约

## 2024-05-01 status Activated
- from: pending
- to: active

## 2024-05-10 状态 有商机
- from: active
- to: opportunity
"""


def test_moves_in_two_languages_and_out_of_order_are_fine(found: Any) -> None:
    assert found(CHECK, GOOD) == []


def test_a_move_that_the_policy_does_not_list(told: Any) -> None:
    (finding,) = told(
        CHECK, "---\nstatus: signed\n---\n\n## 2024-05-15 状态 签约\n- from: lead\n- to: signed\n"
    )
    assert (finding.code, finding.source[1:]) == ("CRM420", (7, 7))
    assert say(finding, "en") == (
        "The status may not go from `Lead` to `Signed`.",
        "Allowed here: Pending, Nurturing, Lost (sop/status.md). "
        "Write the step between, or correct the word.",
    )


def test_a_record_may_not_begin_with_any_status(found: Any) -> None:
    assert found(CHECK, "---\nstatus: 流失\n---\n\n## 2024-05-15 状态 新\n- to: 流失\n") == [
        "6:7 CRM420 move-not-allowed"
    ]
    assert found(CHECK, "---\nstatus: lead\n---\n\n## 2024-05-15 状态 新\n- to: 线索\n") == []


def test_a_move_that_wants_a_reason(found: Any) -> None:
    lost = "---\nstatus: lost\n---\n\n## 2024-05-15 状态 不续\n- from: active\n- to: lost\n"
    assert found(CHECK, lost) == ["7:7 CRM422 move-without-reason"]
    assert found(CHECK, lost + "- 原因: 合同到期未续签\n") == []


def test_the_profile_says_what_the_last_entry_left(told: Any) -> None:
    record = GOOD.replace("status: 已签约", "status: active")
    (finding,) = told(CHECK, record)
    assert (finding.code, finding.source[1:]) == ("CRM421", (2, 9))
    assert say(finding, "zh")[0] == ("档案写的是“活跃”，而 2024-05-20 的状态日志（第 5 行）写的是“已签约”。")


def test_of_a_past_day_the_profile_is_still_what_is_true_now(found: Any) -> None:
    """As of 2024-05-05 the customer was active; the profile, written later, is right all the same (L3)."""
    assert found(CHECK, GOOD, on=date(2024, 5, 5)) == []


def test_an_entry_begins_where_the_one_before_ended(told: Any) -> None:
    record = GOOD.replace("- from: active", "- from: nurturing")
    findings = told(CHECK, record)
    assert [(one.code, one.source.line) for one in findings] == [("CRM423", 14)]
    assert say(findings[0], "zh")[0] == "这条日志从“培育”改起，而上一条改成的是“活跃”。"


def test_a_voided_entry_does_not_count(found: Any) -> None:
    record = """---
status: active
---

## 2024-05-01 状态 激活
- from: pending
- to: active

## 2024-05-10 状态 误记
- from: active
- to: lost

## 2024-05-11 作废 误记
- voids: 2024-05-10 状态
- reason: 客户没有流失
"""
    assert found(CHECK, record) == []


def test_an_unknown_status_is_told_with_the_nearest(told: Any) -> None:
    (finding,) = told(
        CHECK, "---\nstatus: active\n---\n\n## 2024-05-15 状态 激活\n- from: pending\n- to: activ\n"
    )
    assert (finding.code, finding.source[1:]) == ("CRM323", (7, 7))
    assert dict(finding.arguments)["near"] == "active"


def test_a_finding_calls_statuses_fields_and_choices_as_people_do(crm: Any) -> None:
    """In either language; a key of the policy is for programs, not for whoever reads the finding."""
    crm.write("records/CRM-202405001.md", SPOKEN)
    zh, en = (crm("check", lang=lang).out for lang in ("zh", "en"))
    assert "不能从“已签约”直接改为“线索”。" in zh
    assert "可改为：商机、活跃、休眠、流失（见 sop/status.md）。" in zh
    assert "状态为“线索”的客户须填写“联系人”" in zh
    assert "可选：企业、个人。" in zh
    assert "from `Signed` to `Lead`" in en
    assert "Known: Business, Individual." in en


SPOKEN = """\
---
id: CRM-202405001
name: 张记
type: bizness
status: lead
owner: zhang.wei
---

## 2024-05-15 状态
- from: signed
- to: lead
- reason: 试
"""
