"""A form has one cell where a profile has a group: the text is what the group always says (A4, D5)."""

from __future__ import annotations

import pytest
from by_hand import pack, record

from crmkit.load import load_record


def loaded(more: str, name: str = "service") -> tuple[object, list[str]]:
    found = load_record("records/CRM-202405001.md", record("", more).encode(), pack(name))
    assert found.customer is not None
    group = more.partition(":")[0]
    value = found.customer.profile.get(pack(name).schema.profile.find(group).key)  # type: ignore[union-attr]
    data = value.data if value is not None else None
    said = {key: one.data for key, one in data.items()} if isinstance(data, dict) else data
    return said, [one.code for one in found.findings]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("客户等级: VIP\n", {"value": "vip"}),
        ("客户来源: 线下展会\n", {"channel": "exhibition"}),
        ("信息核实: 2024-05-20\n", {"date": "2024-05-20"}),
    ],
)
def test_a_text_in_a_groups_place_is_what_the_group_always_says(more: str, expected: dict[str, str]) -> None:
    said, codes = loaded(more)
    assert isinstance(said, dict)
    assert {key: str(one) for key, one in said.items()} == expected
    assert not {"CRM302", "CRM320"} & set(codes)


def test_a_word_that_the_group_does_not_know_is_told() -> None:
    said, codes = loaded("客户等级: 至尊\n")
    assert said == {"value": None}
    assert codes
