"""What to know before a call, and a year of days to mark, as people see them (E4, E8, E9)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

RECORD = """---
id: CRM-202405001
name: 临江云帆科技有限公司
type: business
status: active
owner: zhang.wei
tags: [技术关注]
special: 周三下午例会，别打电话
peak_months: 11 月至 1 月（展会季）
anniversary: 2008-06-18
contacts:
  - {name: 李雷, role: decision_maker, prefers: 微信 工作日上午, birthday: 农历 闰06-15, hobbies: 骑行}
  - {name: 韩梅梅, role: user, wants: 新功能先给她试用, birthday: 1990-03-05}
  - {name: 陈静, do_not_contact: 是, birthday: 03-06}
needs:
  - {id: N1, text: 报表按车间自定义, state: clear}
  - {id: N2, text: 首期上线, state: solved}
---

## 2025-01-06 电话 问需求
- purpose: 需求调研
- with: 李雷
- feedback: 报表要按车间分
- attitude: 8

## 2025-02-10 订单 首期实施
- amount: 16万

## 2025-02-28 满意度 上线回访
- score: 9

## 2025-03-03 微信 发报表样张
- with: 韩梅梅
- next: 2025-03-07 拜访 看样张
"""


@pytest.fixture
def one(crm: Any) -> Any:
    crm.write("records/CRM-202405001.md", RECORD)
    return crm


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_brief_says_what_is_asked_for_known_promised_and_to_be_talked_about(
    one: Any, lang: str, transcript: Any, snapshot: Any
) -> None:
    snapshot(transcript(one, "brief", "云帆", as_of="2025-03-04", lang=lang))


def test_a_brief_for_programs_names_topics_and_lines(one: Any) -> None:
    said = json.loads(one("brief", "云帆", "--json", as_of="2025-03-04").out)
    topics = {topic["topic"]: topic["points"] for topic in said["topics"]}
    assert next(iter(topics)) == "do_not_contact"
    assert topics["special"] == [{"text": "Special requirements: 周三下午例会，别打电话", "line": 8}]
    assert [point["text"] for point in topics["past_needs"]] == ["报表按车间自定义 (Clear)"]


def test_a_brief_of_an_earlier_day_knows_nothing_of_a_later_one(one: Any) -> None:
    out = one("brief", "云帆", as_of="2025-01-07", lang="zh").out
    assert "样张" not in out
    assert "客户态度 8" in out


def test_who_is_told_that_a_contract_ends_is_brought_the_notice_of_the_procedures(one: Any) -> None:
    ends = "contracts:\n  - {id: H1, product: 设备管理云, start: 2024-03-20, end: 2025-03-20}\ncontacts:\n"
    one.write("records/CRM-202405001.md", RECORD.replace("contacts:\n", ends))
    assert re.search(
        r"设备管理云 2025-03-20 到期.*备好 续约通知", one("brief", "云帆", as_of="2025-03-05", lang="zh").out
    )


def test_a_need_that_an_entry_settled_is_open_no_more(one: Any) -> None:
    heard = "\n## 2025-02-01 需求 报表按车间自定义\n- need: N1\n- state: 明确\n"
    settled = RECORD + heard + "\n## 2025-03-04 需求 报表按车间自定义\n- need: N1\n- state: 已解决\n"
    one.write("records/CRM-202405001.md", settled)
    assert "Open needs" in one("brief", "云帆", as_of="2025-03-03").out
    assert "Open needs" not in one("brief", "云帆", as_of="2025-03-05").out


def test_the_order_and_the_topics_are_the_teams(one: Any) -> None:
    text = one.read("sop/cadence.md")
    begin = text.index("  brief: [")
    end = text.index("\n", begin)
    one.write("sop/cadence.md", text[:begin] + "  brief: [content, past_needs]" + text[end:])
    said = json.loads(one("brief", "云帆", "--json", as_of="2025-03-04").out)
    assert [topic["topic"] for topic in said["topics"]] == ["do_not_contact", "content", "past_needs"]


YEAR = ("2025-03-04", "2025-06-11", "2025-07-04", "2025-09-30", "2025-10-31", "2026-02-14", "2026-07-24")


def test_a_year_of_days_to_mark(one: Any, transcript: Any, snapshot: Any) -> None:
    """A solar birthday, a lunar one of a leap month, the company's day, a season, festivals."""
    said = []
    for day in YEAR:
        told = transcript(one, "due", "--days", "0", as_of=day, lang="zh")
        marks = [line.split("CRM-202405001")[1] for line in told.split("\n") if "sop/milestones.md" in line]
        said += [f"{day}:", *(re.sub(" {2,}", "  ", line) for line in marks)]
    snapshot("\n".join([*said, ""]))


def test_seven_equal_greetings_are_told_at_the_terminal(crm: Any, transcript: Any, snapshot: Any) -> None:
    for at in range(7):
        number = f"CRM-20240500{at + 1}"
        crm.write(
            f"records/{number}.md",
            f"---\nid: {number}\nname: 第{at + 1}家\nstatus: active\n---\n\n"
            "## 2025-09-30 微信 中秋快乐，祝阖家团圆\n- purpose: 节日祝福\n",
        )
    found = transcript(crm, "check", "--format", "concise", as_of="2025-10-09", lang="zh")
    snapshot("\n".join(line for line in found.split("\n") if "CRM581" in line or "check" in line))
