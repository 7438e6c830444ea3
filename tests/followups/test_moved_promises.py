"""A promise that both sides moved to another day is replaced, and no other promise is lost (E6)."""

from __future__ import annotations

import by_hand
import pytest

from crmkit import resources

MADE = "2026-03-02 10:00 电话 约看样\n- next: {promised}\n"

# What was promised on 2 March for 20 March 2026 | what came | which promises are open on 23 March
CASES = """
拜访 看样 | 03-10 来电 - next: 04-10 拜访 看样 | 04-10 | ten days before, to later
拜访 看样 | 03-10 电话 - next: 03-13 拜访 看样 | 03-13 | to an earlier day
拜访 看样 | 03-10 微信 - next: 04-10 拜访 看样 | 04-10 | by a message
拜访 看样 | 03-10 电话 - next: 04-10 视频 看样 | 04-10 | as weighty another way
拜访 看样 | 03-10 电话 - next: 04-10 拜访 二厂看样 | 04-10 | the same, said longer
拜访 看样 | 03-10 电话 - next: 04-10 拜访 | 04-10 | the same way, no more said
拜访 看样 | 03-10 电话 - next: 04-10 看样 | 04-10 | the same goal, no way said
拜访 看样 | 03-10 电话 - next: 03-20 拜访 看样 | 03-20 | said again for the same day
拜访 看样 | 03-22 微信 - next: 04-10 拜访 看样 | 04-10 | when it was late
拜访 看样 | 03-02 16:00 电话 - next: 04-10 拜访 看样 | 04-10 | later the same day
拜访 看样 | 03-10 电话 - next: 04-10 拜访 签合同 | 03-20 04-10 | another matter is another visit
拜访 看样 | 03-10 电话 - next: 04-10 电话 看样 | 03-20 04-10 | a call is less than a visit
拜访 看样 | 03-10 短信 - automatic: 是 - next: 04-10 拜访 看样 | 03-20 04-10 | no hand agreed
拜访 看样 | 03-10 电话 无人接听 - next: 04-10 拜访 看样 | 03-20 04-10 | nobody agreed
拜访 看样 | 03-02 09:00 电话 - next: 04-10 拜访 看样 | 03-20 | earlier that day; the second moved it
电话 报价 | 03-12 电话 - next: 03-30 电话 报价 | 03-30 | a call
"""


def rows() -> list[tuple[str, str, list[str], str]]:
    found = []
    for line in CASES.strip().split("\n"):
        promised, came, still, why = (part.strip() for part in line.split("|"))
        came = f"2026-{came}".replace("next: ", "next: 2026-").replace(" - ", "\n- ")
        found.append((f"2026-03-20 {promised}", came, still.split(), why))
    return found


def still_open(text: str, day: str = "2026-03-23", pack: str = "standard") -> list[str]:
    promised = [item for item in by_hand.items(text, day, pack) if item.source == "promises"]
    return [f"{item.day:%m-%d}" for item in promised]


@pytest.mark.parametrize("pack", resources.packs())
@pytest.mark.parametrize(("promised", "came", "still", "why"), rows())
def test_a_promise_agreed_anew_is_replaced_whichever_way_it_moved(
    pack: str, promised: str, came: str, still: list[str], why: str
) -> None:
    text = by_hand.record(MADE.format(promised=promised) + came)
    assert still_open(text, pack=pack) == still, why


def test_of_two_promises_the_one_with_that_goal_moves() -> None:
    log = "2026-03-02 电话\n- next: 2026-03-12 拜访 看样\n- next: 2026-03-16 拜访 签合同\n"
    moved = "2026-03-18 微信 改期\n- next: 2026-04-10 拜访 签合同"
    assert still_open(by_hand.record(log + moved)) == ["03-12", "04-10"]


def test_a_call_that_keeps_one_promise_may_move_another() -> None:
    log = "2026-03-02 电话\n- next: 2026-03-10 电话 报价\n- next: 2026-03-20 拜访 看样\n"
    assert still_open(by_hand.record(log + "2026-03-10 电话\n- next: 2026-04-10 拜访 看样")) == ["04-10"]


def test_a_call_that_moves_a_call_keeps_no_other() -> None:
    log = "2026-03-02 电话\n- next: 2026-03-10 电话 对账\n- next: 2026-03-12 电话 报价\n"
    assert still_open(by_hand.record(log + "2026-03-10 电话\n- next: 2026-03-30 电话 报价")) == [
        "03-10",
        "03-30",
    ]


def test_two_promises_moved_in_one_talk_are_both_replaced() -> None:
    log = "2026-03-02 电话\n- next: 2026-03-16 电话 对账\n- next: 2026-03-20 拜访 看样\n"
    came = "2026-03-10 来电\n- next: 2026-04-07 电话 对账\n- next: 2026-04-10 拜访 看样"
    assert still_open(by_hand.record(log + came)) == ["04-07", "04-10"]


def test_a_promise_moved_twice_leaves_the_last_day() -> None:
    log = MADE.format(promised="2026-03-20 拜访 看样")
    came = "2026-03-10 来电\n- next: 2026-04-10 拜访 看样\n2026-03-12 微信\n- next: 2026-03-25 拜访 看样"
    assert still_open(by_hand.record(log + came)) == ["03-25"]


def test_a_voided_entry_moves_nothing() -> None:
    log = MADE.format(promised="2026-03-20 拜访 看样")
    came = (
        "2026-03-10 来电\n- next: 2026-04-10 拜访 看样\n"
        "2026-03-11 作废\n- voids: 2026-03-10 来电\n- reason: 记错客户"
    )
    assert still_open(by_hand.record(log + came)) == ["03-20"]


@pytest.mark.parametrize("back", [False, True])
def test_the_order_within_a_day_is_the_clocks_wherever_entries_stand(back: bool) -> None:
    """Made at two, kept at half past four; made at half past four, it is still open."""
    kept = ["2026-03-10 14:00 电话 约\n- next: 2026-03-10 电话 报价", "2026-03-10 16:30 电话 已谈"]
    early = ["2026-03-10 9:05 电话 先问", "2026-03-10 10:00 电话 约\n- next: 2026-03-10 电话 报价"]
    assert still_open(by_hand.record("\n".join(reversed(kept) if back else kept))) == []
    assert still_open(by_hand.record("\n".join(reversed(early) if back else early))) == ["03-10"]


@pytest.mark.parametrize("back", [False, True])
def test_the_last_word_of_a_day_is_the_clocks(back: bool) -> None:
    """Put off twice in a day: the later of the two holds."""
    twice = [
        f"2026-03-09 {at} 延后\n- item: promise-2026-03-12\n- until: {until}\n- reason: 出差"
        for at, until in (("09:00", "2026-03-30"), ("17:00", "2026-04-20"))
    ]
    log = ["2026-03-02 电话\n- next: 2026-03-12 电话 报价", *(reversed(twice) if back else twice)]
    assert still_open(by_hand.record("\n".join(log))) == ["04-20"]


def test_a_call_before_the_first_order_is_no_call_after_it() -> None:
    keys = {
        at: "first_call" in {i.key for i in by_hand.items(by_hand.record(log), "2026-03-11")}
        for at in ("09:00", "15:00")
        for log in [f"2026-03-10 14:00 订单 首单\n- amount: 1万\n2026-03-10 {at} 电话"]
    }
    assert keys == {"09:00": True, "15:00": False}
