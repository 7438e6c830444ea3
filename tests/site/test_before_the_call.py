"""What to know before a call stands on the profile, for each audience as far as it may know (E9, J1)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from built_site import built

RECORD = """---
id: CRM-202405007
name: 孙记
type: business
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2024-06-18}
special: 找李雷要门禁码
anniversary: 1999-07-02
contacts:
  - {name: 李雷, role: decision_maker, phone: 126-0013-0001, birthday: 07-03, hobbies: 养兰花, prefers: 微信}
  - {name: 韩梅梅, role: user, do_not_contact: 是}
---

## 2024-06-18 电话 与韩梅梅对账
- with: 韩梅梅
- feedback: 想看报表
- attitude: 8
- next: 2024-07-02 邮件 秘密目标
"""
TOPIC = re.compile(r"<dt>(.*?)</dt>")


def panel(folder: Path) -> str:
    text = (folder / "customers" / "CRM-202405007.html").read_text("utf-8")
    found = re.search(r'id="brief">(.*?)</section>', text, re.DOTALL)
    return found[1] if found else ""


def topics(text: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each).strip() for each in TOPIC.findall(text)]


@pytest.fixture
def sun(crm: Any) -> Any:
    crm.write("records/sun.md", RECORD)
    return crm


def test_the_team_reads_all_of_it_do_not_contact_first(sun: Any) -> None:
    text = panel(built(sun))
    assert topics(text)[:3] == ["Do not contact", "Special wishes", "How they like to be reached"]
    for word in ("韩梅梅", "找李雷要门禁码", "想看报表", "Attitude 8", "秘密目标", "养兰花", "2024-07-03"):
        assert word in text, word
    assert 'href="#e' in text


def test_the_office_reads_what_names_nobody_and_gives_no_birthday_away(sun: Any) -> None:
    """Neither in the panel nor among what is due, on any page."""
    folder = built(sun, "office")
    text = panel(folder)
    assert "Last words" in topics(text)
    assert "Attitude 8" in text
    assert "2024-07-02" in text
    pages = "".join(
        each.read_text("utf-8") for each in folder.rglob("*") if each.suffix in (".html", ".json")
    )
    assert "2024-07-03" not in text
    for word in (
        "李雷",
        "韩梅梅",
        "门禁码",
        "想看报表",
        "秘密目标",
        "养兰花",
        "s birthday",
        "greet-birthday",
    ):
        assert word not in pages, word


def test_days_stand_beside_the_queue_as_far_ahead_as_the_pack_says(sun: Any) -> None:
    today = (built(sun) / "today.html").read_text("utf-8")
    assert "Days in the coming week" in today
    assert "Company anniversary" in today
    text = sun.read("sop/milestones.md")
    sun.write("sop/milestones.md", text.replace("shown: {within: 7 days", "shown: {within: 1 day"))
    today = (built(sun) / "today.html").read_text("utf-8")
    assert "Days within 1 day" not in today
    sun.write("sop/milestones.md", text.replace("shown: {within: 7 days", "shown: {within: 2 days"))
    today = (built(sun) / "today.html").read_text("utf-8")
    assert "Days within 2 days" in today
    assert "birthday" not in today.split("Days within 2 days")[1].split("</section>")[0]
