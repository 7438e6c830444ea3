"""Since when a customer has their tier is what a look at every single day finds (D3, E2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.calendar.deadline import end_of
from crmkit.compute import Facts
from crmkit.diagnostics import Source
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.resources import pack
from crmkit.rules import parse
from crmkit.view import View, facts_of, tier_since, view

FIRST, LAST = date(2024, 1, 20), date(2024, 5, 5)
NUMBER, OTHER = "CRM-202401001", "CRM-202401002"
DAY = timedelta(days=1)
STRIDE = 7
HOLD_FOR_D = "(amount_3m_change <= -50% and history_months >= 6) or feedback_3m <= 3"

RULES = (
    HOLD_FOR_D,
    "amount_2m_yoy < 0%",
    "contacts_1m_change < 0% or complaints_1m >= 1",
    "orders_2m_change <= -50% or satisfaction_1m <= 3",
    "days_since_touch > 20",
    "days_since_order > 30 and cooperation_months >= 2",
    "history_months >= 2 and margin_1m < 5000",
    "not referrer or referrals_1m >= 1",
    "potential < 30% or status = dormant or nps_2m >= 3",
)


@cache
def policy_of(rule: str) -> Policy:
    """The standard pack, with another rule for tier D."""
    folder = pack("standard")
    assert folder is not None
    files = {f"sop/{path.name}": path.read_bytes() for path in folder.glob("*.md")}
    files["sop/tiers.md"] = files["sop/tiers.md"].replace(HOLD_FOR_D.encode(), rule.encode())
    policy, _ = read_policy(files)
    assert policy is not None
    assert any(tier.overlay and tier.when is not None for tier in policy.tiers.tiers)
    return policy


# Month ends are where windows are clipped.
days = st.one_of(
    st.dates(FIRST - 400 * DAY, LAST),
    st.dates(FIRST, LAST),
    st.sampled_from(
        [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30), date(2023, 8, 31)]
    ),
)
entries = st.one_of(
    st.builds("订单\n- amount: {}\n- margin: 2000".format, st.integers(1, 9).map(lambda n: n * 10_000)),
    st.builds("电话\n- attitude: {}".format, st.integers(1, 10)),
    st.builds("满意度\n- csat: {}".format, st.integers(1, 5)),
    st.builds("NPS\n- nps: {}".format, st.integers(0, 10)),
    st.just("投诉\n- severity: minor"),
    st.just("退款\n- amount: 10000"),
    st.builds("潜力\n- from: {}%\n- to: {}%\n- reason: 评估".format, st.integers(0, 60), st.integers(0, 60)),
    st.builds(
        "状态\n- from: active\n- to: {}\n- reason: 调整".format, st.sampled_from(["active", "dormant"])
    ),
    st.builds("定级\n- to: {}\n- reason: 试\n- until: {}".format, st.sampled_from("ABD"), days),
)
dated = st.tuples(days, entries, st.one_of(st.none(), st.none(), days))


@st.composite
def records(draw: st.DrawFn) -> dict[str, str]:
    """A customer with dated entries, some voided later, and one whom they referred."""
    lines = ["---", f"id: {NUMBER}", "type: business", "status: active", "potential: 40%"]
    if draw(st.booleans()):
        lines.append(f"first_cooperation: {draw(days)}")
    for number, end in enumerate(draw(st.lists(days, max_size=2))):
        lines += ["contracts:"] if not number else []
        lines.append(f"  - {{id: c{number}, start: 2022-01-31, end: {end}}}")
    if draw(st.booleans()):
        lines.append(f"tier: {{value: {draw(st.sampled_from('ABD'))}, reason: 试, until: {draw(days)}}}")
    lines.append("---")
    for number, (day, entry, void) in enumerate(draw(st.lists(dated, min_size=3, max_size=9))):
        lines += ["", f"## {day} {entry}", f"- id: e{number}"]
        lines += ["", f"## {void} 作废", f"- voids: e{number}", "- reason: 误记"] if void else []
    came = f"---\nid: {OTHER}\nsource: {{channel: 转介绍, referred_by: {NUMBER}, date: {draw(days)}}}\n---\n"
    return {f"records/{NUMBER}.md": "\n".join(lines) + "\n", f"records/{OTHER}.md": came}


def facts(texts: dict[str, str], policy: Policy) -> list[Facts]:
    loaded = [load_record(path, text.encode(), policy) for path, text in texts.items()]
    return [facts_of(one.customer, policy, one.document) for one in loaded if one.customer is not None]


def day_by_day(views: list[View]) -> list[date]:
    """For each day the first of the run of its tier, counted on from the day before."""
    begun: list[date] = []
    keys = [seen.standings[NUMBER].tiering.key for seen in views]
    for index, seen in enumerate(views):
        same = index > 0 and keys[index] == keys[index - 1]
        begun.append(begun[-1] if same else seen.as_of)
    return begun


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=8)
@given(texts=records())
def test_it_is_the_day_that_a_search_day_by_day_finds(rule: str, texts: dict[str, str]) -> None:
    """On many days of a spring with a 29 February, also on days before the first entry."""
    policy = policy_of(rule)
    known = [replace(one, began=None) for one in facts(texts, policy)]
    views = [view(known, policy, moment=end_of(FIRST + n * DAY)) for n in range((LAST - FIRST).days + 1)]
    for seen, begun in list(zip(views, day_by_day(views), strict=True))[::STRIDE]:
        assert tier_since(seen.standings[NUMBER], seen, earliest=FIRST) == begun, seen.as_of


SPAN = (LAST - FIRST).days
numbers = st.one_of(st.integers(-2, 60), st.sampled_from(["-0.5", "0.5", "1.5", "20.5", "9999999"])).map(str)
counted = st.sampled_from(
    [
        "history_months", "cooperation_months", "days_since_cooperation", "days_since_touch", "days_silent",
        "days_since_order", "days_since_first_order", "days_to_contract_end",
    ]
)  # fmt: skip
compared = st.builds("{} {} {}".format, counted, st.sampled_from([">=", "<=", ">", "<", "=", "!="]), numbers)
conditions = st.lists(compared, min_size=1, max_size=4).flatmap(
    lambda found: st.lists(
        st.sampled_from([" and ", " or ", " and not ", " or not "]),
        min_size=len(found), max_size=len(found),
    ).map(lambda joints: "".join(a + b for a, b in zip(["", *joints], found, strict=False)))
)  # fmt: skip


@settings(max_examples=30)
@given(condition=conditions, texts=records(), hold=st.booleans())
def test_between_the_numbers_that_rules_compare_with_no_tier_begins(
    condition: str, texts: dict[str, str], hold: bool
) -> None:
    """Whatever numbers a team writes: below zero, between two, far beyond all that was ever counted."""
    base = policy_of(HOLD_FOR_D)
    when, wrong = parse(condition, Source("sop/tiers.md", 1), {})
    assert when is not None, wrong
    tiers = tuple(rule._replace(when=when, hold=hold) if rule.overlay else rule for rule in base.tiers.tiers)
    policy = replace(base, tiers=replace(base.tiers, tiers=tiers))
    known = [replace(one, began=None) for one in facts(texts, policy)]
    views = [view(known, policy, moment=end_of(FIRST + n * DAY)) for n in range(SPAN + 1)]
    for seen, begun in list(zip(views, day_by_day(views), strict=True))[::STRIDE]:
        assert tier_since(seen.standings[NUMBER], seen, earliest=FIRST) == begun, (seen.as_of, condition)


def test_no_day_before_the_earliest_is_answered() -> None:
    policy = policy_of(HOLD_FOR_D)
    known = facts({f"records/{NUMBER}.md": f"---\nid: {NUMBER}\nstatus: active\n---\n"}, policy)
    seen = view(known, policy, moment=end_of(LAST))
    for earliest, since in ((FIRST, FIRST), (LAST, LAST), (LAST + DAY, LAST)):
        assert tier_since(seen.standings[NUMBER], seen, earliest=earliest) == since
