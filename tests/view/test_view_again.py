"""A view made from an earlier one is the same as one made from nothing, whatever changed (K3, D7)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crmkit.calendar.deadline import end_of
from crmkit.load import load_policy, load_record
from crmkit.tree import snapshot
from crmkit.view import View, facts_of, view

DAY = date(2024, 6, 30)


def record(number: int, amount: int, by: str = "") -> str:
    """A customer with one order in the window, brought by another or by nobody."""
    return f"""---
id: CRM-20240500{number}
name: 客户{number}
type: business
status: active
owner: zhang.wei
source: {{channel: 展会, referred_by: {by or "CRM-1"}}}
recorded: {{by: zhang.wei, date: 2024-05-06}}
---

## 2024-05-20 订单 首期
- amount: {amount}
"""


FIRST = {"a": record(1, 100_000), "b": record(2, 90_000), "c": record(3, 80_000)}


def seen(book: Path, records: dict[str, str], before: View | None = None, day: date = DAY) -> View:
    policy = before.policy if before else load_policy(snapshot(book))[0]
    assert policy is not None
    known = {s.facts.path: s.facts for s in before.standings.values()} if before else {}
    facts = []
    for name, text in records.items():
        path = f"records/{name}.md"
        if path in known and FIRST.get(name) == text:
            facts.append(known[path])
            continue
        loaded = load_record(path, text.encode(), policy)
        assert loaded.customer is not None
        facts.append(facts_of(loaded.customer, policy, loaded.document))
    return view(facts, policy, moment=end_of(day), before=before)


@pytest.mark.parametrize(
    "change",
    [
        {"c": record(3, 500_000)},
        {"c": record(3, 80_000, by="CRM-202405002")},
        {"d": record(4, 95_000, by="CRM-202405001")},
        {"b": record(9, 90_000)},
    ],
    ids=["an amount that changes every rank", "a referral", "a new customer", "a new number"],
)
def test_a_view_from_an_earlier_one_is_the_whole_view(book: Path, change: dict[str, str]) -> None:
    before = seen(book, FIRST)
    again, whole = seen(book, FIRST | change, before), seen(book, FIRST | change)
    assert again.standings.keys() == whole.standings.keys()
    for id, standing in whole.standings.items():
        assert again.standings[id].metrics == standing.metrics
        assert again.standings[id].segments == standing.segments
        assert again.standings[id].tiering == standing.tiering
    assert again.together == whole.together


def test_what_did_not_change_is_the_same_object(book: Path) -> None:
    before = seen(book, FIRST)
    again = seen(book, FIRST, before)
    assert all(again.standings[id] is standing for id, standing in before.standings.items())


def test_another_day_takes_nothing_over(book: Path) -> None:
    before = seen(book, FIRST)
    later = date(2026, 6, 30)
    again = seen(book, FIRST, before, later)
    assert all(s.number("amount_12m") == 0 for s in again.standings.values())
