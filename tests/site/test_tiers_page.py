"""Tiers says the rhythm promised and kept, who moved because of what, and who is due for another (D6, E2)."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from built_site import built, said

from crmkit import resources
from crmkit.calendar.period import Period
from crmkit.pages.tiers import moved
from crmkit.view import View
from crmkit.view.moves import TierMove, moves
from sop import sop

HEAD = "---\nid: CRM-2024050{0:02}\nname: {1}\ntype: business\nstatus: active\nowner: zhang.wei\n{2}---\n{3}"
OLD = "recorded: {by: zhang.wei, date: 2023-01-02}\n"
ORDER = "\n## 2024-05-20 订单\n- amount: 20万\n"
HAND = "tier: {value: A, reason: 悄悄话, until: 2024-08-31}\n"
CALLS = "\n## 2024-06-{} 电话\n- by: zhang.wei\n"


def write(crm: Any, number: int, name: str, profile: str = OLD, log: str = "") -> None:
    crm.write(f"records/{number}.md", HEAD.format(number, name, profile, log))


def test_the_promised_rhythm_stands_beside_the_actual_one(crm: Any) -> None:
    """E2: 13 and 7 days between the last two calls, ten in the middle; the first is over its week, too."""
    write(crm, 1, "孙记", OLD + HAND, CALLS.format("05") + CALLS.format("18"))
    write(crm, 2, "李记", OLD + HAND, CALLS.format("20") + CALLS.format("27"))
    text = said(built(crm) / "tiers.html")
    assert re.search(
        r"Tier A, high value Tier A weekly every week Phone / WeChat sop/cadence.md:5 "
        r"Actual, median 10 days 2 customers 1 of 2 in time",
        text,
    ), text
    assert re.search(
        r"Tier D recovery every week, 2 times .*? nobody had two contacts yet asked of nobody", text
    )


def test_a_move_says_from_where_to_where_when_and_because_of_which_rule(crm: Any) -> None:
    """D6: B since the order of 20 May; nobody recorded it yet."""
    write(crm, 1, "孙记", log=ORDER)
    site = built(crm)
    assert re.search(
        r"Moved in 2024-Q2 1 .*孙记 张伟 Tier C, basic → Tier B, stable promoted 2024-05-20 "
        r"12-month amount 200,000 ≥ 100,000 CNY, single need or low frequency: no not recorded yet",
        said(site / "tiers.html"),
    )
    assert re.search(r"C 类·基础型 → B 类·稳定型 升级 2024-05-20 .* 尚未记录", said(site / "zh/tiers.html"))


def test_who_is_due_for_another_tier_is_listed_with_the_rule(crm: Any) -> None:
    """D6: reviewed as C, computed as B; set to A by hand until two months from now."""
    write(crm, 1, "孙记", log="\n## 2024-04-10 分级复核\n- to: C\n- approved_by: li.na\n" + ORDER)
    write(crm, 2, "李记", OLD + HAND)
    text = said(built(crm) / "tiers.html")
    due = text[text.index("Due for promotion or demotion 2") : text.index("Moved in")]
    assert re.search(r"孙记 .*→ Tier B, stable promoted .* recorded 2024-04-10, approved by 李娜", due), due
    assert re.search(r"李记 .*→ Tier C, basic demoted .* set by hand until 2024-08-31", due), due


def test_who_reads_no_free_text_reads_no_reason_of_a_hand(crm: Any) -> None:
    """P9."""
    log = "\n## 2024-05-06 定级\n- to: A\n- reason: 悄悄话\n- until: 2024-08-31\n"
    write(crm, 1, "孙记", OLD + HAND, log)
    assert "set by hand: 悄悄话" in said(built(crm) / "tiers.html")
    site = built(crm, "office")
    assert re.search(r"→ Tier A, high value promoted 2024-05-06 Set by hand", said(site / "tiers.html"))
    assert "悄悄话" not in b"".join(p.read_bytes() for p in site.rglob("*") if p.is_file()).decode()


def test_each_customer_of_a_tier_is_in_one_state_the_worst_that_holds(crm: Any) -> None:
    write(crm, 1, "孙记", log="\n## 2024-06-01 电话\n- attitude: 4\n" + CALLS.format("23"))
    write(crm, 2, "李记", log=CALLS.format("23"))
    write(crm, 3, "周记", "")
    assert "1 may leave · 1 overdue" in said(built(crm) / "tiers.html")


def pack(crm: Any, name: str) -> None:
    """Lay the procedures of a pack over those of the book."""
    folder = resources.pack(name)
    assert folder is not None
    shutil.rmtree(crm.book / "sop")
    for path, data in sop(folder).items():
        crm.write(path, data)


def test_where_tiers_are_ticked_no_rule_is_told(crm: Any) -> None:
    """D5: S4's VIP and potential are ticked; the last takes everybody else."""
    pack(crm, "service")
    write(crm, 1, "孙记", OLD + "tier: {value: VIP}\n")
    text = said(built(crm) / "tiers.html")
    assert "VIP whom a hand ticks sop/tiers.md" in text
    assert text.count("everybody else") == 1
    assert "Every tier is what the rules make it" not in text


def test_a_limit_stands_beside_the_target(crm: Any) -> None:
    """E2: S3 asks for a contact a week, and bears a month."""
    pack(crm, "partnership")
    assert "every week, at the least every month" in said(built(crm) / "tiers.html")


def test_who_lacks_least_for_the_next_tier_is_named_with_what_lacks(crm: Any) -> None:
    write(crm, 1, "孙记", log="\n## 2024-05-20 订单\n- amount: 6万\n")
    assert re.search(
        r"Nearest to the next tier .*孙记 张伟 Tier C, basic → Tier B, stable "
        r"12-month amount ¥60,000 of ¥100,000",
        said(built(crm) / "tiers.html"),
    )


def test_an_empty_book_has_its_rules_and_no_moves(crm: Any) -> None:
    text = said(built(crm) / "tiers.html")
    assert "Due for promotion or demotion Nobody." in text
    assert "Moved in 2024-Q2 Nobody." in text


def test_the_book_is_asked_once_whatever_the_languages(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[View] = []

    def counted(seen: View, period: Period) -> list[TierMove]:
        asked.append(seen)
        return moves(seen, period)

    monkeypatch.setattr(moved, "moves", counted)
    built(crm)
    assert len(asked) == 1
