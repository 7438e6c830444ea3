"""What fulfils, resets, postpones and stops a follow-up (design §7, E1, E6, E8, E11)."""

from __future__ import annotations

import dataclasses
from typing import Any

import by_hand
import pytest

from crmkit import resources
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar
from crmkit.policy.files.cadence import Cadence

A = "tier: {value: A, reason: 示例, until: 2027-12-31}\n"
B = "tier: {value: B, reason: 示例, until: 2027-12-31}\n"
Due = Any


def test_a_talk_that_weighs_more_answers_a_lighter_track_and_never_the_other_way(due: Due) -> None:
    """A visit is the week's call too, a call is no visit (E2)."""
    assert due(by_hand.record("2025-03-03 电话\n2025-03-05 拜访", A), "2025-03-06") == [
        "a_weekly 2025-03-12",
        "a_visit 2025-06-05",
    ]
    assert due(by_hand.record("2025-03-03 拜访\n2025-03-05 电话", A), "2025-03-06") == [
        "a_weekly 2025-03-12",
        "a_visit 2025-06-03",
    ]
    assert "a_visit 2025-06-03" in due(by_hand.record("2025-03-03 拜访\n2025-03-05 视频", A), "2025-03-06")
    policy = by_hand.pack("standard")
    plain = policy.having(policy.get(Cadence)._replace(weightier=False))
    assert due(by_hand.record("2025-03-03 电话\n2025-03-05 拜访", A), "2025-03-06", plain)[0] == (
        "a_weekly 2025-03-10"
    )


@pytest.mark.parametrize("kind", ["微信", "邮件", "电话", "拜访", "视频", "短信"])
def test_a_newsletter_is_answered_by_a_newsletter_only(due: Due, kind: str) -> None:
    log = f"2025-03-03 简报 三月\n2025-03-17 {kind}"
    assert "b_newsletter 2025-04-03" in due(by_hand.record(log, B), "2025-03-18")


@pytest.mark.parametrize("kind", ["电话", "拜访", "微信", "简报"])
def test_what_is_sent_to_all_each_month_is_answered_by_no_talk(due: Due, kind: str) -> None:
    log = f"2025-03-03 短信\n- automatic: 是\n2025-03-17 {kind}"
    assert "c_monthly 2025-04-03" in due(by_hand.record(log), "2025-03-18")


def test_one_talk_fulfils_every_track_it_fits(due: Due) -> None:
    """A visit is both the week's contact and the quarter's visit."""
    found = due(by_hand.record("2025-03-03 拜访", A), "2025-03-04")
    assert found == ["a_weekly 2025-03-10", "a_visit 2025-06-03"]


def test_early_contacts_move_the_day_because_the_last_touch_counts(due: Due) -> None:
    assert due(by_hand.record("2025-03-03 电话\n2025-03-06 电话\n2025-03-06 拜访", A), "2025-03-07")[0] == (
        "a_weekly 2025-03-13"
    )


def test_what_was_voided_resets_nothing_from_the_day_of_voiding(due: Due) -> None:
    text = by_hand.record(
        "2025-03-03 电话\n2025-03-03 拜访\n2025-03-06 电话\n"
        "2025-03-10 作废 记错\n- voids: 2025-03-06 电话\n- reason: 打错了",
        A,
    )
    assert due(text, "2025-03-11")[0] == "a_weekly 2025-03-10"
    assert due(text, "2025-03-09")[0] == "a_weekly 2025-03-13"


def test_what_lies_after_the_day_is_not_known_yet(due: Due) -> None:
    text = by_hand.record("2025-03-03 电话\n2025-03-03 拜访\n2025-03-20 电话", A)
    assert due(text, "2025-03-12")[0] == "a_weekly 2025-03-10"


def test_inbound_counts_only_where_the_policy_says_so(due: Due) -> None:
    text = by_hand.record("2025-03-03 电话\n2025-03-03 拜访\n2025-03-06 电话\n- direction: in", A)
    assert due(text, "2025-03-07")[0] == "a_weekly 2025-03-13"
    policy = by_hand.pack("standard")
    ours = policy.having(policy.get(Cadence)._replace(inbound=False))
    assert due(text, "2025-03-07", ours)[0] == "a_weekly 2025-03-10"


def test_a_promise_is_due_on_its_day_and_done_by_a_later_contact(due: Due) -> None:
    """E6: 3 days before its day, the policy's lead, a contact answers it; an earlier one does not."""
    made = "2025-03-03 电话\n- next: 2025-03-20 微信 发报价\n2025-03-03 拜访"
    assert due(by_hand.record(made, A), "2025-03-06") == [
        "a_weekly 2025-03-10", "promise-2025-03-20 2025-03-20", "a_visit 2025-06-03",
    ]  # fmt: skip
    assert "promise-2025-03-20 2025-03-20" in due(by_hand.record(f"{made}\n2025-03-16 电话", A), "2025-03-21")
    assert "promise-2025-03-20 2025-03-20" not in due(
        by_hand.record(f"{made}\n2025-03-17 电话", A), "2025-03-21"
    )


def test_a_contact_answers_one_promise_only_the_earliest(due: Due) -> None:
    made = (
        "2025-03-03 电话\n- next: 2025-03-12 微信 发报价\n"
        "2025-03-04 电话\n- next: 2025-03-13 电话 问结果\n2025-03-03 拜访"
    )
    one = due(by_hand.record(f"{made}\n2025-03-12 电话", A), "2025-03-14")
    assert [item for item in one if "promise" in item] == ["promise-2025-03-13 2025-03-13"]
    two = due(by_hand.record(f"{made}\n2025-03-12 电话\n2025-03-13 电话", A), "2025-03-14")
    assert [item for item in two if "promise" in item] == []


def test_what_follows_on_the_day_of_a_promise_does_not_answer_it_unless_it_was_for_that_day(due: Due) -> None:
    """E6: promised at ten for the day after tomorrow; a call minutes later kept nothing yet."""
    for day, kept in (("2025-03-05", False), ("2025-03-03", True)):
        made = f"2025-03-03 10:00 电话\n- next: {day} 电话 问结果\n2025-03-03 10:20 电话 补一句"
        open_ = [item for item in due(by_hand.record(made, A), "2025-03-04") if "promise" in item]
        assert (open_ == []) is kept
        later = f"{made}\n2025-03-04 电话 问到了"
        assert [item for item in due(by_hand.record(later, A), "2025-03-06") if "promise" in item] == []


def test_the_entry_that_promises_does_not_answer_itself(due: Due) -> None:
    text = by_hand.record("2025-03-03 电话\n- next: 2025-03-04 电话 再问", A)
    assert "promise-2025-03-04 2025-03-04" in due(text, "2025-03-04")


def test_a_next_step_without_a_day_or_kind(due: Due) -> None:
    """Without a day there is nothing to be due; without a known kind the whole text is the goal."""
    assert not [
        i for i in due(by_hand.record("2025-03-03 电话\n- next: 下周再说", A), "2025-03-04") if "promise" in i
    ]
    items = by_hand.items(
        by_hand.record("2025-03-03 电话\n- next: 2025-03-04 10:30 看样 一起去", A), "2025-03-03"
    )
    promised = next(item for item in items if item.source == "promises")
    assert (promised.about.zh, promised.channels) == ("看样 一起去", ())


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        ("2025-03-11", "overdue"), ("2025-03-10", "today"), ("2025-03-09", "tomorrow"),
        ("2025-03-08", "later"), ("2025-03-05", "later"),
    ],
)  # fmt: skip
def test_buckets_follow_weeks_from_monday(day: str, bucket: str) -> None:
    """10 March 2025 is a Monday: from Sunday it is tomorrow, from Saturday it is next week."""
    items = {item.key: item for item in by_hand.items(by_hand.record("2025-03-03 电话", A), day)}
    assert by_hand.lies(items["a_weekly"], day) == bucket


def test_this_week_ends_on_sunday() -> None:
    items = {item.key: item for item in by_hand.items(by_hand.record("2025-03-05 电话", A), "2025-03-10")}
    assert (items["a_weekly"].day.isoformat(), by_hand.lies(items["a_weekly"], "2025-03-10")) == (
        "2025-03-12",
        "this_week",
    )


def test_an_item_says_its_rule_what_reset_it_and_what_would_fulfil_it() -> None:
    """E1: the file and line of both; a call or a message from two days before counts."""
    item = by_hand.items(by_hand.record("2025-03-03 拜访\n2025-03-06 电话", A), "2025-03-07")[0]
    assert item.rule.path == "sop/cadence.md"
    folder = resources.pack("standard")
    assert folder is not None
    line = (folder / "cadence.md").read_text("utf-8").split("\n")[item.rule.line - 1]
    assert line.strip() == "- key: a_weekly"
    assert item.reset_by is not None
    assert (item.reset_by.path, item.reset_by.line) == ("records/CRM-202405001.md", 13)
    assert (item.fulfilled_by.channels, item.fulfilled_by.since.isoformat()) == (
        ("phone", "wechat"),
        "2025-03-11",
    )
    assert (item.owner, item.tier, str(item.last_touch)) == ("zhang.wei", "A", "2025-03-06")


def test_an_onboarding_step_needs_a_contact_of_its_own(due: Due) -> None:
    """One e-mail is the thank-you letter; the guide, later and from 3 days before its day, needs another."""
    order = "2025-03-03 订单 首单\n- amount: 1万\n2025-03-03 邮件 感谢信"
    keys = [line.split()[0] for line in due(by_hand.record(order), "2025-03-04")]
    assert "thank_you" not in keys
    assert {"first_call", "guide", "first_month"} < set(keys)
    second = f"{order}\n2025-03-07 邮件 指南"
    assert "guide" not in [line.split()[0] for line in due(by_hand.record(second), "2025-03-08")]
    early = f"{order}\n2025-03-05 邮件 别的"
    assert "guide" in [line.split()[0] for line in due(by_hand.record(early), "2025-03-08")]


def test_their_call_is_no_onboarding_of_ours(due: Due) -> None:
    text = by_hand.record("2025-03-03 订单 首单\n- amount: 1万\n2025-03-04 电话 来问\n- direction: in")
    assert "first_call" in [line.split()[0] for line in due(text, "2025-03-05")]


def test_a_step_long_past_is_given_up(due: Due) -> None:
    """60 days after its day, as the policy chooses: books that begin with us hold no old debts."""
    text = by_hand.record("2025-03-03 订单 首单\n- amount: 1万")
    assert "thank_you" in [line.split()[0] for line in due(text, "2025-05-03")]
    assert "thank_you" not in [line.split()[0] for line in due(text, "2025-05-04")]


def test_snooze_moves_the_day_until_the_next_contact(due: Due) -> None:
    put = (
        "2025-03-03 拜访\n2025-03-06 电话\n"
        "2025-03-12 延后\n- item: a_weekly\n- until: 2025-03-20\n- reason: 客户出差"
    )
    assert due(by_hand.record(put, A), "2025-03-14")[0] == "a_weekly 2025-03-20 snoozed"
    assert due(by_hand.record(put, A), "2025-03-11")[0] == "a_weekly 2025-03-13"
    assert due(by_hand.record(f"{put}\n2025-03-19 电话", A), "2025-03-20")[0] == "a_weekly 2025-03-26"


def test_skip_leaves_out_this_once(due: Due) -> None:
    put = "2025-03-03 拜访\n2025-03-06 电话\n2025-03-12 跳过\n- item: a_weekly\n- reason: 展会上刚见过"
    assert due(by_hand.record(put, A), "2025-03-14")[0] == "a_weekly 2025-03-19 skipped"
    promised = (
        "2025-03-03 拜访\n2025-03-06 电话\n- next: 2025-03-12 微信 发报价\n"
        "2025-03-10 跳过\n- item: promise-2025-03-12"
    )
    assert not [
        i for i in due(by_hand.record(f"{promised}\n- reason: 已当面给", A), "2025-03-11") if "promise" in i
    ]


def test_the_cap_lets_the_cadence_wait(due: Due) -> None:
    """E8: two contacts of ours on 3 and 10 March; C bears two a month, so the next is free on 3 April."""
    text = by_hand.record("2024-12-10 电话\n2025-03-03 短信\n2025-03-10 邮件")
    assert due(text, "2025-03-12") == ["c_call 2025-04-03 capped", "c_monthly 2025-04-10"]
    assert due(text, "2025-04-08") == ["c_call 2025-04-03 capped", "c_monthly 2025-04-10"]  # the day stays
    later = text + "\n## 2025-04-04 短信\n\n## 2025-04-07 邮件\n"
    assert due(later, "2025-04-08")[0] == "c_call 2025-05-06 capped"  # full again: nobody is late meanwhile
    agreed = by_hand.record(
        "2024-12-10 电话\n2025-03-03 短信\n2025-03-10 邮件",
        "extra_contact: {agreed: 2025-01-01, when: 上午}\n",
    )
    assert due(agreed, "2025-03-12")[0] == "c_call 2025-03-10"
    answers = by_hand.record("2024-12-10 电话\n2025-03-03 短信\n2025-03-10 邮件\n- purpose: answer")
    assert due(answers, "2025-03-12")[0] == "c_call 2025-03-10"


def test_no_cap_lets_a_late_promise_or_step_wait(due: Due) -> None:
    """E8 caps what we do of our own accord; what was promised, and onboarding, stay late on their days."""
    text = by_hand.record(
        "2025-03-05 订单 首单\n- amount: 1万\n"
        "2025-03-05 电话\n- next: 2025-03-10 拜访 面谈续约\n2025-03-06 信函"
    )
    assert due(text, "2025-03-13")[:2] == ["promise-2025-03-10 2025-03-10", "guide 2025-03-12"]


@pytest.mark.parametrize("said", ["2025-03-12", "2025-03-12 电话"])
def test_a_promise_that_says_no_goal_is_called_something_all_the_same(said: str) -> None:
    """So that the list of the morning and `skip` have a word for it (E6)."""
    text = by_hand.record(f"2025-03-03 拜访\n2025-03-06 电话\n- next: {said}", A)
    (item,) = (one for one in by_hand.items(text, "2025-03-11") if one.source == "promises")
    assert item.about == ("约好的联系", "Promised contact")


def test_two_promises_of_one_day_are_left_out_one_by_one(due: Due) -> None:
    """Each has a name of its own, by the order in which they were made (E6)."""
    text = by_hand.record(
        "2025-03-03 拜访\n2025-03-06 电话\n- next: 2025-03-12 微信 发报价\n"
        "2025-03-07 微信\n- next: 2025-03-12 微信 发合同",
        A,
    )
    assert [item for item in due(text, "2025-03-08") if "promise" in item] == [
        "promise-2025-03-12 2025-03-12", "promise-2025-03-12-2 2025-03-12",
    ]  # fmt: skip
    skipped = f"{text}\n## 2025-03-08 跳过\n- item: promise-2025-03-12\n- reason: 已当面给\n"
    assert [item for item in due(skipped, "2025-03-08") if "promise" in item] == [
        "promise-2025-03-12-2 2025-03-12"
    ]


def test_do_not_contact_leaves_promises_alone(due: Due) -> None:
    text = by_hand.record("2025-03-06 电话\n- next: 2025-03-12 微信 发报价", A + "do_not_contact: true\n")
    assert due(text, "2025-03-10") == ["promise-2025-03-12 2025-03-12"]


def test_the_preferred_channel_stands_first() -> None:
    people = "contacts:\n  - {name: 李雷, prefers: '微信, 工作日上午'}\n"
    item = by_hand.items(by_hand.record("2025-03-03 拜访\n2025-03-06 电话", A + people), "2025-03-07")[0]
    assert item.channels == ("wechat", "phone")


@pytest.mark.parametrize("status", ["lead", "dormant", "lost"])
def test_who_is_not_served_has_no_cadence(status: str, due: Due) -> None:
    assert due(by_hand.record("2025-03-06 电话", A, status=status), "2025-03-10") == []


def test_urgency_shortens_the_closest_track_only(due: Due) -> None:
    """S1, S3: B's fortnight becomes a week; newsletter and survey stay."""
    log = "2025-03-03 微信\n2025-03-03 简报"
    found = due(by_hand.record(log, B + "urgency: high\n"), "2025-03-04")
    assert "b_biweekly 2025-03-10 shortened" in found
    assert "b_newsletter 2025-04-03" in found


def test_nobody_is_late_for_a_tier_that_came_later(due: Due) -> None:
    """Last called in January as C; A since 3 March: due that day, not in January."""
    text = by_hand.record(
        "2025-01-06 电话\n2025-01-07 拜访\n"
        "2025-03-03 定级 转 A\n- from: C\n- to: A\n- reason: 签大单\n- until: 2027-12-31",
        A,
    )
    assert due(text, "2025-03-04")[0] == "a_weekly 2025-03-03"


def test_a_record_that_knows_no_day_is_due_today() -> None:
    text = by_hand.record("", A).replace("recorded: {by: zhang.wei, date: 2023-01-04}\n", "")
    assert {item.day.isoformat() for item in by_hand.items(text, "2025-03-04")} == {"2025-03-04"}


def test_where_rest_days_are_kept_the_day_stays(due: Due) -> None:
    policy = by_hand.pack("standard")
    kept = policy.having(dataclasses.replace(policy.get(Calendar), moves=False))
    assert (
        due(by_hand.record("2025-01-22 电话\n2025-01-22 拜访", A), "2025-01-23", kept)[0]
        == "a_weekly 2025-01-29"
    )


def test_a_promise_may_have_days_of_grace() -> None:
    policy = by_hand.pack("standard")
    graceful = policy.get(Cadence).promises._replace(grace=Span(2, "day"))
    patient = policy.having(policy.get(Cadence)._replace(promises=graceful))
    text = by_hand.record("2025-03-03 电话\n- next: 2025-03-10 微信 发报价", A)
    buckets = [
        next(
            by_hand.lies(item, day, patient)
            for item in by_hand.items(text, day, patient)
            if item.source == "promises"
        )
        for day in ("2025-03-10", "2025-03-12", "2025-03-13")
    ]
    assert buckets == ["today", "today", "overdue"]


@pytest.mark.parametrize("word", ["c_call", "C 类季度电话", "Tier C quarterly call", "Ｃ 类季度电话"])
def test_an_entry_may_call_a_track_by_its_label(due: Due, word: str) -> None:
    put = f"2026-01-05 电话\n2026-03-09 延后\n- item: {word}\n- until: 2026-07-20\n- reason: 客户出差"
    assert "c_call 2026-07-20" in " ".join(due(by_hand.record(put), "2026-04-20"))


@pytest.mark.parametrize(("day", "quiet"), [("2026-03-31", False), ("2026-04-01", True)])
def test_who_will_leave_is_there_until_then(due: Due, day: str, quiet: bool) -> None:
    """One asked for quiet, the other leaves on 1 April: from that day on nobody is left to be called."""
    people = "contacts:\n  - {name: 甲, do_not_contact: 是}\n  - {name: 乙, left: 2026-04-01}\n"
    assert (due(by_hand.record("2026-01-05 电话", people), day) == []) is quiet
