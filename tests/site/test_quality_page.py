"""Quality says what check finds and which records to look at, and no more than the reader may know (P9)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from built_site import built, said

from crmkit import sweep
from crmkit.checks import of_record
from crmkit.words import codes, meaning

PATH = "records/金丝雀一.md"
BIRD = """---
id: CRM-202405007
name: 孙记
type: 金丝雀二
status: active
owner: zhang.wei
recorded: {by: zhang.wei, date: 2023-01-02}
金丝雀三: 1
contacts:
  - {name: 金丝雀四, phone: 金丝雀五}
---

## 2024-05-18 金丝雀六
- next: 2024-06-25 邮件 金丝雀七
- 金丝雀八: 1

## 2024-05-20 抽查
- missing: 金丝雀九
"""
PLAIN = "---\nid: CRM-2024050{0:02}\nname: {1}\ntype: business\nstatus: active\nowner: {2}\n{3}---\n{4}"
BIRDS = [f"金丝雀{number}" for number in "一二三四五六七八九"]


def test_findings_stand_in_groups_with_place_message_and_the_command(crm: Any) -> None:
    """C1: the misspelt key is named at its line; what check can mend says so."""
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", "regoin: 杭州\n", ""))
    text = said(built(crm) / "quality.html")
    assert re.search(
        r"CRM\d+ The [^.]+\. 1 .*孙记 records/sun\.md:7 .*regoin.* crmkit check records/sun\.md", text
    ), text


def test_findings_come_by_urgency_and_a_long_group_says_how_many_more(crm: Any) -> None:
    for number in range(10, 18):
        crm.write(f"records/{number}.md", PLAIN.format(number, f"客户{number}", "zhang.wei", "type: x\n", ""))
    page = (built(crm) / "quality.html").read_text("utf-8")
    tones = re.findall(r'rowgroup"><span class="pill (\w+)"[^>]*>CRM', page)
    assert tones == sorted(tones, key=["risk", "warn", "info"].index)
    assert {"risk", "info"} <= set(tones)
    assert "3 more; all of them:" in said(built(crm) / "quality.html")


def test_a_finding_leads_to_its_line_on_the_forge(crm: Any) -> None:
    book = crm.read("sop/book.md")
    crm.write("sop/book.md", book.replace('forge: ""', "forge: https://git.example/team/crm/blob/main/"))
    crm.write("records/孙 记.md", PLAIN.format(7, "孙记", "zhang.wei", "regoin: 杭州\n", ""))
    page = (built(crm) / "quality.html").read_text("utf-8")
    assert "https://git.example/team/crm/blob/main/records/%E5%AD%99%20%E8%AE%B0.md#L7" in page
    assert "crmkit check &#39;records/孙 记.md&#39;" in page


@pytest.mark.parametrize("audience", ["office", ""])
def test_what_a_finding_quotes_is_in_no_byte_for_who_may_not_see_it(crm: Any, audience: str) -> None:
    """P9: values, keys, words of entries and the path of the record are all free text to a finding."""
    crm.write(PATH, BIRD)
    crm.write("records/金丝雀〇.md", "---\nid: [\n")
    site = built(crm, audience)
    data = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file()).decode()
    assert [bird for bird in [*BIRDS, "金丝雀〇"] if bird in data] == []
    assert re.search(r"CRM\d+ The [^.]+\. \d .* 孙记 line \d+ of the record", said(site / "quality.html"))


def test_who_sees_everything_reads_what_a_finding_quotes(crm: Any) -> None:
    crm.write(PATH, BIRD)
    text = said(built(crm) / "quality.html")
    assert {bird for bird in ("金丝雀一", "金丝雀二", "金丝雀三", "金丝雀六") if bird in text} == {
        "金丝雀一", "金丝雀二", "金丝雀三", "金丝雀六",
    }  # fmt: skip


def test_who_reads_all_text_but_no_personal_values_reads_no_quoted_one(crm: Any) -> None:
    book = crm.read("sop/book.md")
    more = "  - {key: half, label: {zh: 半, en: Half}, sees: [public, internal], text: yes}\n"
    crm.write("sop/book.md", book.replace("forge:", more + "forge:", 1))
    crm.write("records/sun.md", BIRD)
    assert "金丝雀五" not in said(built(crm, "half") / "quality.html")


def test_the_spot_check_says_what_to_look_at_by_owner(crm: Any) -> None:
    """C3: the missing fields, or that none is; the last verification."""
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", "", "\n## 2024-06-20 核实\n"))
    crm.write("records/li.md", PLAIN.format(8, "李记", "li.na", "", ""))
    text = said(built(crm) / "quality.html")
    assert re.search(
        r"Spot check of week 2024-W26 2 李娜 1 Tier C, basic 李记 \d+ missing .*never verified "
        r"张伟 1 Tier C, basic 孙记 \d+ missing .*verified 10 days ago",
        text,
    ), text


def test_what_a_spot_check_pointed_out_is_listed_until_it_is_filled(crm: Any) -> None:
    """C2: within 24 hours of the evening of the 20th, so overdue on the 30th."""
    log = "\n## 2024-06-20 抽查\n- missing: 地址\n"
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", "", log))
    assert re.search(
        r"To be filled in 1 .*孙记 9 days late Fill in: Address", said(built(crm) / "quality.html")
    )


def test_unverified_facts_say_since_when_and_what_to_verify(crm: Any) -> None:
    """C5: recorded on 2 December, so due on 2 June."""
    more = "recorded: {by: zhang.wei, date: 2023-12-02}\n"
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", more, ""))
    text = said(built(crm) / "quality.html")
    assert re.search(r"To be verified 1 Contacts·Title, .*by Phone or Email", text), text
    assert re.search(r"孙记 28 days late never verified", text), text


def test_what_check_found_is_not_looked_for_again(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """J2: check ran before and nothing changed since; then a record changes."""
    looked = 0

    def counted(*args: Any, **days: Any) -> Any:
        nonlocal looked
        looked += 1
        return of_record(*args, **days)

    monkeypatch.setattr(sweep, "of_record", counted)
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", "regoin: 杭州\n", ""))
    assert "regoin" in crm("check").out
    before = looked
    assert before > 0
    assert "regoin" in said(built(crm) / "quality.html")
    assert looked == before
    crm.write("records/sun.md", PLAIN.format(7, "孙记", "zhang.wei", "ownre: 杭州\n", ""))
    text = said(built(crm) / "quality.html")
    assert ("ownre" in text, "regoin" in text) == (True, False)


def test_an_empty_book_has_nothing_wrong(crm: Any) -> None:
    text = said(built(crm) / "quality.html")
    assert "What check finds Nothing is wrong." in text
    assert "No required field is missing." in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_says_in_a_line_what_it_means(lang: str) -> None:
    for number, _ in codes():
        text = meaning(number, lang)
        assert len(text) > 5, number
        assert not set(text) & set("\n`"), number
