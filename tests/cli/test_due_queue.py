"""How `due` looks: buckets, room for a table or not, customers for whom nothing is planned (E1)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crmkit.cli.layout import width
from crmkit.cli.rim import Rim

SILENT = """\
---
id: CRM-202406009
name: 宁波静默贸易有限公司
type: business
status: lead
owner: zhang.wei
source: {channel: 展会}
recorded: {by: zhang.wei, date: 2024-06-05}
first_need: 库存
---
"""


def rows(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def test_each_bucket_stands_over_its_rows(small: Any) -> None:
    said = small("due", "--days", "60").out
    assert [line.split()[0] for line in rows(said) if not line.startswith(" ")] == ["Overdue", "Later"]


def test_a_narrow_terminal_gets_two_lines_a_row_and_none_wider_than_it(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rim, "room", 60)
    said = rows(small("due", "--days", "60").out)
    assert said[1:3] == [
        "  杭州星辰科技有限公司 · CRM-202405001",
        "  Tier A, high value · 张伟",
    ]
    assert all(width(line) <= 60 for line in said)


def test_whoever_has_nothing_planned_is_listed_last(crm: Any) -> None:
    crm.write("records/CRM-202406009.md", SILENT)
    assert rows(crm("due").out) == [
        "Nothing planned 1",
        "  Tier C, basic  宁波静默贸易有限公司  CRM-202406009  —  —  —  —  张伟  —  —",
    ]
    (row,) = json.loads(crm("due", "--json").out)["rows"]
    assert (row["id"], row["bucket"], row["due"]) == ("CRM-202406009", "nothing_planned", None)
    assert crm("due", "--owner", "刘洋").out == ""


def test_whoever_is_gone_is_not_said_to_have_nothing_planned(crm: Any) -> None:
    crm.write("records/CRM-202406009.md", SILENT.replace("status: lead", "status: lost"))
    assert crm("due").out == ""


def test_whoever_asked_for_no_contact_is_not_said_to_have_nothing_planned(crm: Any) -> None:
    """As on Today and in the list (E8)."""
    crm.write("records/CRM-202406009.md", SILENT.replace("first_need", "do_not_contact: 是\nfirst_need"))
    assert crm("due").out == ""


def test_due_of_one_customer_says_that_nothing_is_planned(crm: Any) -> None:
    crm.write("records/CRM-202406009.md", SILENT)
    assert rows(crm("due", "静默").out)[-1] == "nothing is planned"


COLUMNS = [
    "id",
    "name",
    "tier",
    "owner",
    "due",
    "bucket",
    "channel",
    "about",
    "rule",
    "last_touch",
    "former_owner",
    "due_at",
]


def test_rows_for_programs_have_the_columns_that_were_promised(small: Any) -> None:
    assert json.loads(small("due", "--json").out)["columns"] == COLUMNS


def test_due_of_one_customer_tells_programs_what_reset_and_what_would_fulfil_each_item(small: Any) -> None:
    said = json.loads(small("due", "星辰", "--json").out)
    assert said["columns"][: len(COLUMNS)] == COLUMNS
    (weekly,) = [row for row in said["rows"] if row["item"] == "a_weekly"]
    assert weekly["due"] == "2024-06-17"
    assert weekly["reset_by"] == "records/CRM-202405001.md:36"
    assert (weekly["fulfilled_by"], weekly["fulfilled_from"]) == (["phone", "wechat"], "2024-06-15")
