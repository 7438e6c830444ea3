"""Who called whom, and whether anybody answered, as the words of a heading say it (B1, E2, E6, E8)."""

from __future__ import annotations

from datetime import date

import by_hand
import pytest

from crmkit import resources
from crmkit.calendar.deadline import end_of
from crmkit.load import load_record
from crmkit.model import Event
from crmkit.view import facts_of, view

PROMISED = "2026-03-02 电话 约\n- next: 2026-03-12 电话 报价\n"


def entry(heading: str, pack: str) -> Event:
    text = by_hand.record(heading)
    loaded = load_record("records/CRM-202405001.md", text.encode("utf-8"), by_hand.pack(pack))
    assert loaded.customer is not None
    assert not [one for one in loaded.findings if one.source.line > 8], "what stands in the log is understood"
    return loaded.customer.events[-1]


@pytest.mark.parametrize("pack", resources.packs())
@pytest.mark.parametrize(
    ("word", "kind", "way"),
    [
        ("来电", "phone", "in"), ("客户来电", "phone", "in"), ("Call-in", "phone", "in"),
        ("来访", "visit", "in"), ("来函", "letter", "in"), ("来信", "letter", "in"),
        ("来邮件", "email", "in"),
        ("去电", "phone", "out"), ("外呼", "phone", "out"), ("电话", "phone", ""), ("拜访", "visit", ""),
    ],
)  # fmt: skip
def test_a_word_says_who_made_the_contact(pack: str, word: str, kind: str, way: str) -> None:
    found = entry(f"2026-03-02 {word} 问报价", pack)
    assert (found.kind, found.say("direction")) == (kind, way)


@pytest.mark.parametrize("pack", resources.packs())
def test_a_field_says_it_better_than_the_word(pack: str) -> None:
    assert entry("2026-03-02 来电 回复\n- direction: 我方主动", pack).say("direction") == "out"


@pytest.mark.parametrize("pack", resources.packs())
@pytest.mark.parametrize(
    "tried",
    [
        "电话 无人接听", "电话 未接通", "电话 占线", "电话 无人接听，明天再打", "电话 报价 未接通",
        "电话 （关机）", "电话 No answer", "电话 no answer, try again", "拜访 扑空", "视频 未接通。",
        "电话 报价\n- reached: 否", "电话 报价\n- 是否接通: no",
    ],
)  # fmt: skip
def test_a_try_that_reached_nobody_keeps_no_promise(pack: str, tried: str) -> None:
    text = by_hand.record(f"{PROMISED}2026-03-12 09:30 {tried}")
    assert "promise-2026-03-12" in {item.key for item in by_hand.items(text, "2026-03-13", pack)}


@pytest.mark.parametrize(
    "talk", ["电话 上次无人接听，这次谈妥", "电话 未接通\n- reached: 是", "电话 谈占线问题"]
)
def test_a_talk_about_an_unanswered_call_is_a_talk(talk: str) -> None:
    text = by_hand.record(f"{PROMISED}2026-03-12 09:30 {talk}")
    assert "promise-2026-03-12" not in {item.key for item in by_hand.items(text, "2026-03-13")}


def test_a_try_moves_no_track_and_no_step_and_breaks_no_silence() -> None:
    log = "2026-03-02 电话\n2026-03-12 电话 无人接听"
    items = {item.key: item for item in by_hand.items(by_hand.record(log), "2026-03-13")}
    assert items["c_call"].day.isoformat() == "2026-06-02"
    assert items["c_call"].last_touch is not None
    assert items["c_call"].last_touch.isoformat() == "2026-03-02"
    first = by_hand.record("2026-03-12 订单 首单\n- amount: 1万\n2026-03-12 电话 未接通")
    assert "first_call" in {item.key for item in by_hand.items(first, "2026-03-13")}


def test_tries_are_contacts_that_a_cap_counts() -> None:
    """Two a month: two tries, and the monthly care waits until there is room again."""
    log = "2026-02-10 短信\n- automatic: 是\n2026-03-02 电话 占线\n2026-03-03 电话 占线"
    items = {item.key: item for item in by_hand.items(by_hand.record(log), "2026-03-04")}
    assert (items["c_monthly"].day.isoformat(), "capped" in items["c_monthly"].notes) == ("2026-04-02", True)


def test_calls_of_the_customer_are_none_of_ours() -> None:
    """Three calls of theirs leave the cap alone, and each is the contact that the quarter asks for."""
    log = "2026-03-02 09:00 来电\n2026-03-05 来电\n2026-03-06 来电\n2026-02-10 短信\n- automatic: 是"
    items = {item.key: item for item in by_hand.items(by_hand.record(log), "2026-03-10")}
    assert items["c_monthly"].day.isoformat() == "2026-03-10"
    assert items["c_call"].day.isoformat() == "2026-06-08"


def test_a_call_repeated_after_a_try_ends_both_plans() -> None:
    tried = f"{PROMISED}2026-03-12 电话 未接通\n- next: 2026-03-14 电话 报价\n"
    found = by_hand.items(by_hand.record(tried), "2026-03-13")
    both = [item.key for item in found if item.source == "promises"]
    assert both == ["promise-2026-03-12", "promise-2026-03-14"]
    done = by_hand.items(by_hand.record(f"{tried}2026-03-14 电话 谈妥"), "2026-03-15")
    assert not [item for item in done if item.source == "promises"]


def test_a_try_is_no_sign_of_life() -> None:
    """Silent since the talk of 2 March, however often nobody answered since (E10)."""
    text = by_hand.record("2026-03-02 电话\n2026-03-12 电话 无人接听\n2026-03-20 来电 未接")
    policy = by_hand.pack("standard")
    loaded = load_record("records/CRM-202405001.md", text.encode("utf-8"), policy)
    assert loaded.customer is not None
    seen = view(
        [facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(date(2026, 3, 31))
    )
    assert seen.standings["CRM-202405001"].number("days_silent") == 29
