"""Approve and reject: who may decide writes it, the profile and the log say the same (C4)."""

from __future__ import annotations

from typing import Any

import pytest

CLOUD = """\
---
id: CRM-202503001
name: 杭州云杉科技有限公司
type: business
status: pending
owner: zhang.wei
industry: C40
size: medium
region: 浙江杭州
address: 杭州市西湖区 1 号
arrived: {date: 2025-03-03, time: 09:20, by: zhao.lei}
source: {channel: 展会, date: 2025-03-03}
recorded: {by: zhao.lei, date: 2025-03-04}
first_need: 办公协同
goal: 重新激活
potential: 20%
contacts:
  - {name: 王芳, phone: 126-0013-8000}
tags: [民企]
---

## 2025-03-04 10:00 状态 送审
- by: zhao.lei
- to: pending
"""
PATH = "records/CRM-202503001.md"


@pytest.fixture
def waiting(crm: Any) -> Any:
    crm.write(PATH, CLOUD)
    return crm


def run(crm: Any, *args: str, code: int = 0) -> str:
    done = crm(*args, as_of="2025-03-05")
    assert done.code == code, done.out + done.err
    return str(done.out + done.err)


def test_an_approval_moves_the_status_and_says_who_gave_it(waiting: Any) -> None:
    run(waiting, "approve", "云杉", "--by", "陈刚", "--on", "2025-03-05 09:00")
    text = waiting.read(PATH)
    assert "status: active" in text
    assert "- from: pending" in text
    assert "- approved_by: chen.gang" in text
    assert "CRM56" not in run(waiting, "check", "--format", "concise")
    assert "waits for no approval" in run(waiting, "approve", "云杉", "--by", "陈刚", code=2)


@pytest.mark.parametrize("who", ["赵磊", "李娜"])
@pytest.mark.parametrize("command", [["approve"], ["reject", "--reason", "不全"]])
def test_who_may_not_decides_nothing(waiting: Any, who: str, command: list[str]) -> None:
    said = run(waiting, command[0], "云杉", *command[1:], "--by", who, code=2)
    assert "may not decide this" in said
    assert "陈刚" in said
    assert waiting.read(PATH) == CLOUD


def test_who_has_left_decides_nothing(waiting: Any) -> None:
    people = waiting.read("sop/people.md").replace(
        "    lead: wang.min\n    since: 2021-05-10\n",
        "    lead: wang.min\n    since: 2021-05-10\n    until: 2025-02-28\n",
    )
    waiting.write("sop/people.md", people)
    assert "may not decide this" in run(waiting, "approve", "云杉", "--by", "陈刚", code=2)


def test_a_record_that_lacks_a_required_field_is_not_approved(waiting: Any) -> None:
    waiting.write(PATH, CLOUD.replace("size: medium\n", ""))
    assert "Company size" in run(waiting, "approve", "云杉", "--by", "陈刚", code=2)


def test_a_rejection_says_what_to_mend_and_is_due_to_who_handed_it_in(waiting: Any) -> None:
    run(
        waiting, "reject", "云杉", "--reason", "资料不全", "--by", "陈刚", "--on", "2025-03-05 09:00",
        "--missing", "website", "--missing", "contacts.title",
    )  # fmt: skip
    assert "status: lead" in waiting.read(PATH)
    plan = run(waiting, "due", "云杉")
    assert "Sent back, mend: Website" in plan
    assert "赵磊" in plan
    run(waiting, "set", "云杉", "website=https://a.example", "contacts.王芳.title=行政")
    assert "hand it in again" in run(waiting, "due", "云杉")
    run(
        waiting,
        "set",
        "云杉",
        "status=pending",
        "--reason",
        "补好",
        "--by",
        "赵磊",
        "--on",
        "2025-03-05 15:00",
    )
    assert "Approve the new record" in run(waiting, "due", "云杉")


def test_a_field_that_nobody_knows_is_not_asked_for(waiting: Any) -> None:
    said = run(waiting, "reject", "云杉", "--reason", "x", "--missing", "websit", "--by", "陈刚", code=2)
    assert "website" in said
    assert waiting.read(PATH) == CLOUD


CHINESE = """\
---
编号: CRM-202503001
名称: 杭州云杉科技有限公司
类型: 企业
状态: 待审核
客户经理: zhang.wei
建档: {记录人: zhao.lei, 记录日期: 2025-03-04}
初步需求: 办公协同
---

## 2025-03-04 10:00 状态 送审
- 记录人: zhao.lei
- 新值: 待审核
"""


def test_a_record_in_chinese_is_decided_in_chinese(waiting: Any) -> None:
    waiting.write(PATH, CHINESE)
    run(waiting, "reject", "云杉", "--reason", "不全", "--missing", "官网", "--by", "陈刚")
    text = waiting.read(PATH)
    assert "状态: 线索" in text
    assert "- 抽查结论: 待补" in text
    assert "- 新值: 线索" in text
    assert "- 批准人: chen.gang" in text


def test_a_change_is_approved_by_field(waiting: Any) -> None:
    run(waiting, "approve", "云杉", "--by", "陈刚", "--on", "2025-03-05 09:00")
    for field, value in (("owner", "liu.yang"), ("potential", "30%")):
        run(
            waiting,
            "set",
            "云杉",
            f"{field}={value}",
            "--reason",
            "x",
            "--by",
            "张伟",
            "--on",
            "2025-03-05 10:00",
        )
    said = run(waiting, "approve", "云杉", "--by", "李娜", code=2)
    assert "name one of Owner, Growth potential" in said
    run(waiting, "approve", "云杉", "owner", "--by", "李娜", "--on", "2025-03-05 11:00")
    plan = run(waiting, "due", "云杉")
    assert "Approve the change of: Owner" not in plan
    assert "Approve the change of: Growth potential" in plan


def test_a_move_that_wants_approval_is_refused_of_who_may_not_give_it(waiting: Any) -> None:
    move = ("set", "云杉", "status=active", "--reason", "ok", "--by", "赵磊", "--on", "2025-03-05 10:00")
    assert "CRM563" in run(waiting, *move, code=1)
    assert waiting.read(PATH) == CLOUD
    run(waiting, *move, "--approved-by", "陈刚")
    assert "- approved_by: chen.gang" in waiting.read(PATH)


def test_nothing_is_written_when_it_is_only_shown(waiting: Any) -> None:
    assert "+status: active" in run(waiting, "approve", "云杉", "--by", "陈刚", "--dry-run")
    assert waiting.read(PATH) == CLOUD


def test_help_of_both_is_there(crm: Any) -> None:
    for name in ("approve", "reject"):
        assert crm(name, "--help", lang="zh").code == 0
