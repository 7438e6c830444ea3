"""A profile says what one needs before the call: what is next, with whom, what the stage allows (K1, E1)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

HEAD = """---
id: CRM-202405007
name: 孙记
type: business
status: active
owner: zhang.wei
recorded: {{by: zhang.wei, date: 2024-06-18}}
{more}---
"""
PEOPLE = """contacts:
  - {name: 使用者, role: user, phone: 126-0013-0001}
  - {name: 走了的, role: decision_maker, phone: 126-0013-0002, left: 2024-02-01}
  - {name: 决策者, role: decision_maker, phone: 126-0013-0003, birthday: 07-03}
"""
LOG = """
## 2024-06-18 电话 报价
- with: 使用者
- next: 2024-07-02 邮件 秘密目标
"""
BANNER = re.compile(r'<p class="next[^"]*">(.*?)</p>', re.DOTALL)


def page(crm: Any, log: str = LOG, more: str = PEOPLE, audience: str = "team") -> str:
    crm.write("records/sun.md", HEAD.format(more=more) + log)
    out = crm.book.parent / f"site-{audience}"
    done = crm("build", "--out", str(out), "--audience", audience, "--languages", "en,zh")
    assert done.code in (0, 1), done
    return Path(out, "customers", "CRM-202405007.html").read_text("utf-8")


def banner(text: str) -> str:
    found = BANNER.search(text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip() if found else ""


def test_the_banner_says_what_how_with_whom_and_when(crm: Any) -> None:
    """E6: as of Sunday, 30 June."""
    assert banner(page(crm)).startswith("Next 秘密目标 Email · with 使用者 in 2 days · 2024-07-02 Tue")


def test_the_banner_is_the_earliest_open_item_and_not_the_promise(crm: Any) -> None:
    """E1: a core customer's weekly contact of 25 June comes before what was promised for 9 July."""
    core = PEOPLE + "tier: {value: A, reason: 示例, until: 2027-12-31}\n"
    log = LOG.replace("2024-07-02", "2024-07-09") + "\n## 2024-06-18 拜访 走访\n"
    text = banner(page(crm, log, core))
    assert re.match(r"Next Tier A weekly .*with 决策者 5 days late · 2024-06-25 Tue \d more due", text), text


def test_who_reads_no_free_text_and_no_names_reads_neither_in_the_banner(crm: Any) -> None:
    """J4."""
    text = banner(page(crm, audience="office"))
    assert text.startswith("Next A promised step Email in 2 days · 2024-07-02 Tue")


def test_who_asked_for_peace_is_not_offered_to_be_called(crm: Any) -> None:
    """E8."""
    text = page(crm, more=PEOPLE + "do_not_contact: 是\n")
    assert banner(text) == "Next Do not contact"
    assert "Call " not in text


def test_the_call_goes_to_who_decides_and_is_still_there(crm: Any) -> None:
    assert re.search(r'href="tel:12600130003">.*Call 决策者</a>', page(crm))


def test_a_card_is_offered_of_whom_one_can_reach(crm: Any) -> None:
    """B3: not of those who left."""
    assert re.findall(r'data-card="([^"]+)"', page(crm)) == ["使用者", "决策者"]


def test_the_stage_says_where_it_may_go_on_to_and_what_that_takes(crm: Any) -> None:
    """F1: the moves of status.md, with reason and approval."""
    text = re.sub(r"<[^>]+>", " ", page(crm))
    assert re.search(r"From here:\s+→ Opportunity\s+→ Signed\s+→ Nurturing \(with a reason\)", text)
    assert "→ Lost (with a reason, approved by: Department manager)" in text


def test_a_status_that_was_voided_is_no_step_of_the_path(crm: Any) -> None:
    """L3: written by mistake and taken back, it was never reached."""
    move = "\n## 2024-06-{} 状态\n- from: {}\n- to: {}\n- reason: 试\n"
    moves = move.format(19, "lead", "opportunity") + move.format(21, "lead", "active")
    path = page(crm, LOG + moves).split('<ol class="path"')[1].split("</ol>")[0]
    assert "2024-06-19" in path
    assert "2024-06-21" in path
    void = "\n## 2024-06-20 作废\n- voids: 2024-06-19 状态\n- reason: 误记\n"
    path = page(crm, LOG + moves + void).split('<ol class="path"')[1].split("</ol>")[0]
    assert "2024-06-19" not in path
    assert "2024-06-21" in path


def test_a_segment_that_a_near_day_makes_names_the_day(crm: Any) -> None:
    """D7: which milestone, whose, when."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(crm)))
    assert re.search(r"Milestone near [^.]*Contact&#39;s birthday 决策者 2024-07-03", text), text


@pytest.mark.parametrize(("entries", "folded"), [(20, 0), (400, 4)])
def test_a_long_log_shows_its_newest_months_and_folds_the_years_before(
    crm: Any, entries: int, folded: int
) -> None:
    """An entry each third day until 29 June 2024: the last 40 are open, and what shares their month."""
    days = (date(2024, 6, 29) - timedelta(days=3 * n) for n in reversed(range(entries)))
    text = page(crm, "".join(f"\n## {day} 电话 说明\n" for day in days), "")
    assert text.count('<li class="entry') == entries
    assert len(re.findall(r"Older: \d{4}", text)) == folded
    shown = text.split("Older: ")[0]
    assert min(entries, 40) <= shown.count('<li class="entry') <= 51


def test_the_timeline_calls_tracks_and_fields_as_the_procedures_do(crm: Any) -> None:
    """K2: no key of a file is left among people's words."""
    log = (
        "\n## 2024-06-19 跳过 不打扰\n- item: b_newsletter\n- reason: 月底忙\n"
        "\n## 2024-06-20 变更 换人\n- field: contacts.name\n- from: 甲\n- to: 乙\n- reason: 离职\n"
    )
    text = re.sub(r"<[^>]+>|\s+", " ", page(crm, LOG + log))
    assert "b_newsletter" not in text
    assert "contacts.name" not in text


def test_what_is_void_makes_no_touch(crm: Any) -> None:
    """B4, K1: one call was noted twice, and one of the two is void."""
    twice = (
        "\n## 2024-06-19 电话 报价\n- id: dup\n\n## 2024-06-20 作废 记了两遍\n- voids: dup\n- reason: 重复\n"
    )
    assert "1 contact in 52 weeks, the last 12 days ago" in page(crm, LOG + twice)
