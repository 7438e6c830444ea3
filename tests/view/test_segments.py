"""Who is new, established, of high value, silent: one beginning, a share rounded up, signs of life (D7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from by_hand import pack, record
from hypothesis import example, given
from hypothesis import strategies as st

from crmkit.calendar.deadline import end_of
from crmkit.load import load_record
from crmkit.policy.files.relationship import Relationship
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.entry_class import EntryClass
from crmkit.view import View, facts_of, view
from crmkit.view.quality import silent

PACKS = ("standard", "abcd", "lifecycle", "toolkit", "partnership", "service")
ONE = "CRM-202405001"
DAY = "2026-03-10"


def seen(text: str, day: str, under: str = "standard") -> View:
    policy = pack(under)
    loaded = load_record(f"records/{ONE}.md", text.encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    return view([facts], policy, moment=end_of(date.fromisoformat(day)))


def segments(text: str, day: str = DAY, under: str = "standard") -> set[str]:
    (standing,) = seen(text, day, under).standings.values()
    return {each.key for each in standing.segments}


def ends(text: str, day: str, under: str = "standard") -> bool:
    """Whether the customer is in neither list of silent ones."""
    return "silent" not in segments(text, day, under) and not silent(seen(text, day, under))


# --- new and established ----------------------------------------------------------------------------------

BEGAN = "first_cooperation: {}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (record("2026-03-01 订单\n- amount: 1万", BEGAN.format("2020-05-01")), {"established"}),
        (record("2026-03-01 订单\n- amount: 1万"), {"new"}),
        (record("", BEGAN.format("2026-03-01")), {"new"}),
        (record("", BEGAN.format("2026-02-08")), {"new"}),
        (record("", BEGAN.format("2026-02-07")), set()),
        (record("", BEGAN.format("2025-12-11")), set()),
        (record("", BEGAN.format("2025-12-10")), {"established"}),
        (record("", BEGAN.format("2026-03-11")), set()),
        (record("2020-01-01 电话"), set()),
        (record("2019-05-01 订单\n- amount: 1万", BEGAN.format("2026-03-01")), {"new"}),
    ],
)
def test_who_is_new_or_established_follows_from_one_day(text: str, expected: set[str]) -> None:
    """The first cooperation that the profile names, else the first order; 30 days, three months (S0)."""
    assert segments(text) & {"new", "established"} == expected


days = st.dates(date(2022, 1, 1), date(2026, 12, 31))
profiles = st.lists(st.tuples(st.sampled_from(["first_cooperation", "signed"]), days), max_size=2)


@given(st.sampled_from(PACKS), profiles, st.lists(days, max_size=4), days)
@example("standard", [("first_cooperation", date(2022, 1, 1))], [date(2026, 3, 1)], date(2026, 3, 10))
@example("service", [("signed", date(2022, 1, 1))], [date(2026, 3, 1)], date(2026, 3, 10))
def test_nobody_is_new_and_established_at_once(
    under: str, profile: list[tuple[str, date]], orders: list[date], on: date
) -> None:
    more = "".join(f"{key}: {day}\n" for key, day in dict(profile).items())
    text = record("".join(f"{day} 订单\n- amount: 1万\n" for day in orders), more, recorded="2021-01-04")
    assert not {"new", "established"} <= segments(text, on.isoformat(), under)


def test_in_the_pack_that_counts_from_signing_a_new_contract_makes_a_new_customer() -> None:
    text = record("2022-01-05 订单\n- amount: 1万", "signed: 2026-03-01\n")
    assert segments(text, under="service") & {"new", "established"} == {"new"}
    assert segments(text, under="standard") & {"new", "established"} == {"established"}


# --- high value -------------------------------------------------------------------------------------------


def high_value(amounts: list[int]) -> list[int]:
    """Which of the customers with these amounts are of high value, by their place in the list."""
    policy, facts = pack("standard"), []
    for number, amount in enumerate(amounts):
        text = record(f"2026-03-02 订单\n- amount: {amount}").replace(ONE, f"CRM-202401{number:03}")
        loaded = load_record(f"records/{number}.md", text.encode(), policy)
        assert loaded.customer is not None
        facts.append(facts_of(loaded.customer, policy, loaded.document))
    found = view(facts, policy, moment=end_of(date.fromisoformat("2026-03-20"))).standings
    return [
        int(id[-3:]) for id, standing in found.items()
        if any(each.key == "high_value" for each in standing.segments)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([1, 2, 3, 4], [3]),
        ([7], [0]),
        ([1, 2], [1]),
        ([1, 2, 3, 4, 5], [4]),
        ([1, 2, 3, 4, 5, 6], [4, 5]),
        ([1, 5, 5, 5, 5, 5], []),
        ([1, 2, 3, 4, 5, 5], [4, 5]),
        ([1, 2, 3, 5, 5], []),
        ([0, 0, 0, 0, 9, 8], [4]),
        ([3, 3, 3], []),
    ],
)
def test_a_fifth_is_rounded_up_and_equals_that_do_not_fit_are_left_out(
    amounts: list[int], expected: list[int]
) -> None:
    """Who spent nothing is nobody's competitor: a fifth of those with an amount."""
    assert high_value(amounts) == expected


@given(st.lists(st.integers(0, 6), max_size=24))
def test_never_more_than_a_fifth_rounded_up_are_of_high_value(amounts: list[int]) -> None:
    paying, found = [amount for amount in amounts if amount], high_value(amounts)
    assert len(found) <= -(-len(paying) // 5)
    lowest = min((amounts[index] for index in found), default=99)
    assert all(amount < lowest for index, amount in enumerate(amounts) if index not in found)


# --- silence ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("under", PACKS)
@pytest.mark.parametrize(
    "log",
    [
        "",
        "2024-01-10 短信 问候\n- automatic: 是",
        "2024-01-10 备注 老客户转来",
        "2024-01-10 抽查\n- result: 合格",
    ],
)
def test_who_was_never_in_touch_is_silent_since_the_record_was_made(log: str, under: str) -> None:
    """A note, a spot check and what a machine sends are no sign of life."""
    text = record(log, recorded="2024-01-02")
    assert "silent" in segments(text, "2024-04-02", under)
    assert "silent" not in segments(text, "2024-04-01", under)
    (standing,) = seen(text, "2025-06-30", under).standings.values()
    assert standing.number("days_silent") == 545
    assert standing.last_touch is None


@pytest.mark.parametrize(
    "sign",
    [
        "电话", "微信", "订单\n- amount: 1万", "退款\n- amount: 10", "投诉\n- severity: minor",
        "满意度\n- csat: 80", "签约\n- amount: 1万", "核实\n- via: 电话", "交接\n- to: li.na\n- reason: 换人",
    ],
)  # fmt: skip
def test_any_sign_of_life_ends_a_silence_an_order_too(sign: str) -> None:
    text = record(f"2023-05-10 拜访\n2025-06-23 {sign}", recorded="2023-01-02")
    assert ends(text, "2025-06-30")
    assert not ends(record("2023-05-10 拜访", recorded="2023-01-02"), "2025-06-30")


@pytest.mark.parametrize("day", ["first_cooperation", "signed"])
def test_days_of_the_profile_are_signs_of_life_as_their_entries_are(day: str) -> None:
    assert ends(record("2023-05-10 拜访", f"{day}: 2025-06-23\n", recorded="2023-01-02"), "2025-06-30")


def test_a_voided_order_is_no_sign_of_life() -> None:
    log = "2023-05-10 拜访\n2025-06-23 订单\n- amount: 1万\n"
    log += "2025-06-25 作废\n- voids: 2025-06-23 订单\n- reason: 写错"
    assert not ends(record(log, recorded="2023-01-02"), "2025-06-30")
    assert ends(record(log, recorded="2023-01-02"), "2025-06-24")


def test_what_counts_is_the_packs() -> None:
    """A team may count automatic messages, or talks alone."""
    policy = pack("standard")
    text = record("2023-05-10 拜访\n2025-06-23 订单\n- amount: 1万\n2025-06-24 短信\n- automatic: 是")

    def days_silent(signs: frozenset[EntryClass], automatic: bool) -> int:
        rules = policy.get(Relationship)._replace(signs=signs, automatic=automatic)
        mine = policy.having(rules)
        loaded = load_record(f"records/{ONE}.md", text.encode(), mine)
        assert loaded.customer is not None
        found = view(
            [facts_of(loaded.customer, mine, loaded.document)], mine, moment=end_of(date(2025, 6, 30))
        )
        return int(found.standings[ONE].number("days_silent") or 0)

    assert days_silent(frozenset({CONTACT, ORDER}), automatic=False) == 7
    assert days_silent(frozenset({CONTACT}), automatic=True) == 6
    assert days_silent(frozenset({CONTACT}), automatic=False) == (date(2025, 6, 30) - date(2023, 5, 10)).days


@given(st.lists(st.tuples(days, st.sampled_from(["电话", "订单\n- amount: 1", "备注"])), max_size=5), days)
def test_silence_is_known_on_every_day_of_a_record(log: list[tuple[date, str]], on: date) -> None:
    text = record("\n".join(f"{day} {kind}" for day, kind in log), recorded="2021-01-04")
    (standing,) = seen(text, on.isoformat()).standings.values()
    signs = [day for day, kind in log if kind != "备注" and day <= on]
    since = max(signs, default=date(2021, 1, 4))
    assert standing.number("days_silent") == (on - since) // timedelta(days=1)
