"""Dates of fields can be meant: not done tomorrow, not forty years off, not before their entry (A8, E6)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.field_dates import CHECK


def test_what_was_done_was_not_done_tomorrow(found: Any) -> None:
    record = "---\nrecorded:\n  by: zhang.wei\n  date: 2024-07-01\nverified: {date: 2024-06-30}\n---\n"
    assert found(CHECK, record) == ["4:9 CRM414 date-in-the-future"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("signed: 2024-07-01", "2:9 CRM414 date-in-the-future"),
        ("first_cooperation: 2062-05-01", "2:20 CRM414 date-in-the-future"),
        ("needs: [{text: 仓储, since: 2024-07-01}]", "2:27 CRM414 date-in-the-future"),
        ("contacts: [{name: 李雷, left: 2024-07-01}]", ""),
        ("contacts: [{name: 李雷, left: 2062-07-01}]", "2:29 CRM470 date-far-off"),
        ("contracts: [{id: a, start: 2024-05-20, end: 2034-06-30}]", ""),
        ("contracts: [{id: a, start: 2024-05-20, end: 2034-07-01}]", "2:45 CRM470 date-far-off"),
        ("opportunities: [{id: a, name: 二期, close: 2062-05-05}]", "2:42 CRM470 date-far-off"),
        ("tier: {value: A, reason: 示例, until: 2062-12-31}", "2:37 CRM470 date-far-off"),
        ("first_cooperation: 1924-05-01", "2:20 CRM471 date-very-old"),
        ("first_cooperation: 1990-01-01", ""),
        ("contacts: [{name: 李雷, birthday: 1949-05-01}]", ""),
    ],
)
def test_a_date_of_the_profile_lies_within_the_years_of_the_procedures(
    line: str, wanted: str, found: Any
) -> None:
    """From 1990 to ten years ahead; a birthday has no such end."""
    assert found(CHECK, f"---\n{line}\n---\n") == [wanted][: bool(wanted)]


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ("延后\n- until: 2024-06-01", ""),
        ("延后\n- until: 2024-05-14", "6:10 CRM472 date-before-its-entry"),
        ("延后\n- until: 2026-05-15", ""),
        ("延后\n- until: 2026-05-16", "6:10 CRM470 date-far-off"),
        ("需求 仓储\n- due: 2023-05-16", "6:8 CRM472 date-before-its-entry"),
        ("商机 二期\n- close: 2062-05-16", "6:10 CRM470 date-far-off"),
        ("商机 二期\n- close: 2024-04-16", "6:10 CRM472 date-before-its-entry"),
        ("签约 续\n- start: 2024-04-01\n- end: 2062-03-31", "7:8 CRM470 date-far-off"),
    ],
)
def test_an_entry_sets_a_day_behind_itself_and_not_too_far(entry: str, wanted: str, found: Any) -> None:
    """What is put off may wait two years, as a promise may."""
    assert found(CHECK, f"---\nname: 甲\n---\n\n## 2024-05-15 {entry}\n") == [wanted][: bool(wanted)]


def test_a_date_that_is_personal_is_not_repeated(told: Any) -> None:
    import dataclasses

    from .conftest import standard

    policy = standard()
    fields = tuple(
        dataclasses.replace(one, privacy="personal") if one.key == "signed" else one
        for one in policy.schema.profile
    )
    schema = dataclasses.replace(
        policy.schema, profile=dataclasses.replace(policy.schema.profile, all=fields)
    )
    hidden = dataclasses.replace(policy, schema=schema)
    (finding,) = told(CHECK, "---\nsigned: 2062-01-01\n---\n", under=hidden)
    assert "2062" not in str(finding.arguments)
