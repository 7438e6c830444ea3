"""A standing needs no second reading of the book when it is told what the other customers are (J2, D7)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.deadline import end_of
from crmkit.codec import decoder, plain
from crmkit.compute import Facts
from crmkit.load import load_policy, load_record
from crmkit.tree import snapshot
from crmkit.view import Others, facts_of, others, shared, view

DAY = date(2024, 6, 30)
RECORD = """\
---
id: CRM-20240500{number}
name: 客户{number}
type: business
status: active
owner: zhang.wei
source: {{channel: 转介绍, referred_by: {by}}}
recorded: {{by: zhang.wei, date: 2024-05-06}}
---

## 2024-05-20 订单 首期
- amount: {amount}
"""


def test_a_standing_is_the_same_alone_and_among_all(book: Path) -> None:
    """Both a rank (`amount_12m_top`) and what others say (`referrals`) are told."""
    policy, _ = load_policy(snapshot(book))
    assert policy is not None
    facts: list[Facts] = []
    for number, amount, by in ((1, 900, ""), (2, 800, "CRM-202405001"), (3, 700, "CRM-202405001")):
        text = RECORD.format(number=number, amount=amount, by=by)
        loaded = load_record(f"records/{number}.md", text.encode(), policy)
        assert loaded.customer is not None
        facts.append(facts_of(loaded.customer, policy, loaded.document))
    whole = view(facts, policy, moment=end_of(DAY))
    told = others(whole)
    for one in facts:
        alone = view([one], policy, moment=end_of(DAY), others=told).standings[one.id]
        assert alone == whole.standings[one.id]
    assert whole.standings[facts[0].id].number("referrals_12m") == 2
    assert told.ranks[facts[2].id] == {"amount_12m_top": Decimal(67)}


def test_what_questions_make_of_all_customers_can_be_kept(book: Path) -> None:
    """A new question whose `across` answers a type without a form is told here, not to a user."""
    for one in shared():
        decoder(get_type_hints(one.across)["return"])


class Pair(NamedTuple):
    day: date
    sum: Decimal | None
    names: tuple[str, ...]


PAIRS = st.dictionaries(
    st.text(max_size=3),
    st.lists(
        st.builds(
            Pair,
            st.dates(),
            st.none() | st.decimals(allow_nan=False, allow_infinity=False),
            st.lists(st.text(max_size=3), max_size=2).map(tuple),
        ),
        max_size=3,
    ),
    max_size=3,
)


@given(PAIRS)
def test_a_value_comes_back_as_it_was(value: dict[str, list[Pair]]) -> None:
    assert decoder(dict[str, list[Pair]])(json.loads(json.dumps(plain(value)))) == value


@pytest.mark.parametrize("kind", [set[str], Any, int | str, dict[int, str], Others])
def test_a_type_without_a_form_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError):
        decoder(kind)
