"""Work of an owner who left goes to the nearest lead who is here, and every list says for whom (L9, E1)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import by_hand
import pytest

from crmkit.policy.files.people import People, Person

LEFT = """---
id: CRM-202405001
name: 留下的客户
type: business
status: active
owner: guo.qing
recorded: {by: guo.qing, date: 2024-01-02}
---

## 2024-03-04 电话 约
- next: 2024-04-09 电话 报价
"""
IDLE = LEFT.replace("status: active", "status: lead").replace("202405001", "202405002").partition("## ")[0]


def people(*chain: tuple[str, str, date | None]) -> People:
    return People(people={id: Person(id, id, lead=lead, until=until) for id, lead, until in chain})


GONE = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("chain", "who"),
    [
        ([("a", "b", None)], "a"),
        ([("a", "b", GONE), ("b", "", None)], "b"),
        ([("a", "b", GONE), ("b", "c", GONE), ("c", "", None)], "c"),
        ([("a", "", GONE)], ""),
        ([("a", "b", GONE), ("b", "a", GONE)], ""),
        ([("a", "b", date(2024, 4, 1)), ("b", "", None)], "a"),
        ([], "a"),
    ],
)
def test_the_nearest_lead_who_is_here_does_the_work(
    chain: list[tuple[str, str, date | None]], who: str
) -> None:
    """The last day is still worked; where nobody above is left, nobody does it."""
    assert people(*chain).at_work("a", as_of=date(2024, 4, 1)) == who


def test_until_their_last_day_it_is_theirs(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", LEFT)
    for day, owner, former in (("2024-03-31", "guo.qing", None), ("2024-04-01", "li.na", "guo.qing")):
        rows = json.loads(crm("due", "--days", "60", "--json", as_of=day).out)["rows"]
        assert {(row["owner"], row["former_owner"]) for row in rows} == {(owner, former)}, day


@pytest.mark.parametrize(
    ("lang", "marked"), [("en", "李娜 (for 郭青, who left)"), ("zh", "李娜（接郭青，已离职）")]
)
def test_lists_and_reports_say_whose_work_it_was(crm: Any, lang: str, marked: str) -> None:
    crm.write("records/CRM-202405001.md", LEFT)
    crm.write("records/CRM-202405002.md", IDLE)
    for person in ("li.na", "guo.qing"):
        assert crm("due", "--owner", person, lang=lang).out.count(marked) == 5, (
            "who looks for either finds it"
        )
    assert marked in crm("due", "CRM-202405001", lang=lang).out
    assert marked in crm("report", "owners", lang=lang).out
    row = json.loads(crm("report", "owners", "--json", lang=lang).out)["rows"][0]
    assert (row["owner"], row["former_owner"], row["customers"]) == ("li.na", "guo.qing", 2)


def test_a_report_without_anybody_who_left_has_no_column_for_them(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", LEFT.replace("guo.qing", "zhang.wei"))
    assert "former_owner" not in json.loads(crm("report", "owners", "--json").out)["columns"]


def test_what_nobody_took_over_says_so(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", LEFT)
    text = (crm.book / "sop" / "people.md").read_text("utf-8")
    alone = text.replace("    lead: li.na\n    since: 2021-03-01", "    since: 2021-03-01")
    assert alone != text
    crm.write("sop/people.md", alone)
    assert "郭青 (left, nobody took over)" in crm("due").out
    assert crm("due", "--owner", "guo.qing").out == crm("due").out


def test_every_item_knows_its_former_owner() -> None:
    text = by_hand.record("2024-03-04 订单\n- amount: 1万").replace("owner: zhang.wei", "owner: guo.qing")
    items = by_hand.items(text, "2024-04-02")
    assert {(item.owner, item.former) for item in items} == {("li.na", "guo.qing")}
