"""What is seen of all customers together: ranks, referrals, numbers that stand twice (D7, A2, A9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from crmkit.calendar.deadline import end_of
from crmkit.diagnostics import Source
from crmkit.load import load_record
from crmkit.policy import Policy
from crmkit.policy.files.segments import Segments
from crmkit.rules import parse
from crmkit.view import View, facts_of, needs_others, view


def record(number: str, amount: str = "", more: str = "") -> str:
    log = f"\n## 2024-05-15 订单\n- amount: {amount}\n" if amount else ""
    head = f"id: {number}\nname: {number}\ntype: business\nstatus: active\nowner: zhang.wei\n"
    return f"---\n{head}{more}---\n{log}"


def ruled(policy: Policy, condition: str) -> Policy:
    """The policy with this condition for its first tier that has one."""
    when, findings = parse(condition, Source("t"), policy.choices)
    assert not findings
    first, *others = policy.tiers.tiers
    return replace(policy, tiers=replace(policy.tiers, tiers=(first._replace(when=when), *others)))


def seen_under(policy: Policy, records: dict[str, str]) -> View:
    loaded = [load_record(path, text.encode("utf-8"), policy) for path, text in records.items()]
    facts = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer]
    return view(facts, policy, moment=end_of(date(2024, 6, 30)))


def test_a_rank_is_the_lowest_percent_whose_share_rounded_up_holds_the_customer(
    policy: Callable[..., Policy],
) -> None:
    """Of four, 1 % rounded up is one; two equals are in a share that holds both; no amount, no rank (D7)."""
    amounts = {"A": "100", "B": "70", "C": "70", "D": "5", "E": "", "F": "CHF 9"}
    rules = ruled(policy("standard"), "amount_12m_top <= 20%")
    found = seen_under(rules, {f"records/{n}.md": record(n, amount) for n, amount in amounts.items()})
    ranks = {n: standing.metrics["amount_12m_top"] for n, standing in found.standings.items()}
    assert {n: rank.value and int(rank.value) for n, rank in ranks.items()} == {
        "A": 1, "B": 51, "C": 51, "D": 76, "E": None, "F": None,
    }  # fmt: skip
    assert [place.line for place in ranks["A"].sources] == [9]
    assert needs_others(rules)


def test_only_ranks_and_referrals_need_the_others(policy: Callable[..., Policy]) -> None:
    assert needs_others(policy("standard"))  # its segment of high value ranks customers
    standard = policy("standard").having(Segments())
    assert not needs_others(standard)
    assert needs_others(ruled(standard, "referrals_12m >= 1"))
    assert needs_others(ruled(standard, "referrer"))
    assert not needs_others(ruled(standard, "amount_6m >= 1"))


def test_of_two_records_with_one_number_the_first_file_is_seen_whatever_the_order(
    seen: Callable[..., View],
) -> None:
    """The other is reported by a check and does not hide the first (A2)."""
    records = {"records/a.md": record("CRM-202405001", "1"), "records/b.md": record("CRM-202405001", "2")}
    there = seen(records, on="2024-06-30")
    back = seen(dict(reversed(list(records.items()))), on="2024-06-30")
    assert there.standings["CRM-202405001"].facts.path == "records/a.md"
    assert there.standings == back.standings
    assert len(there.standings) == 1


def test_standings_are_in_order_of_their_numbers(seen: Callable[..., View]) -> None:
    records = {f"records/{index}.md": record(n) for index, n in enumerate(("C", "A", "B"))}
    assert list(seen(records, on="2024-06-30").standings) == ["A", "B", "C"]


def test_the_last_touch_is_a_day(seen: Callable[..., View]) -> None:
    text = record("A") + "\n## 2024-06-01 电话\n"
    found = seen({"records/A.md": text, "records/B.md": record("B")}, on="2024-06-30").standings
    assert (found["A"].last_touch, found["B"].last_touch) == (date(2024, 6, 1), None)


def test_what_is_kept_of_a_customer_is_what_lists_and_searches_need(seen: Callable[..., View]) -> None:
    more = """short_name: 星辰
industry: I65
tags: [降本, 民企]
source: {channel: 展会, referred_by: CRM-202401009}
contacts:
  - {name: 李雷}
  - {title: 采购}
"""
    facts = seen({"records/A.md": record("A", more=more)}, on="2024-06-30").standings["A"].facts
    assert (facts.short_name, facts.industry, facts.came_through) == ("星辰", "I65", "exhibition")
    assert (facts.tags, facts.people) == (("降本", "民企"), ("李雷",))
    assert facts.references == (("CRM-202401009", Source("records/A.md", 10, 36)),)
    assert facts.place == Source("records/A.md", 2, 5)
    assert facts.source(0) == Source("records/A.md", 1)


def test_a_record_without_name_or_number_goes_by_its_file(seen: Callable[..., View]) -> None:
    text = "---\ntype: business\nstatus: lead\n---\n"
    facts = seen({"records/CRM-202405009.md": text}, on="2024-06-30").standings["CRM-202405009"].facts
    assert (facts.name, facts.place) == ("CRM-202405009", Source("records/CRM-202405009.md", 1, 1))
