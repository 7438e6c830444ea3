"""Tickets says what is owed next and how long is left, who is waited for, what broke and why (G1–G3)."""

from __future__ import annotations

import re
from typing import Any

from built_site import built, said

HEAD = "---\nid: CRM-2024050{0:02}\nname: {1}\ntype: business\nstatus: active\nowner: zhang.wei\n---\n{2}"
OPENED = "\n## 2024-06-30 {at} 投诉 悄悄话\n- 工单号: {number}\n- 对方联系人: 李雷\n"
ANSWER = "\n## 2024-06-30 {at} 电话 先安抚\n- 工单号: {number}\n- 根本原因: 系统故障\n"
WAIT = "\n## 2024-06-30 20:00 工单进展 等样机\n- 工单号: {number}\n- 处理环节: 等客户\n- 原因: 没样机\n"


def write(crm: Any, number: int, name: str, *log: str) -> None:
    text = "".join(log).replace("{number}", f"TK-20240600{number}")
    crm.write(f"records/{number}.md", HEAD.format(number, name, text))


def test_the_time_left_is_a_sentence(crm: Any) -> None:
    """Answered at 12:30, so told again by 12:30 of the next day, 12 hours and a half after the day's end."""
    write(crm, 1, "孙记", OPENED.replace("{at}", "12:00"), ANSWER.replace("{at}", "12:30"))
    site = built(crm)
    assert re.search(
        r"Open tickets 1 .*孙记 Complaint TK-202406001 In progress 悄悄话 Solution 12 h",
        said(site / "tickets.html"),
    ), said(site / "tickets.html")
    assert "投诉 TK-202406001" in said(site / "zh/tickets.html")


def test_who_waits_for_the_customer_stands_apart(crm: Any) -> None:
    write(crm, 1, "孙记", OPENED.replace("{at}", "12:00"), ANSWER.replace("{at}", "12:30"), WAIT)
    assert re.search(
        r"Waiting for the customer 1 .*孙记 .* paused since 06-30 20:00", said(built(crm) / "tickets.html")
    )


def test_what_broke_is_told_with_its_cause(crm: Any) -> None:
    write(crm, 1, "孙记", OPENED.replace("{at}", "12:00"), ANSWER.replace("{at}", "13:30"))
    text = said(built(crm) / "tickets.html")
    assert re.search(r"Limits that broke 1 .*孙记 .* First answer 30 min late Cause: System fault", text), (
        text
    )


def test_an_open_ticket_stands_on_the_profile_and_first_on_today(crm: Any) -> None:
    write(crm, 1, "孙记", OPENED.replace("{at}", "12:00"), "- 下一步: 2024-06-30 电话 报价\n")
    site = built(crm)
    assert "Tickets 1 Complaint TK-202406001 First answer · 11 h late" in said(
        site / "customers/CRM-202405001.html"
    )
    today = said(site / "today.html")
    assert today.index("First answer") < today.index("报价")


def test_who_reads_no_free_text_reads_no_word_of_a_ticket(crm: Any) -> None:
    """P9: a number that the pattern does not make is free text, too."""
    write(crm, 1, "孙记", OPENED.replace("{at}", "12:00").replace("{number}", "悄悄号"))
    assert "悄悄号" in said(built(crm) / "tickets.html")
    for page in built(crm, "office").rglob("*.html"):
        assert "悄悄" not in page.read_text("utf-8"), page
