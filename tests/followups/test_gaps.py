"""A spot check starts the clock: what it points out is filled within the policy's 24 hours (C2, C3)."""

from __future__ import annotations

import dataclasses
from typing import Any

import by_hand
import pytest

from crmkit import resources
from crmkit.calendar.span import Span
from crmkit.policy.files.quality import Quality

CHECK = "2025-03-07 10:00 抽查 三月第一周\n- by: wang.fang\n"
NAMED = f"{CHECK}- result: 待补\n- missing: 行业、地址"


def gaps(log: str, day: str, more: str = "", under: Any = "standard", status: str = "active") -> list[str]:
    """Key, day, bucket and fields of what is to be filled."""
    found = [i for i in by_hand.items(by_hand.record(log, more, status), day, under) if i.source == "gaps"]
    return [
        f"{i.key} {i.day} {by_hand.lies(i, day, under)}: {' '.join(i.fulfilled_by.fields)}" for i in found
    ]


@pytest.mark.parametrize("pack", resources.packs())
def test_what_a_check_names_is_due_in_24_hours_in_every_pack(pack: str) -> None:
    """Friday the 7th to Saturday the 8th: a limit in hours waits for no working day."""
    assert gaps(NAMED, "2025-03-07", under=pack) == ["fill-2025-03-07 2025-03-08 tomorrow: industry address"]
    assert gaps(NAMED, "2025-03-09", under=pack) == ["fill-2025-03-07 2025-03-08 overdue: industry address"]
    assert gaps(NAMED, "2025-03-06", under=pack) == []


def test_an_item_says_its_rule_and_the_check() -> None:
    """E1: rule = the policy's own line, counted from the entry, for the owner of the customer."""
    item = next(i for i in by_hand.items(by_hand.record(NAMED), "2025-03-07") if i.source == "gaps")
    folder = resources.pack("standard")
    assert folder is not None
    line = (folder / "kpis.md").read_text("utf-8").split("\n")[item.rule.line - 1]
    assert (item.rule.path, line) == ("sop/kpis.md", "  fill_within: 24 hours")
    assert item.reset_by is not None
    assert (item.reset_by.path, item.reset_by.line) == ("records/CRM-202405001.md", 10)
    assert (item.owner, item.about.zh, item.about.en) == (
        "zhang.wei", "补齐：行业、地址", "Fill in: Industry, Address",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("when", "hours", "due"),
    [
        ("2025-03-03 00:00", 24, "2025-03-04"),
        ("2025-03-03 23:59", 24, "2025-03-04"),
        ("2025-03-03 18:00", 8, "2025-03-04"),
        ("2025-03-03 09:00", 8, "2025-03-03"),
        ("2025-03-03", 24, "2025-03-04"),  # a day alone ends with its last minute
        ("2025-03-03", 8, "2025-03-04"),
    ],
)
def test_the_clock_starts_with_the_entry_and_a_day_alone_with_its_end(
    when: str, hours: int, due: str
) -> None:
    policy = by_hand.pack("standard")
    quality = dataclasses.replace(policy.get(Quality), fill_within=Span(hours, "hour"))
    log = f"{when} 抽查\n- missing: 地址"
    (said,) = gaps(log, "2025-03-03", under=policy.having(quality))
    assert said.split()[1] == due


def test_what_is_filled_is_due_no_longer() -> None:
    assert gaps(NAMED, "2025-03-10", "industry: I65\n") == ["fill-2025-03-07 2025-03-08 overdue: address"]
    assert gaps(NAMED, "2025-03-10", "industry: I65\naddress: 杭州\n") == []


def test_a_later_check_that_finds_all_well_ends_it() -> None:
    """Also for what no program can see: a field nobody knows, a value that was there but wrong."""
    log = f"{CHECK}- missing: 老板爱喝什么茶"
    assert gaps(log, "2025-03-10") == ["fill-2025-03-07 2025-03-08 overdue: 老板爱喝什么茶"]
    assert gaps(f"{log}\n2025-03-11 抽查\n- result: 合格", "2025-03-10") != []
    assert gaps(f"{log}\n2025-03-11 抽查\n- result: 合格", "2025-03-11") == []


def test_pointing_out_again_does_not_start_the_clock_anew() -> None:
    again = f"{NAMED}\n2025-03-14 抽查\n- missing: address, 网站"
    assert gaps(again, "2025-03-14") == [
        "fill-2025-03-07 2025-03-08 overdue: industry address",
        "fill-2025-03-14 2025-03-15 tomorrow: website",
    ]


def test_a_check_that_names_nothing_means_every_required_field_of_the_status_of_that_day() -> None:
    """An address is required of the active, not of a lead; what became required later nobody pointed out."""
    (said,) = gaps(f"{CHECK}- result: 待补", "2025-03-07")
    assert {"industry", "address", "source"} <= set(said.split(": ")[1].split())
    moved = f"{CHECK}- result: 待补\n2025-04-01 状态 激活\n- from: 线索\n- to: 活跃"
    (said,) = gaps(moved, "2025-04-02")
    fields = said.split(": ")[1].split()
    assert "source" in fields
    assert not {"industry", "address"} & set(fields)


def test_a_result_of_fine_points_out_nothing_unless_it_names_something() -> None:
    assert gaps(f"{CHECK}- result: 合格", "2025-03-08") == []
    assert gaps(f"{CHECK}- result: fine\n- missing: 地址", "2025-03-08") != []


def test_a_field_of_people_is_filled_when_each_who_is_there_has_it() -> None:
    log = f"{CHECK}- missing: 联系人.电话"
    one = "contacts:\n  - {name: 李雷, phone: 0571-88880000}\n"
    assert gaps(log, "2025-03-08 10:00", "contacts: []\n") == [
        "fill-2025-03-07 2025-03-08 today: contacts.phone"
    ]
    assert gaps(log, "2025-03-08", one) == []
    assert gaps(log, "2025-03-08", f"{one}  - {{name: 韩梅梅}}\n") != []
    assert gaps(log, "2025-03-08", f"{one}  - {{name: 韩梅梅, left: 2025-01-01}}\n") == []


def test_a_voided_check_asks_for_nothing_and_neither_does_one_of_a_lost_customer() -> None:
    void = f"{NAMED}\n2025-03-08 作废\n- voids: 2025-03-07 抽查\n- reason: 看错了"
    assert gaps(void, "2025-03-08") == []
    assert gaps(NAMED, "2025-03-08", status="lost") == []
    assert gaps(NAMED, "2025-03-08", "do_not_contact: true\n") != []  # filling in is no contact


def test_it_can_wait_or_be_left_out_with_a_reason() -> None:
    wait = f"{NAMED}\n2025-03-08 延后\n- item: fill-2025-03-07\n- until: 2025-03-12\n- reason: 客户出差"
    assert gaps(wait, "2025-03-08") == ["fill-2025-03-07 2025-03-12 later: industry address"]
    skip = f"{NAMED}\n2025-03-08 跳过\n- item: fill-2025-03-07\n- reason: 客户不愿给"
    assert gaps(skip, "2025-03-08") == []


def test_two_checks_of_one_day_are_one_thing_to_do() -> None:
    """So that what waits or is left out has one name."""
    second = f"{CHECK}- missing: 地址\n2025-03-07 16:00 抽查 补一项\n- missing: 网站"
    assert gaps(second, "2025-03-07") == ["fill-2025-03-07 2025-03-08 tomorrow: address website"]


def test_a_policy_that_names_no_kind_has_no_loop() -> None:
    policy = by_hand.pack("standard")
    none = policy.having(dataclasses.replace(policy.get(Quality), check_kind=""))
    assert gaps(NAMED, "2025-03-08", under=none) == []
