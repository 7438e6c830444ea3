"""A track says who does it, by which channel first, and what is written down of it (E2, E8, E9)."""

from __future__ import annotations

from typing import Any

import by_hand
import pytest

from crmkit.calendar.bucket import Bucket
from crmkit.calendar.deadline import end_of
from crmkit.calendar.span import Span
from crmkit.calendar.working import Calendar
from crmkit.checks import track_fields
from crmkit.followups import DueItem, see
from crmkit.followups.caps import outbound
from crmkit.load import load_record
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.view import View, facts_of, view

A = "tier: {value: A, reason: 示例, until: 2027-12-31}\n"
C = "tier: {value: C, reason: 示例, until: 2027-12-31}\n"


def having(**changes: Any) -> Policy:
    policy = by_hand.pack("standard")
    return policy.having(policy.get(Cadence)._replace(**changes))


def weekly(**changes: Any) -> Policy:
    """The pack with the first track changed."""
    first, *others = by_hand.pack("standard").get(Cadence).tracks
    return having(tracks=(first._replace(**changes), *others))


def seen_by(text: str, day: str, policy: Policy) -> View:
    loaded = load_record("records/CRM-202405001.md", text.encode(), policy)
    assert loaded.customer is not None
    return view([facts_of(loaded.customer, policy, loaded.document)], policy, moment=by_hand.moment(day))


def item(text: str, key: str, day: str, under: Policy | None = None) -> DueItem:
    found = by_hand.items(text, day, under or by_hand.pack("standard"))
    return next(each for each in found if each.key == key)


def test_where_any_channel_will_do_the_one_that_reached_them_last_goes_first() -> None:
    log = "2025-03-03 电话\n2025-03-05 微信\n2025-03-06 电话\n- reached: no"
    assert item(by_hand.record(log, A), "a_weekly", "2025-03-07").channels == ("wechat", "phone")
    listed = weekly(any_order=False)
    assert item(by_hand.record(log, A), "a_weekly", "2025-03-07", listed).channels == ("phone", "wechat")


def test_what_a_contact_prefers_goes_before_both() -> None:
    more = A + "contacts:\n  - {name: 李雷, prefers: 电话}\n"
    log = "2025-03-05 微信"
    assert item(by_hand.record(log, more), "a_weekly", "2025-03-07").channels == ("phone", "wechat")


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("", "zhang.wei"),
        ("owner", "zhang.wei"),
        ("seller", "zhang.wei"),
        ("lead", "li.na"),
        ("engineer", None),
    ],
)
def test_a_track_goes_to_who_has_its_role(role: str, who: str | None) -> None:
    """The owner where the role is theirs too, the lead above them, the only one; else the role."""
    found = item(by_hand.record("2025-03-05 微信", A), "a_weekly", "2025-03-07", weekly(role=role))
    assert found.owner == who if who else found.owner in ("engineer", *by_hand.pack("standard").people.people)


THREE = "2025-03-03 电话\n- direction: in\n2025-03-04 短信\n- automatic: 是\n2025-03-05 电话"


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 2),
        ({"automatic": False}, 1),
        ({"outbound": False}, 3),
        ({"automatic": False, "outbound": False}, 2),
    ],
)
def test_a_cap_counts_what_the_pack_says(changes: dict[str, Any], count: int) -> None:
    """A call of theirs, a message by machine, a call of ours."""
    policy = by_hand.pack("standard")
    (cap,) = policy.get(Cadence).caps
    (standing,) = seen_by(by_hand.record(THREE, C), "2025-03-07", policy).standings.values()
    seen = see(standing, seen_by(by_hand.record(THREE, C), "2025-03-07", policy))
    assert len(outbound(cap._replace(**changes), seen, seen.as_of)) == count


def test_only_a_contact_of_ours_answers_where_the_pack_says_so() -> None:
    log = "2025-03-03 电话\n- next: 2025-03-06 电话 报价\n2025-03-06 电话\n- direction: in"
    promises = by_hand.pack("standard").get(Cadence).promises
    keys = [each.key for each in by_hand.items(by_hand.record(log), "2025-03-07")]
    assert "promise-2025-03-06" not in keys
    ours = having(promises=promises._replace(ours=True))
    assert "promise-2025-03-06" in [
        each.key for each in by_hand.items(by_hand.record(log), "2025-03-07", ours)
    ]


def test_whoever_does_it_is_reminded_as_long_before_as_the_pack_says() -> None:
    found = item(by_hand.record("2025-03-03 电话\n2025-03-03 拜访", A), "a_weekly", "2025-03-04")
    calendar = by_hand.pack("standard").get(Calendar)
    day = end_of(found.day).date().replace(day=8)
    assert found.state(calendar, Span(1, "day"), as_of=day) is Bucket.LATER
    assert found.state(calendar, Span(2, "day"), as_of=day) is Bucket.TOMORROW
    assert found.state(calendar, Span(1, "workday"), as_of=day) is Bucket.TOMORROW


def lacking(log: str, more: str = A, under: Policy | None = None) -> list[str]:
    """The fields that each finding names."""
    seen = seen_by(by_hand.record(log, more), "2025-03-07", under or by_hand.pack("standard"))
    assert track_fields.CHECK.each is not None
    return [dict(each.arguments)["fields_en"] for each in track_fields.CHECK.each(seen)]


def test_a_contact_that_lacks_what_its_track_asks_for_is_told() -> None:
    assert lacking("2025-03-05 电话 对账") == ["Feedback, Next step"]
    assert lacking("2025-03-05 电话 对账\n- feedback: 好") == ["Next step"]
    assert lacking("2025-03-05 电话 对账\n- feedback: 好\n- next: 2025-03-12 电话 报价") == []
    assert lacking("2025-03-05 电话 对账", under=weekly(asked=())) == []


def test_only_the_last_one_and_only_of_ours_is_asked_about() -> None:
    said = "2025-03-06 电话\n- feedback: 好\n- next: 2025-03-12 电话 报价"
    assert lacking(f"2025-03-05 电话\n{said}") == []
    assert lacking(f"{said}\n2025-03-06 电话\n- direction: in") == []
    assert lacking("2025-03-05 邮件 对账") == []
    assert lacking("2025-03-05 电话 对账", C) == []


def test_an_attitude_is_asked_for_while_a_customer_is_won_back() -> None:
    log = "2025-03-03 电话 抱怨\n- attitude: 2\n2025-03-05 电话 再谈"
    assert lacking(log, "") == ["Attitude"]
    assert lacking(f"{log}\n- attitude: 4", "") == []


def test_the_command_of_a_track_names_what_is_written_down(crm: Any) -> None:
    crm.write("records/CRM-202405001.md", by_hand.record("2025-03-03 电话 抱怨\n- attitude: 2"))
    from crmkit.followups import source_of

    found = item(by_hand.record("2025-03-03 电话 抱怨\n- attitude: 2"), "d_recovery", "2025-03-05")
    said = source_of(found).command(found, by_hand.pack("standard"), "zh")
    assert list(said) == ["crmkit", "log", "CRM-202405001", "电话", "--field", "客户态度=…"]
