"""Who is of no status that is followed up is told, where nobody has to say a status (E2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import by_hand
import pytest

from crmkit.calendar.deadline import end_of
from crmkit.checks.unserved import CHECK
from crmkit.load import load_record
from crmkit.view import facts_of, view


def told(more: str, pack: str = "toolkit", day: str = "2024-06-30", log: str = "") -> list[dict[str, Any]]:
    text = f"---\nid: CRM-202405001\nname: 甲\n{more}---\n{log}"
    policy = by_hand.pack(pack)
    loaded = load_record("records/CRM-202405001.md", text.encode("utf-8"), policy)
    assert loaded.customer is not None
    facts = [facts_of(loaded.customer, policy, loaded.document)]
    assert CHECK.each is not None
    found = CHECK.each(view(facts, policy, moment=end_of(date.fromisoformat(day))))
    return [dict(one.arguments) for one in found]


@pytest.mark.parametrize(("status", "said"), [("status: 线索\n", "线索"), ("status: 待审核\n", "待审核")])
def test_nothing_will_ever_be_due_without_a_status_that_is_served(status: str, said: str) -> None:
    (finding,) = told(status)
    assert finding["status_zh"] == said
    assert finding["some_zh"] == "活跃、商机、已签约"


@pytest.mark.parametrize("status", ["active", "opportunity", "signed", "nurturing", "dormant", "lost"])
def test_who_is_served_or_let_go_is_not_told(status: str) -> None:
    assert told(f"status: {status}\n") == []


def test_who_has_no_status_is_served_as_the_procedures_say() -> None:
    assert told("") == []


def test_a_promise_is_a_plan() -> None:
    assert told("status: 线索\n", log="\n## 2024-06-10 电话\n- next: 2024-07-05 电话 报价\n") == []


def test_where_a_status_is_required_it_is_missed_by_another_check() -> None:
    assert told("", "standard") == told("status: lead\n", "standard") == []


def test_who_has_no_status_has_nothing_planned_on_the_list(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", "---\nid: CRM-202405001\nname: 甲\nowner: zhang.wei\n---\n")
    assert "Nothing planned 1" in crm("due").out
