"""What tests of the view share: books from texts under any pack, seen as of a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from by_hand import pack as pack_named

from crmkit.calendar.deadline import end_of
from crmkit.compute import Facts
from crmkit.load import load_record
from crmkit.policy import Policy
from crmkit.view import Standing, View, facts_of, view

NUMBER = "CRM-202405001"
PROFILE = f"""---
id: {NUMBER}
name: 杭州星辰科技有限公司
type: business
status: active
owner: zhang.wei
"""


def facts(records: Mapping[str, str], policy: Policy) -> list[Facts]:
    loaded = [load_record(path, text.encode("utf-8"), policy) for path, text in records.items()]
    read = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer is not None]
    # Many of these records tell only of the one event that a test is about, and ask about days before it.
    return [replace(one, began=None) for one in read]


@pytest.fixture
def policy() -> Callable[[str], Policy]:
    """`policy("abcd")`: a pack, read once."""
    return pack_named


@pytest.fixture
def seen() -> Callable[..., View]:
    """`seen({path: text}, on=day)`: the view of these records."""

    def run(records: Mapping[str, str], *, on: str, pack: str = "standard") -> View:
        rules = pack_named(pack)
        return view(facts(records, rules), rules, moment=end_of(date.fromisoformat(on)))

    return run


@pytest.fixture
def standing(seen: Callable[..., View]) -> Callable[..., Standing]:
    """`standing(log, profile=lines, on=day)`: one customer's standing."""

    def run(log: str = "", *, on: str, profile: str = "", pack: str = "standard") -> Standing:
        return seen({f"records/{NUMBER}.md": f"{PROFILE}{profile}---\n{log}"}, on=on, pack=pack).standings[
            NUMBER
        ]

    return run
