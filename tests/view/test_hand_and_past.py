"""Tiers set by hand, and what status, owner, potential and tier were on a past day (D6, L3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crmkit.view import Standing

Stands = Callable[..., Standing]

HAND = "tier: {value: A, reason: 战略合作谈判中, until: 2024-09-30}\n"


@pytest.mark.parametrize(
    ("day", "key", "ended"),
    [("2024-09-29", "A", None), ("2024-09-30", "A", None), ("2024-10-01", "C", "2024-09-30")],
)
def test_a_tier_set_by_hand_holds_through_its_last_day(
    standing: Stands, day: str, key: str, ended: str | None
) -> None:
    """The computed tier, C, is known all the while."""
    tiering = standing(profile=HAND, on=day).tiering
    assert (tiering.key, tiering.computed) == (key, "C")
    assert str(tiering.hand_ended or "") == (ended or "")
    assert tiering.hand_reason == ("战略合作谈判中" if key == "A" else "")


def test_a_tier_set_by_hand_wins_over_the_overlay(standing: Stands) -> None:
    log = "\n## 2024-06-01 电话\n- attitude: 1\n"
    tiering = standing(log, profile=HAND, on="2024-06-30").tiering
    assert (tiering.key, tiering.computed, tiering.base) == ("A", "D", "C")


def test_a_tier_without_an_end_holds_on(standing: Stands) -> None:
    assert standing(profile="tier: {value: B, reason: 试用}\n", on="2034-01-01").tiering.key == "B"


SET = """
## 2024-03-01 定级 签约前按 A 服务
- to: A
- reason: 签约前
- until: 2024-03-31

## 2024-05-01 定级 再次
- from: B
- to: A
- reason: 续签谈判
- until: 2024-06-30
"""


@pytest.mark.parametrize(
    ("day", "key", "reason"),
    [("2024-02-29", "C", ""),
     ("2024-03-01", "A", "签约前"), ("2024-03-31", "A", "签约前"), ("2024-04-01", "C", ""),
     ("2024-05-01", "A", "续签谈判"), ("2024-06-30", "A", "续签谈判"), ("2024-07-01", "C", "")],
)  # fmt: skip
def test_on_a_past_day_the_entry_that_set_a_tier_says_how_long(
    standing: Stands, day: str, key: str, reason: str
) -> None:
    """`SET` names a tier from March to its end and again from May, and the profile says nothing."""
    tiering = standing(SET, on=day).tiering
    assert (tiering.key, tiering.hand_reason) == (key, reason)


def test_of_the_last_setting_the_profile_knows_better(standing: Stands) -> None:
    """Prolonged in the profile to the end of July; April's gap is none of the profile's business."""
    profile = "tier: {value: A, reason: 延期, until: 2024-07-31}\n"
    assert standing(SET, profile=profile, on="2024-07-31").tiering.hand_reason == "延期"
    assert standing(SET, profile=profile, on="2024-08-01").tiering.hand == ""
    assert standing(SET, profile=profile, on="2024-04-15").tiering.hand == ""


MOVES = """
## 2024-02-01 状态
- from: 潜在
- to: 合作中
- reason: 首单

## 2024-05-01 交接
- from: li.na
- to: zhang.wei
- reason: 调岗

## 2024-05-01 潜力
- from: 20%
- to: 35%
- reason: 新产线
"""


def test_what_a_field_was_comes_from_change_entries(standing: Stands) -> None:
    """From the day of the change on it is the new value, before it the old one; both are proven."""
    log = MOVES.replace("潜在", "lead").replace("合作中", "active")
    before, after = (
        standing(log, profile="potential: 35%\n", on=day) for day in ("2024-04-30", "2024-05-01")
    )
    assert (before.owner.value, before.owner.assumed) == ("li.na", False)
    assert (after.owner.value, after.owner.assumed) == ("zhang.wei", False)
    assert [str(each.potential.value) for each in (before, after)] == ["20", "35"]
    assert [each.status.value for each in (before, after)] == ["active", "active"]
    assert standing(log, on="2024-01-31").status.value == "lead"


def test_the_metrics_of_rules_take_the_value_of_the_day_with_its_line(standing: Stands) -> None:
    """The potential entry stands on line 20, the status on line 10."""
    log = MOVES.replace("潜在", "lead").replace("合作中", "active")
    found = standing(log, profile="potential: 35%\n", on="2024-04-30")
    potential, status = found.metrics["potential"], found.metrics["status"]
    assert (str(potential.value), [place.line for place in potential.sources]) == ("20", [20])
    assert (status.value, [place.line for place in status.sources]) == ("active", [10])
    plain = standing(profile="potential: 35%\n", on="2024-04-30").metrics
    assert [place.line for name in ("potential", "status") for place in plain[name].sources] == [7, 2]


def test_without_a_change_entry_today_s_value_stands_in_and_is_marked(standing: Stands) -> None:
    found = standing(profile="potential: 35%\n", on="2020-01-01")
    assert [(past.value if past is not found.potential else str(past.value), past.assumed)
            for past in (found.status, found.owner, found.potential)] == [
        ("active", True), ("zhang.wei", True), ("35", True)]  # fmt: skip


def test_before_a_change_that_says_not_what_it_found_nothing_is_known(standing: Stands) -> None:
    """Today's owner was not the owner yet; who was, nobody wrote."""
    log = "\n## 2024-05-01 交接\n- to: zhang.wei\n- reason: 调岗\n"
    before = standing(log, on="2024-04-30").owner
    assert (before.value, before.assumed) == (None, True)


def test_a_change_that_says_not_what_it_made_leaves_the_word_to_the_next_or_to_the_profile(
    standing: Stands,
) -> None:
    log = "\n## 2024-03-01 交接\n- from: li.na\n"
    assert standing(log, on="2024-04-30").owner.value == "zhang.wei"
    assert standing(log, on="2024-04-30").owner.assumed
    more = log + "\n## 2024-05-01 交接\n- from: wang.min\n- to: zhang.wei\n"
    assert standing(more, on="2024-04-30").owner.value == "wang.min"


def test_of_changes_on_one_day_the_later_hour_wins_wherever_it_stands(standing: Stands) -> None:
    log = "\n## 2024-05-01 16:00 交接\n- to: zhang.wei\n\n## 2024-05-01 09:00 交接\n- to: li.na\n"
    assert standing(log, on="2024-05-01").owner.value == "zhang.wei"


def test_a_voided_change_holds_until_the_day_it_was_voided(standing: Stands) -> None:
    log = """
## 2024-05-01 交接
- from: zhang.wei
- to: li.na

## 2024-05-10 作废 登记错了
- voids: 2024-05-01 交接
"""
    assert standing(log, on="2024-05-09").owner.value == "li.na"
    assert standing(log, on="2024-05-10").owner == standing(on="2024-05-10").owner
    assert standing(log, on="2024-04-30").owner.assumed


def test_a_change_that_names_no_field_or_an_unreadable_value_changes_nothing(standing: Stands) -> None:
    log = "\n## 2024-05-01 变更\n- field: 没有\n- to: 1\n\n## 2024-05-02 潜力\n- to: 很高\n"
    assert standing(log, profile="potential: 35%\n", on="2024-06-30").number("potential") == 35


def test_a_change_of_a_list_as_a_whole_is_none_of_the_past(standing: Stands) -> None:
    """Nothing says what contacts or tags were: only what one word can tell is kept."""
    log = "\n## 2024-05-01 变更\n- field: contacts\n- to: 李雷\n\n## 2024-05-02 变更\n- field: 标签\n"
    assert standing(log, on="2024-06-30").facts.changes == ()


def test_somebody_whom_the_team_does_not_list_any_more_was_the_owner_all_the_same(standing: Stands) -> None:
    log = "\n## 2024-05-01 交接\n- from: qian.duoduo\n- to: zhang.wei\n"
    assert standing(log, on="2024-04-30").owner.value == "qian.duoduo"


def test_a_potential_of_no_known_value_is_unknown_to_rules(standing: Stands) -> None:
    log = "\n## 2024-05-01 潜力\n- to: 30%\n"
    assert standing(log, on="2024-04-30").metrics["potential"].value is None
