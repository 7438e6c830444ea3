"""Today answers who needs me now: lateness, why, the command; and no more than the reader may see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from built_site import built, said

SUN = """---
id: CRM-202405007
name: 孙记
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-01-02}
---

## 2024-06-18 电话 报价
- next: 2024-06-25 邮件 秘密目标
"""
PLAN = """---
id: CRM-202405008
name: 李记
type: business
status: lead
owner: li.na
recorded: {by: li.na, date: 2024-01-02}
---
"""


def test_a_promise_five_days_late_is_overdue_with_goal_place_and_command(crm: Any) -> None:
    """E1, E6: promised for 25 June, seen on the 30th."""
    crm.write("records/sun.md", SUN)
    text = said(built(crm) / "today.html")
    row = text[text.index("秘密目标") :]
    why = "promised on 2024-06-18, still open Promised"
    assert re.match(rf"秘密目标 Email {why} · line 1\d of the record 5 days late 2024-06-25", row), row
    assert "crmkit log CRM-202405007 Email" in text


def test_who_reads_no_free_text_reads_no_goal(crm: Any) -> None:
    """J4: the goal of a promise is free text; that something is due is not."""
    crm.write("records/sun.md", SUN)
    site = built(crm, "office")
    assert "A promised step" in said(site / "today.html")
    assert "秘密目标" not in b"".join(p.read_bytes() for p in site.rglob("*") if p.is_file()).decode()


def test_a_customer_without_a_next_step_has_nothing_planned(crm: Any) -> None:
    crm.write("records/li.md", PLAN.replace("2024-01-02", "2024-06-20"))  # too new to be won back
    text = said(built(crm) / "today.html")
    assert re.search(r"Nothing planned 1 .*李记", text)


def test_each_owner_has_a_page_of_their_own_customers(crm: Any) -> None:
    crm.write("records/sun.md", SUN)
    crm.write("records/li.md", PLAN)
    site = built(crm)
    assert "李记" not in said(site / "today-zhang~2ewei.html")
    assert "孙记" not in said(site / "today-li~2ena.html")
    assert {"李记", "孙记"} <= set(said(site / "today.html").split())


@pytest.mark.parametrize("page", ["today.html", "zh/today.html"])
def test_an_empty_book_says_how_to_begin(crm: Any, page: str) -> None:
    assert "crmkit new" in said(built(crm) / page)


def test_a_profile_says_what_is_due_its_segments_and_what_the_tier_above_lacks(crm: Any) -> None:
    """E1, D4, D7."""
    crm.write("records/sun.md", SUN + "\n## 2024-06-10 订单 首期\n- amount: 20万\n")
    text = said(built(crm) / "customers" / "CRM-202405007.html")
    assert re.search(r"What is due \d .*秘密目标 5 days late", text)
    assert re.search(r"Why Tier B, stable .*Not Tier A, high value:", text)
    assert re.search(r"Segments \d .*New days since the first cooperation 20 ≤ 30", text)


BORN = """---
id: CRM-2024050{0}
name: 客户{0}
type: business
status: {1}
owner: zhang.wei
recorded: {{by: zhang.wei, date: 2024-01-02}}
{2}contacts:
  - {{name: 甲{0}, birthday: 07-03{3}}}
  - {{name: 乙{0}, birthday: 07-04, left: 2024-07-04}}
---
"""


def test_the_coming_days_hold_only_whom_we_may_greet(crm: Any) -> None:
    """E4: not the lost, not who asked for quiet, alone or for all of them, not who has left by then."""
    crm.write("records/1.md", BORN.format(11, "lost", "", ""))
    crm.write("records/2.md", BORN.format(12, "active", "do_not_contact: 是\n", ""))
    crm.write("records/3.md", BORN.format(13, "active", "", ", do_not_contact: 是"))
    crm.write("records/4.md", BORN.format(14, "active", "", ""))
    text = said(built(crm) / "today.html")
    text = text[text.index("Days in the coming week") :]
    assert re.findall(r"birthday: (\S+)", text) == ["甲14"], text[:300]


def test_tiers_say_their_rules_and_quality_what_is_missing(crm: Any) -> None:
    """D1, C2, C3: the rule in words; the owner's completeness; the week's sample."""
    crm.write("records/sun.md", SUN)
    site = built(crm)
    tiers, quality = said(site / "tiers.html"), said(site / "quality.html")
    assert re.search(r"Tier B, stable 12-month amount ≥ ¥100,000 and not ", tiers)
    assert re.search(r"Spot check of week 2024-W26 1 .*张伟 1 .*孙记", quality)
    assert re.search(r"Completeness by owner 张伟 1 customer \d+", quality)


def test_work_of_an_owner_who_left_stands_on_the_leads_page_marked(crm: Any) -> None:
    """Guo Qing left on 31 March 2024; Li Na leads (L9)."""
    crm.write("records/sun.md", SUN.replace("owner: zhang.wei", "owner: guo.qing"))
    crm.write("records/li.md", PLAN)
    site = built(crm)
    assert "李娜 (for 郭青, who left)" in said(site / "today.html")
    assert "秘密目标" in said(site / "today-li~2ena.html")
    assert not (site / "today-guo~2eqing.html").exists()
