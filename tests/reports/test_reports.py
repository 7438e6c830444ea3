"""Reports are tables: a row per owner or channel, counted from the records shown here (H5, H6)."""

from __future__ import annotations

import json
from typing import Any

Crm = Any

FIRST = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: lead
owner: zhang.wei
source: {channel: 展会}
---

## 2024-05-20 订单 首期
- amount: 16万
"""
SECOND = """\
---
id: CRM-202405002
name: 宁波海沃机械有限公司
type: business
status: lead
owner: li.na
source: {channel: 展会}
---
"""
THIRD = """\
---
id: CRM-202405003
name: 无主的线索
type: business
status: lead
---
"""


def rows(crm: Crm, name: str) -> list[list[object]]:
    for number, text in (("001", FIRST), ("002", SECOND), ("003", THIRD)):
        crm.write(f"records/CRM-202405{number}.md", text)
    said = json.loads(crm("report", name, "--json").out)
    return [list(row.values()) for row in said["rows"]]


def test_owners_counts_each_owners_customers_and_the_unowned_last(crm: Crm) -> None:
    """owner, customers, A, B, C, D, 12-month amount."""
    assert rows(crm, "owners") == [
        ["li.na", 1, 0, 0, 1, 0, "0.00"],
        ["zhang.wei", 1, 0, 1, 0, 0, "160000.00"],
        [None, 1, 0, 0, 1, 0, "0.00"],
    ]


def test_sources_counts_channels_the_strongest_first(crm: Crm) -> None:
    assert rows(crm, "sources") == [["exhibition", 2, 1, "160000.00"], [None, 1, 0, "0.00"]]


def test_a_wrong_name_lists_the_reports(crm: Crm) -> None:
    answer = crm("report", "owner")
    assert answer.code == 2
    assert "owners, pipeline, renewals" in answer.err
