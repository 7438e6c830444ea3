"""Dates can be true: not ahead of today, not before our time, no end before its beginning (B1, A8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crmkit.checks.dates import CHECK

HEAD = "---\nid: CRM-202405001\n---\n\n"


def test_an_entry_of_today_is_fine_and_one_of_tomorrow_is_not(found: Any) -> None:
    today, tomorrow = f"{HEAD}## 2024-06-30 电话 询价\n", f"{HEAD}## 2024-07-01 phone Asked\n"
    assert found(CHECK, today) == []
    assert found(CHECK, tomorrow) == ["5:4 CRM410 entry-in-the-future"]
    assert found(CHECK, tomorrow, on=date(2024, 7, 1)) == []


def test_an_entry_before_the_earliest_day_of_the_procedure(found: Any) -> None:
    assert found(CHECK, f"{HEAD}## 1924-05-15 电话 询价\n") == ["5:4 CRM411 entry-very-old"]
    assert found(CHECK, f"{HEAD}## 1990-01-01 电话 询价\n") == []


def test_an_entry_that_ends_before_it_begins(found: Any) -> None:
    assert found(CHECK, f"{HEAD}## 2024-05-15 15:00-14:30 拜访 回访\n") == ["5:4 CRM413 times-reversed"]
    assert found(CHECK, f"{HEAD}## 2024-05-15 14:30-15:00 拜访 回访\n\n## 2024-05-16 9:05 电话 问\n") == []


def test_a_contract_that_ends_before_it_starts(found: Any) -> None:
    record = """---
id: CRM-202405001
contracts:
  - {id: HT-1, start: 2024-05-20, end: 2023-05-19}
  - {id: HT-2, start: 2024-05-20, end: 2024-05-20}
---

## 2024-05-20 续约 一年
- 开始日期: 2024-05-20
- 到期日期: 2024-05-19
"""
    assert found(CHECK, record) == ["4:40 CRM412 ends-before-start", "10:9 CRM412 ends-before-start"]


def test_a_contact_who_left_before_they_came(found: Any) -> None:
    record = "---\ncontacts:\n  - {name: 李雷, since: 2024-01-01, left: 2023-01-01}\n---\n"
    assert found(CHECK, record) == ["3:41 CRM412 ends-before-start"]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("1987-闰06-15", True), ("1988-闰06-15", False), ("1988-08-15", True), ("2025-闰06-29", True),
        ("2025-闰06-30", False), ("1500-闰06-15", True), ("2025-12-30", True), ("闰06-15", True),
    ],
)  # fmt: skip
def test_a_lunar_birthday_is_a_day_of_its_year(day: str, there: bool, found: Any) -> None:
    """1987 and 2025 have a leap sixth month, that of 2025 of 29 days; what the table does not know may be."""
    wanted = [] if there else ["3:26 CRM474 lunar-day-not-in-its-year"]
    record = f"---\ncontacts:\n  - {{name: 李雷, birthday: 农历 {day}}}\n---\n"
    assert found(CHECK, record, on=date(2026, 6, 30)) == wanted


def test_a_birthday_of_somebody_not_yet_born(found: Any) -> None:
    record = """---
type: individual
birthday: 2024-07-01
contacts:
  - {name: 李雷, birthday: 1988-08-15}
  - {name: 韩梅, birthday: 农历 08-15}
  - {name: 林涛, birthday: 2088-08-15}
---
"""
    assert found(CHECK, record) == [
        "3:11 CRM415 birthday-in-the-future",
        "7:26 CRM415 birthday-in-the-future",
    ]
