"""Approval: what waits is due to who may give it, what was sent back to who handed it in (C4, B5, F1)."""

from __future__ import annotations

import by_hand
import pytest

from crmkit.followups import DueItem

BOTH = ("standard", "lifecycle")
PENDING = "2025-09-26 17:00 状态 送审\n- by: zhao.lei\n- to: pending"


def of(source: str, log: str, day: str, pack: str = "lifecycle", **head: str) -> list[DueItem]:
    text = by_hand.record(log, head.pop("more", ""), head.pop("status", "pending"), **head)
    return [item for item in by_hand.items(text, day, pack, telling=True) if item.source == source]


def shown(found: list[DueItem]) -> list[tuple[str, str, str]]:
    return [(item.key, item.said, item.owner) for item in found]


@pytest.mark.parametrize("pack", BOTH)
@pytest.mark.parametrize(
    ("handed_in", "due"),
    [
        ("2025-03-03 10:00", "2025-03-04 18:00"),  # Monday
        ("2025-03-07 17:59", "2025-03-10 18:00"),  # Friday: Monday
        ("2025-03-07 18:30", "2025-03-11 18:00"),  # after closing: Monday is the first day
        ("2025-03-08 09:00", "2025-03-11 18:00"),  # Saturday
        ("2025-09-26 17:30", "2025-09-28 18:00"),  # Sunday 28 September is worked
        ("2025-09-30 17:30", "2025-10-09 18:00"),  # the eve of National Day
        ("2025-03-03", "2025-03-04"),  # no time said: the day, without its hour
    ],
)
def test_a_new_record_waits_one_working_day_for_a_manager(pack: str, handed_in: str, due: str) -> None:
    log = f"{handed_in} 状态 送审\n- by: zhao.lei\n- to: pending"
    assert shown(of("approvals", log, "2025-12-31", pack)) == [("approve", due, "chen.gang")]


def test_nothing_waits_before_it_was_handed_in() -> None:
    assert shown(of("approvals", PENDING, "2025-09-26 16:59")) == []
    assert shown(of("approvals", PENDING, "2025-09-26 17:00")) == [
        ("approve", "2025-09-28 18:00", "chen.gang")
    ]


def test_a_record_that_waits_by_its_profile_alone_counts_from_its_recording() -> None:
    found = of("approvals", "", "2025-03-20", recorded="2025-03-13")
    assert shown(found) == [("approve", "2025-03-14", "chen.gang")]


def test_an_approval_ends_the_wait() -> None:
    yes = f"{PENDING}\n2025-09-28 09:00 状态\n- from: pending\n- to: active\n- approved_by: chen.gang"
    assert of("approvals", yes, "2025-12-31", status="active") == []


def test_what_was_sent_back_is_due_to_who_handed_it_in() -> None:
    no = (
        f"{PENDING}\n2025-09-28 10:00 审核\n- result: 待补\n- missing: 地址、联系人.电话\n- by: chen.gang"
        "\n2025-09-28 10:00 状态\n- from: pending\n- to: lead\n- reason: 不全\n- approved_by: chen.gang"
    )
    (item,) = of("approvals", no, "2025-09-29", status="lead")
    assert (item.key, item.said, item.owner) == ("mend", "2025-09-29 18:00", "zhao.lei")
    assert item.about.zh == "审核退回，请补：地址、联系人·电话"
    (rest,) = of("approvals", no, "2025-09-29", status="lead", more="address: 西湖区\n")
    assert rest.about.zh == "审核退回，请补：联系人·电话"
    again = f"{no}\n2025-09-29 11:00 状态\n- by: zhao.lei\n- from: lead\n- to: pending"
    assert shown(of("approvals", again, "2025-10-09")) == [("approve", "2025-09-30 18:00", "chen.gang")]


def test_a_move_back_alone_is_sent_back_too() -> None:
    no = f"{PENDING}\n2025-09-28 10:00 状态\n- from: pending\n- to: lead\n- reason: 不全\n- by: chen.gang"
    assert shown(of("approvals", no, "2025-09-29", status="lead")) == [
        ("mend", "2025-09-29 18:00", "zhao.lei")
    ]


def test_after_a_yes_the_status_is_still_to_be_moved() -> None:
    yes = f"{PENDING}\n2025-09-28 10:00 审核\n- result: 合格\n- approved_by: chen.gang"
    (item,) = of("approvals", yes, "2025-09-29")
    assert (item.owner, item.about.zh) == ("zhao.lei", "审核已通过：请改状态")
    moved = f"{yes}\n2025-09-28 10:30 状态\n- from: pending\n- to: active\n- by: chen.gang"
    assert of("approvals", moved, "2025-09-29", status="active") == []


def test_a_word_of_who_may_not_decides_nothing() -> None:
    no = f"{PENDING}\n2025-09-28 10:00 审核\n- result: 待补\n- approved_by: sun.jing"
    assert shown(of("approvals", no, "2025-09-29")) == [("approve", "2025-09-28 18:00", "chen.gang")]


def test_a_yes_to_a_field_that_nobody_knows_decides_nothing() -> None:
    typo = HANDOVER + "\n2025-03-04 09:00 审核\n- field: 客户经里\n- result: 合格\n- approved_by: li.na"
    assert len(of("approvals", typo, "2025-12-31", status="active")) == 1


def test_who_is_lost_waits_for_nothing() -> None:
    gone = f"{PENDING}\n2025-09-28 10:00 状态\n- from: pending\n- to: lost\n- reason: 停业\n- by: chen.gang"
    assert of("approvals", gone, "2025-12-31", status="lost") == []


HANDOVER = "2025-03-03 10:00 交接\n- by: zhang.wei\n- from: zhang.wei\n- to: liu.yang"


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ("", [("approve-owner", "2025-03-04 18:00", "li.na")]),
        ("\n- approved_by: li.na", []),
        ("\n- approved_by: chen.gang", []),  # who leads a lead
        ("\n- approved_by: zhao.lei", [("approve-owner", "2025-03-04 18:00", "li.na")]),
        ("\n2025-03-04 09:00 审核\n- field: owner\n- result: 合格\n- approved_by: li.na", []),
        ("\n2025-03-04 09:00 审核\n- result: 合格\n- approved_by: li.na", []),
        (
            "\n2025-03-04 09:00 审核\n- field: potential\n- result: 合格\n- approved_by: li.na",
            [("approve-owner", "2025-03-04 18:00", "li.na")],
        ),
        (
            "\n2025-03-04 09:00 审核\n- field: owner\n- result: 合格\n- approved_by: sun.jing",
            [("approve-owner", "2025-03-04 18:00", "li.na")],
        ),
        (
            "\n2025-03-04 09:00 审核\n- field: 客户经理\n- result: 待补\n- approved_by: li.na",
            [],  # no limit for mending a change: nobody is reminded
        ),
    ],
)
def test_a_change_waits_for_the_role_that_its_field_names(
    more: str, waits: list[tuple[str, str, str]]
) -> None:
    assert shown(of("approvals", HANDOVER + more, "2025-12-31", status="active")) == waits


def test_who_may_approve_a_change_need_not_ask_anybody() -> None:
    log = HANDOVER.replace("by: zhang.wei", "by: li.na")
    assert of("approvals", log, "2025-12-31", status="active") == []


def test_a_pack_that_sets_no_clock_asks_for_no_approval() -> None:
    assert of("approvals", PENDING, "2025-12-31", "service") == []


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        ("{date: 2025-03-03, time: 09:20, by: zhao.lei}", "2025-03-04 18:00"),
        ("{date: 2025-09-26, time: 18:30, by: zhao.lei}", "2025-09-29 18:00"),
        ("{date: 2025-03-03, by: zhao.lei}", "2025-03-04"),
    ],
)
def test_a_lead_without_a_recording_is_due_to_who_took_it(arrived: str, due: str) -> None:
    text = by_hand.record("", f"arrived: {arrived}\n", "lead").replace(
        "recorded: {by: zhang.wei, date: 2023-01-04}\n", ""
    )
    found = [item for item in by_hand.items(text, "2025-12-31", "lifecycle") if item.source == "capture"]
    assert shown(found) == [("capture", due, "zhao.lei")]
    done = text.replace("\n---\n", "\nrecorded: {by: zhao.lei, date: 2025-03-04}\n---\n")
    assert [item for item in by_hand.items(done, "2025-12-31", "lifecycle") if item.source == "capture"] == []


SILENT = by_hand.record("2025-01-10 10:00 电话 聊聊", status="active", recorded="2025-01-10")


@pytest.mark.parametrize(
    ("more", "day", "due"),
    [
        ("", "2025-07-10", None),  # six months to the day
        ("", "2025-07-11", "2025-09-30"),
        ("", "2025-12-31", "2025-09-30"),  # nobody decided: late
        ("\n## 2025-09-01 跳过\n- item: cleanup\n- reason: 明年有预算\n", "2025-09-30", None),
        ("\n## 2025-09-01 跳过\n- item: cleanup\n- reason: 明年有预算\n", "2025-10-01", "2025-12-31"),
        ("\n## 2025-07-01 跳过\n- item: cleanup\n- reason: 太早\n", "2025-10-01", "2025-09-30"),
        ("\n## 2025-08-01 电话\n", "2025-10-01", None),
    ],
)
def test_who_is_silent_is_decided_once_a_round(more: str, day: str, due: str | None) -> None:
    found = [item for item in by_hand.items(SILENT + more, day, "lifecycle") if item.source == "cleanup"]
    assert [(item.said, item.owner) for item in found] == ([(due, "li.na")] if due else [])


BIG = "2025-03-03 订单 一期\n- amount: 200000"


def told(log: str, day: str) -> list[tuple[str, str, str]]:
    return shown(of("to_tell", log, day, "abcd", status="active"))


def test_owner_and_lead_are_told_of_a_tier_that_moved() -> None:
    both = [("tell-lead", "2025-03-04", "li.na"), ("tell-owner", "2025-03-04", "zhang.wei")]
    assert told(BIG, "2025-03-02") == []
    assert told(BIG, "2025-03-03") == both
    (item, _) = of("to_tell", BIG, "2025-03-03", "abcd", status="active")
    assert "C" in item.about.zh
    assert "→ B" in item.about.zh


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ("2025-03-04 定级\n- to: B\n- by: zhang.wei", ["li.na"]),
        ("2025-03-04 定级\n- to: B\n- by: zhang.wei\n- approved_by: li.na", []),
        ("2025-03-04 分级复核\n- to: B\n- by: li.na\n- 已告知: 张伟", []),
        (
            "2025-03-04 定级\n- to: A\n- by: zhang.wei\n- reason: x\n- until: 2025-03-05",
            ["li.na", "zhang.wei"],
        ),
    ],
)
def test_who_wrote_approved_or_was_told_of_the_tier_knows(entry: str, left: list[str]) -> None:
    assert [who for _, _, who in told(f"{BIG}\n{entry}", "2025-03-07")] == left


def test_after_two_weeks_the_review_tells_of_it() -> None:
    assert told(BIG, "2025-03-17") == []


def test_a_customer_who_is_new_has_not_moved() -> None:
    new = by_hand.record(BIG, "", "active", recorded="2025-03-03")
    assert [i for i in by_hand.items(new, "2025-03-04", "abcd", telling=True) if i.source == "to_tell"] == []
