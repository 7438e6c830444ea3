"""Today tells a manager at once who is late and why, what changed, which days come, what was written last."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

SUN = """---
id: CRM-202405007
name: 孙记
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-01-02}
contacts:
  - {name: 钱多多, role: decision_maker, birthday: 农历 05-28}
---

## 2024-06-18 09:00 电话 报价
- next: 2024-06-25 邮件 秘密目标

## 2024-06-27 10:00 拜访 走访
"""
LI = """---
id: CRM-202405008
name: 李记
type: business
status: lead
owner: li.na
recorded: {by: li.na, date: 2024-06-30}
---

## 2024-06-29 变更 分给李娜
- field: owner
- from: zhang.wei
- to: li.na
"""


def site(crm: Any, audience: str = "team") -> Path:
    crm.write("records/sun.md", SUN)
    crm.write("records/li.md", LI)
    out = crm.book.parent / f"site-{audience}"
    done = crm("build", "--out", str(out), "--audience", audience, "--languages", "en,zh")
    assert done.code in (0, 1), done
    return Path(out)


def said(path: Path) -> str:
    """The words of a page's main part."""
    main = path.read_text("utf-8").split('<main id="main"')[1].split("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def test_a_late_row_says_since_when_it_was_not_done(crm: Any) -> None:
    """E1, E6: promised on 18 June for the 25th, and nobody called since."""
    zhao = SUN.split("## 2024-06-27")[0].replace("202405007", "202405009").replace("孙记", "赵记")
    crm.write("records/zhao.md", zhao)
    assert re.search(r"秘密目标 Email promised on 2024-06-18, still open", said(site(crm) / "today.html"))


def test_a_late_rhythm_says_when_it_was_last_kept(crm: Any) -> None:
    """E2: a core customer called on 10 June is called again within the week."""
    core = "tier: {value: A, reason: 示例, until: 2027-12-31}\n---\n"
    log = "\n## 2024-06-10 电话 问候\n\n## 2024-06-10 拜访 走访\n"
    crm.write("records/zhao.md", SUN.split("contacts:")[0].replace("202405007", "202405009") + core + log)
    assert re.search(r"Tier A weekly .* not done since 2024-06-10", said(site(crm) / "today.html"))


def test_the_owners_shares_stand_before_the_queue_and_lead_to_their_pages(crm: Any) -> None:
    book = site(crm)
    text = said(book / "today.html")
    assert re.search(
        r"By person Person Overdue Today This week Nothing planned .*李娜 1 customer 0 0 0 1 .*张伟 ", text
    )
    assert text.index("By person") < text.index("What and why")
    page = (book / "today.html").read_text("utf-8")
    assert '<th scope="row"><a href="today-li~2ena.html">李娜</a>' in page
    assert "By person" not in said(book / "today-li~2ena.html")


def test_where_nothing_is_due_no_chart_is_drawn(crm: Any) -> None:
    """K1: a lost customer asks for nothing; the words say so without an empty frame."""
    crm.write("records/zhou.md", LI.split("##")[0].replace("status: lead", "status: lost"))
    out = crm.book.parent / "site"
    assert crm("build", "--out", str(out), "--audience", "team").code in (0, 1)
    panel = (out / "today.html").read_text("utf-8").split('class="panel charts"')[1].split("</section>")[0]
    assert "<figcaption>" in panel
    assert "<svg" not in panel


def test_what_can_wait_is_folded_and_what_is_late_is_not(crm: Any) -> None:
    page = (site(crm) / "today.html").read_text("utf-8")
    buckets = re.findall(r'<details class="bucket (\w+)"( open)?>', page)
    assert buckets[0][1] == " open"
    assert ("later", " open") not in buckets


def test_tiles_say_the_change_against_the_week_before_with_every_week_in_words(crm: Any) -> None:
    """As of 30 June one contact, of the 27th, lies in the last week, one, of the 18th, in that before."""
    book = site(crm)
    text = said(book / "today.html")
    assert "Contacts in 7 days 1 Contacts in the last 8 weeks 0, 0, 0, 0, 0, 0, 1, 1 " in text
    assert "Contacts: ±0 against the week before" in text


def test_the_days_of_the_coming_week_say_whose_and_which_lunar_day(crm: Any) -> None:
    """E4: the 28th of the fifth lunar month is 3 July 2024."""
    assert "07-03 Contact's birthday: 钱多多 (lunar 05-28) in 3 days 孙记" in said(site(crm) / "today.html")


def test_an_audience_without_personal_data_reads_of_no_birthday(crm: Any) -> None:
    """J4."""
    book = site(crm, "office")
    for page in ("today.html", "today-zhang~2ewei.html"):
        assert "birthday" not in (book / page).read_text("utf-8")
        assert "钱多多" not in (book / page).read_text("utf-8")


def test_the_newest_entries_lead_to_their_place_in_the_log(crm: Any) -> None:
    book = site(crm)
    page = (book / "today.html").read_text("utf-8")
    found = re.findall(r'<time class="day">([\d-]+)</time><span><a href="([^"]+)">([^<]+)</a>', page)
    newest = found[-3:]
    assert [(day, what) for day, _, what in newest] == [
        ("06-29", "Owner: 李娜"), ("06-27", "Visit"), ("06-18", "Phone"),
    ]  # fmt: skip
    for _, href, _ in newest:
        file, _, anchor = href.partition("#")
        assert f'id="{anchor}"' in (book / file).read_text("utf-8")


@pytest.mark.parametrize("records", [0, 1])
def test_a_book_of_nobody_or_of_one_has_every_page(crm: Any, records: int) -> None:
    if records:
        crm.write("records/li.md", LI)
    out = crm.book.parent / "small"
    assert crm("build", "--out", str(out), "--audience", "team", "--languages", "en,zh").code in (0, 1)
    for name in ("today.html", "customers.html", "zh/today.html"):
        assert ("crmkit new" in said(out / name)) is (records == 0)


def test_a_week_in_which_no_promise_fell_due_has_no_share_and_not_none_kept(crm: Any) -> None:
    text = said(site(crm) / "zh" / "today.html")
    assert "0%, 0%" not in text
