"""Needs, opportunities and contracts as of a day, each limit worked out by hand (A7, A8, E5, E10, F3)."""

from __future__ import annotations

import json
from typing import Any

HEAD = """---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: active
owner: zhang.wei
contacts:
  - {name: 李雷, role: 决策人, phone: 0571-88880000}
"""
NEED = "needs:\n  - {id: n1, text: 按车间出报表, state: %s}\n"
DEAL = "opportunities:\n  - {id: op1, name: 二厂区, stage: %s, amount: 24万, close: 2024-08-31}\n"
CONTRACT = "contracts:\n  - {id: HT-1, product: 网关, start: 2023-08-01, end: 2024-07-31, amount: 10万}\n"


def due(crm: Any, text: str, day: str) -> list[tuple[str, str]]:
    """When what concerns needs, opportunities and contracts is due, with which rule's file."""
    crm.write("records/CRM-202405001.md", text)
    rows = json.loads(crm("due", "--json", as_of=day).out)["rows"]
    ours = ("sop/deals.md", "sop/milestones.md", needs_rule(crm))
    return [
        (f"{row['due']} {row['due_at'][11:16] if row['due_at'] else ''}".strip(), row["about"])
        for row in rows
        if row["rule"].startswith(ours)
    ]


def needs_rule(crm: Any) -> str:
    """Where the procedures say by when a need is answered."""
    lines = crm.read("sop/cadence.md").split("\n")
    return f"sop/cadence.md:{lines.index('needs:') + 2}"


def test_a_need_is_answered_within_a_day_of_the_minute_it_was_told(crm: Any) -> None:
    """Thursday 20 June, 14:20, and 24 hours are Friday 21 June, 14:20."""
    entry = "## 2024-06-20 14:20 需求 按车间出报表\n- 需求编号: n1\n- 处理人: gao.yuan\n"
    told = due(crm, HEAD + NEED % "unclear" + "---\n\n" + entry, "2024-06-20")
    assert told == [("2024-06-21 14:20", "Answer the need: 按车间出报表")]


def test_a_talk_that_names_the_need_answers_it_and_a_void_one_does_not(crm: Any) -> None:
    entry = "## 2024-06-20 14:20 需求 按车间出报表\n- 需求编号: n1\n"
    talk = "\n## 2024-06-21 09:00 电话 先出样表\n- 需求编号: n1\n"
    record = HEAD + NEED % "unclear" + "---\n\n" + entry + talk
    assert due(crm, record, "2024-06-22") == []
    assert len(due(crm, record, "2024-06-20")) == 1  # nothing of tomorrow counts
    void = "\n## 2024-06-22 作废 记错了客户\n- 作废对象: 2024-06-21 09:00 电话\n- 原因: 记错了\n"
    assert len(due(crm, record + void, "2024-06-22")) == 1


def test_an_opportunity_is_asked_about_when_its_stage_has_lasted_as_long_as_it_may(crm: Any) -> None:
    """Negotiation may last 21 days: from 10 June through 1 July. A talk resets nothing, a move does."""
    entry = "## 2024-06-10 商机 二厂区\n- 商机编号: op1\n- 商机阶段: 商务谈判\n"
    record = HEAD + DEAL % "negotiation" + "---\n\n" + entry
    about = "Move the opportunity on: 二厂区 (Negotiation)"
    assert due(crm, record, "2024-06-30") == [("2024-07-01", about)]
    talk = "\n## 2024-06-25 电话 聊聊\n- 商机编号: op1\n"
    assert due(crm, record + talk, "2024-06-30") == [("2024-07-01", about)]
    won = "\n## 2024-06-26 商机 签了\n- 商机编号: op1\n- 商机阶段: 赢单\n"
    assert due(crm, record.replace("stage: negotiation", "stage: won") + won, "2024-06-30") == []


def test_a_customer_is_told_fifteen_days_before_the_end_and_the_task_opens_thirty_before(crm: Any) -> None:
    """The end is 31 July: the task opens on 1 July, the customer knows by 16 July."""
    record = HEAD + CONTRACT + "---\n"
    assert due(crm, record, "2024-06-20") == []
    (asked,) = due(crm, record, "2024-07-01")
    assert asked == ("2024-07-01", "网关 ends on 2024-07-31: Renewal plan, Upgrade advice")
    for day, bucket, said in (
        ("2024-07-16", "today", "at the latest 2024-07-16"),
        ("2024-07-17", "overdue", "1 day late"),
    ):
        (row,) = [
            row
            for row in json.loads(crm("due", "--json", as_of=day).out)["rows"]
            if "ends on" in row["about"]
        ]
        assert row["bucket"] == bucket
        assert said in crm("due", as_of=day).out
    told = "\n## 2024-07-02 电话 送上续约方案\n- 目的: 续约沟通\n- 合同编号: HT-1\n"
    assert due(crm, record + told, "2024-07-31") == [
        ("2024-07-31", "网关 ends on 2024-07-31: renewed or not")
    ]


def test_what_does_not_tell_leaves_the_task_open(crm: Any) -> None:
    """A message, another purpose, a call that nobody took, another contract's number."""
    for entry in (
        "微信 到期了\n- 目的: 续约沟通",
        "电话 问好\n- 目的: 关怀",
        "电话 到期了\n- 目的: 续约沟通\n- 是否接通: 否",
        "电话 到期了\n- 目的: 续约沟通\n- 合同编号: HT-9",
    ):
        record = HEAD + CONTRACT + f"---\n\n## 2024-07-02 {entry}\n"
        assert [day for day, _ in due(crm, record, "2024-07-03")] == ["2024-07-01"], entry


def test_a_contract_is_renewed_by_the_next_one_and_by_nothing_too_far_off(crm: Any) -> None:
    for start, renewed in (("2024-08-01", True), ("2024-08-30", True), ("2024-08-31", False)):
        more = f"  - {{id: HT-2, product: 网关, start: {start}, end: 2025-07-31, signed: 2024-07-10}}\n"
        record = HEAD + CONTRACT + more + "---\n"
        assert (due(crm, record, "2024-07-20") == []) is renewed, start
        assert len(due(crm, record, "2024-07-09")) == 1  # it was not signed yet


def test_a_contract_of_another_product_renews_only_where_an_entry_calls_it_so(crm: Any) -> None:
    more = "  - {id: HT-2, product: 备件, start: 2024-08-01, end: 2025-07-31, signed: 2024-07-10}\n"
    record = HEAD + CONTRACT + more + "---\n"
    assert len(due(crm, record, "2024-07-20")) == 1
    assert due(crm, record + "\n## 2024-07-10 续约 加备件\n- 合同编号: HT-2\n", "2024-07-20") == []


def test_a_contract_that_only_an_entry_tells_of_ends_all_the_same(crm: Any) -> None:
    entry = "\n## 2023-08-01 签约 网关\n- 合同编号: HT-7\n- 开始日期: 2023-08-01\n- 到期日期: 2024-07-31\n"
    assert [day for day, _ in due(crm, HEAD + "---\n" + entry, "2024-07-03")] == ["2024-07-01"]


def test_a_contract_that_is_not_renewed_asks_for_nothing_more(crm: Any) -> None:
    ended = "\n## 2024-07-20 终止 到期不续\n- 合同编号: HT-1\n- 未续签原因: 竞品\n"
    assert due(crm, HEAD + CONTRACT + "---\n" + ended, "2024-08-05") == []
    (asked,) = due(crm, HEAD + CONTRACT + "---\n", "2024-08-05")
    assert asked == ("2024-07-31", "网关 ends on 2024-07-31: renewed or not")


def rows(crm: Any, *args: str, day: str = "2024-06-30") -> list[dict[str, Any]]:
    """The rows of a report."""
    return list(json.loads(crm("report", *args, "--json", as_of=day).out)["rows"])


def test_a_weighted_amount_takes_the_stage_where_the_opportunity_says_no_probability(crm: Any) -> None:
    """24万 in proposal: half of it. Its own 60 % wins over its stage's 50 %; dollars at 7.10."""
    own = "  - {id: op2, name: 三厂区, stage: proposal, amount: 1万美元, probability: 60%}\n"
    crm.write("records/CRM-202405001.md", HEAD + DEAL % "proposal" + own + "---\n")
    assert {(row["deal"], row["amount"], row["weighted"]) for row in rows(crm, "pipeline")} == {
        ("op1", "240000.00", "120000.00"),
        ("op2", "71000.00", "42600.00"),
    }


def test_what_was_lost_in_a_period_is_listed_with_its_reason_and_nothing_else(crm: Any) -> None:
    entries = (
        "\n## 2024-05-10 商机 二厂区\n- 商机编号: op1\n- 商机阶段: 方案报价\n"
        "\n## 2024-06-10 商机 没谈成\n- 商机编号: op1\n- 商机阶段: 输单\n- 原因: 价格太高，超了两成\n"
    )
    crm.write("records/CRM-202405001.md", HEAD + DEAL % "lost" + "---\n" + entries)
    (row,) = rows(crm, "pipeline", "--period", "2024-06")
    assert (row["stage"], row["ended"], row["because"]) == ("lost", "2024-06-10", "price")
    assert rows(crm, "pipeline", "--period", "2024-05") == []
    (past,) = rows(crm, "pipeline", day="2024-05-31")
    assert (past["stage"], past["days"]) == ("proposal", 21)


def test_a_month_may_bring_weighted_opportunities_and_the_share_of_contracts_that_is_counted_on(
    crm: Any,
) -> None:
    """August: 24万 at 50 %. July: a contract of 10万 that ends, at 80 %."""
    crm.write("records/CRM-202405001.md", HEAD + DEAL % "proposal" + CONTRACT + "---\n")
    assert [(row["month"], row["expected"]) for row in rows(crm, "revenue")] == [
        ("2024-07", "80000.00"),
        ("2024-08", "120000.00"),
    ]


def test_users_of_a_product_are_told_of_its_upgrade_fifteen_days_before(crm: Any) -> None:
    """The upgrade is on 20 July, so they know by 5 July; who uses another product is not told."""
    planned = "planned: [{key: v3, label: {zh: 网关三代, en: Gateway 3}, product: 网关, on: 2024-07-20}]"
    rules = crm.read("sop/milestones.md")
    crm.write("sop/milestones.md", rules.replace("planned: []", planned))
    assert "v3" in crm.read("sop/milestones.md")
    record = HEAD + CONTRACT.replace("2024-07-31", "2025-07-31") + "---\n"
    told = ("2024-07-05", "Tell of the upgrade: Gateway 3 (2024-07-20)")
    assert due(crm, record, "2024-07-04") == [told]
    assert due(crm, record.replace("网关", "备件"), "2024-07-04") == []
    assert due(crm, record + "\n## 2024-07-01 邮件 新版说明\n", "2024-07-04") == []
