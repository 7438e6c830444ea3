"""Who is near a milestone, and which: a day of their own, since a festival is everybody's (D7)."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from crmkit.calendar.deadline import end_of
from crmkit.load import load_policy, load_record
from crmkit.policy import Policy
from crmkit.policy.files.milestones import MilestonePolicy
from crmkit.rules import say
from crmkit.view import Belonging, Standing, facts_of, view

SOP = {f"sop/{p.name}": p.read_bytes() for p in (Path(__file__).parents[2] / "sop").glob("*.md")}
HEAD = (
    "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: active\nowner: zhang.wei\n"
)
EVE = date(2025, 12, 31)


def near(more: str, day: date = EVE, policy: Policy | None = None) -> tuple[Standing, Belonging | None]:
    if policy is None:
        policy, _ = load_policy(SOP)
    assert policy is not None
    loaded = load_record("records/CRM-202405001.md", f"{HEAD}{more}---\n".encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    (standing,) = view([facts], policy, moment=end_of(day)).standings.values()
    return standing, next((each for each in standing.segments if each.key == "milestone_near"), None)


def said(belonging: Belonging | None) -> list[str]:
    return [say(reason, lang) for reason in belonging.reasons for lang in ("zh", "en")] if belonging else []


BEFORE_SPRING = date(2026, 2, 11)


def test_before_spring_festival_nobody_is_near_a_milestone_for_the_festivals_sake() -> None:
    standing, found = near("", BEFORE_SPRING)
    assert found is None
    assert standing.number("days_to_milestone") is None


def test_a_policy_may_count_festivals() -> None:
    policy, _ = load_policy(SOP)
    assert policy is not None
    rules = dataclasses.replace(policy.get(MilestonePolicy), festivals_near=True)
    _, found = near("", BEFORE_SPRING, policy=policy.having(rules))
    assert said(found) == [
        "距下一节点天数 6 ≤ 7（春节 2026-02-17）",
        "days to the next milestone 6 ≤ 7 (Spring Festival 2026-02-17)",
    ]


PEOPLE = "contacts:\n  - {{name: 李雷, birthday: {}}}\n  - {{name: 韩梅梅, birthday: 06-01}}\n"


@pytest.mark.parametrize(
    ("said", "day", "kept"),
    [
        ("农历 闰06-15", date(2026, 7, 25), "2026-07-28"),
        ("农历 2025-闰06-15", date(2026, 7, 25), "2026-07-28"),
        ("农历 闰06-15", date(2025, 7, 5), "2025-07-09"),
        ("农历八月十五", date(2026, 9, 20), "2026-09-25"),
        ("除夕", date(2026, 2, 14), "2026-02-16"),
    ],
)
def test_a_birthday_in_a_leap_month_is_kept_each_year(said: str, day: date, kept: str) -> None:
    """In the ordinary month of the same number, which every year has: the choice of the procedures."""
    _, found = near(PEOPLE.format(said), day)
    assert found is not None
    assert found.reasons[0].about is not None
    assert found.reasons[0].about.en.endswith(kept)


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (PEOPLE.format("01-03"), "Contact's birthday 李雷 2026-01-03"),
        (PEOPLE.format("农历 11-18"), "Contact's birthday 李雷 2026-01-06"),
        ("anniversary: 1999-01-05\n", "Company anniversary 2026-01-05"),
        ("first_cooperation: 2024-01-02\n", "Cooperation anniversary 2026-01-02"),
        ("peak_months: 11 月、1 月至 2 月（春节前）\n", "Industry peak season 2026-01-01"),
        ("contracts:\n  - {id: H, start: 2025-01-05, end: 2026-01-04}\n", "Contract ends 2026-01-04"),
    ],
)
def test_the_reason_names_the_milestone_whose_it_is_and_its_day(more: str, what: str) -> None:
    standing, found = near(more)
    assert found is not None
    (reason,) = found.reasons
    assert reason.about is not None
    assert reason.about.en == what
    assert said(found)[1].endswith(f"({what})")
    assert [place.line > 1 for place in reason.sources] == [True]
    assert standing.quantity("days_to_milestone").about == reason.about


def test_the_nearest_own_day_counts_not_a_festival_before_it() -> None:
    standing, found = near("first_cooperation: 2024-01-20\n")
    assert found is None
    assert standing.number("days_to_milestone") == 20


def test_the_day_itself_is_no_anniversary() -> None:
    """First cooperation today: the first anniversary is a year away."""
    standing, found = near("first_cooperation: 2025-12-31\n")
    assert found is None
    assert standing.number("days_to_milestone") == 365


ORDERS = "\n## 2024-01-02 订单\n- amount: 1\n\n## 2024-05-02 订单\n- amount: 1\n"
VOIDED = ORDERS + "\n## 2025-12-30 作废\n- voids: 2024-01-02 订单\n- reason: 写错\n"


def own(more: str = "", log: str = "", *, status: str = "active", on: date = EVE) -> str:
    """Which milestone is next for the customer, empty for none."""
    policy, _ = load_policy(SOP)
    assert policy is not None
    text = f"{HEAD}{more}---\n{log}".replace("status: active", f"status: {status}")
    loaded = load_record("records/CRM-202405001.md", text.encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    (standing,) = view([facts], policy, moment=end_of(on)).standings.values()
    about = standing.quantity("days_to_milestone").about
    return about.en if about else ""


def test_the_cooperation_anniversary_follows_from_the_first_order_where_no_date_is_given() -> None:
    assert own(log=ORDERS) == "Cooperation anniversary 2026-01-02"
    assert own("first_cooperation: 2023-03-01\n", ORDERS) == "Cooperation anniversary 2026-03-01"


def test_after_the_first_order_was_voided_the_next_one_tells_the_anniversary() -> None:
    assert own(log=VOIDED, on=date(2025, 12, 29)) == "Cooperation anniversary 2026-01-02"
    assert own(log=VOIDED) == "Cooperation anniversary 2026-05-02"


LEAVES = "contacts:\n  - {{name: 李雷, birthday: 01-03, left: {}}}\n"


def test_who_leaves_later_is_greeted_until_then() -> None:
    """A day of leaving that lies ahead does nothing yet; a birthday behind it is nobody's to mark."""
    assert own(LEAVES.format("2026-01-04")) == "Contact's birthday 李雷 2026-01-03"
    assert own(LEAVES.format("2026-01-03")) == ""
    assert own(LEAVES.format("2025-12-31")) == ""
    assert own(LEAVES.format("2025-06-30")) == ""


def test_who_asked_not_to_be_contacted_is_greeted_on_no_day() -> None:
    quiet = "contacts:\n  - {name: 李雷, birthday: 01-03, do_not_contact: 是}\n"
    assert own(quiet) == ""
    assert own(quiet + "  - {name: 韩梅梅, birthday: 01-04}\n") == "Contact's birthday 韩梅梅 2026-01-04"
    all_of_them = "do_not_contact: 是\nanniversary: 1999-01-05\n" + PEOPLE.format("01-03")
    assert own(all_of_them, ORDERS) == ""


def test_the_end_of_a_contract_is_no_greeting() -> None:
    contract = "contracts:\n  - {id: H, start: 2025-01-05, end: 2026-01-04}\n"
    assert own("do_not_contact: 是\n" + contract) == "Contract ends 2026-01-04"


def test_who_has_left_us_is_nobodys_to_greet() -> None:
    assert own(PEOPLE.format("01-03"), ORDERS, status="lost") == ""
    assert own(PEOPLE.format("01-03"), status="dormant") == "Contact's birthday 李雷 2026-01-03"


KNOWN = "recorded: {by: zhang.wei, date: 2024-05-06}\n"


def test_who_was_with_us_then_is_greeted_as_of_then() -> None:
    lost = "\n## 2026-01-05 状态\n- from: active\n- to: lost\n- reason: 停业\n"
    assert own(KNOWN + PEOPLE.format("01-03"), lost, status="lost") == "Contact's birthday 李雷 2026-01-03"
    assert own(PEOPLE.format("01-03"), lost, status="lost", on=date(2026, 1, 6)) == ""
