"""Pipeline says what moves and what stands still: stages, days against limits, ends of contracts (K1)."""

from __future__ import annotations

import re
from typing import Any

from built_site import built, said

HEAD = """---
id: CRM-202405001
name: 孙记
type: business
status: active
owner: zhang.wei
contracts:
  - {id: HT-1, product: 网关, start: 2023-08-01, end: 2024-07-20, amount: 10万}
opportunities:
  - {id: op1, name: 二厂区, stage: proposal, amount: 24万, close: 2024-08-31}
  - {id: op2, name: 悄悄话, stage: negotiation, amount: 1万美元, probability: 60%}
---

## 2024-05-20 商机 二厂区
- 商机编号: op1
- 商机阶段: 方案报价
"""


def test_a_stage_says_how_many_what_they_are_worth_and_how_long_each_has_been_there(crm: Any) -> None:
    """Since 20 May, 41 days; the limit of 30 was 19 June. Half of 24万; 7.10 CNY a dollar and 60 %."""
    crm.write("records/1.md", HEAD)
    site = built(crm)
    text = said(site / "pipeline.html")
    assert re.search(r"Proposal 1 ¥240,000 weighted ¥120,000 孙记 二厂区 41 days in stage", text), text
    assert re.search(r"Negotiation 1 ¥71,000 weighted ¥42,600", text), text
    assert "limit 2024-06-19 since 2024-05-20 · line 14 of the record" in text
    assert "since when is not written" in text
    chinese = said(site / "zh/pipeline.html")
    assert "停留 41 天 期限 2024-06-19 自 2024-05-20" in chinese, chinese


def test_a_contract_that_ends_says_by_when_the_customer_is_told(crm: Any) -> None:
    """The end is 20 July, so the customer is told by 5 July."""
    crm.write("records/1.md", HEAD)
    text = said(built(crm) / "pipeline.html")
    assert re.search(
        r"Contracts that end 1 .*网关 .*ends on 2024-07-20 · in 20 days To be told tell by 2024-07-05", text
    ), text


def test_the_profile_leads_to_the_pipeline_and_says_the_days(crm: Any) -> None:
    crm.write("records/1.md", HEAD)
    profile = built(crm) / "customers/CRM-202405001.html"
    assert 'href="../pipeline.html"' in profile.read_text("utf-8")
    assert "41 days in stage · limit 2024-06-19" in said(profile)


def test_who_reads_no_free_text_reads_no_name_of_an_opportunity(crm: Any) -> None:
    """P9."""
    crm.write("records/1.md", HEAD)
    assert "悄悄话" in said(built(crm) / "pipeline.html")
    assert crm("build", "--out", "public", "--languages", "en").code == 0
    assert "悄悄话" not in said(crm.book / "public/pipeline.html")
    assert "网关" not in said(crm.book / "public/pipeline.html")


def test_nothing_to_sell_says_the_next_command(crm: Any) -> None:
    crm.write("records/1.md", HEAD.split("contracts:")[0] + "---\n")
    assert "crmkit deal open" in said(built(crm) / "pipeline.html")
