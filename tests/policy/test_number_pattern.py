"""Customer numbers are recognised, made one after another, and never run out (A2)."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.policy.number import NumberPattern, flaw

PATTERN = NumberPattern("CRM-{year}{month}{counter:3}", ("CRM-{counter:3}",))
MAY = datetime.date(2024, 5, 6)


@pytest.mark.parametrize("number", ["CRM-202405001", "CRM-2024051000", "CRM-001", "CRM-1234"])
def test_numbers_of_both_styles_are_recognised(number: str) -> None:
    assert PATTERN.match(number)


@pytest.mark.parametrize(
    "number",
    [
        "crm-202405001",
        "CRM-01",
        "CRM-",
        "XCRM-001",
        "CRM-001\n",
        "CRM-００１",
        "../CRM-001",
        "CRM-001.md",
        "CRM-12345678901234567",
    ],
)
def test_anything_else_is_no_number(number: str) -> None:
    assert not PATTERN.match(number)


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], "CRM-202405001"),
        (["CRM-202405001", "CRM-202405007", "CRM-202404099", "CRM-001"], "CRM-202405008"),
        (["CRM-202405999"], "CRM-2024051000"),
        (["CRM-2024051000", "CRM-202405999"], "CRM-2024051001"),
        (["no number"], "CRM-202405001"),
    ],
)
def test_the_next_number_follows_the_highest_of_its_month(existing: list[str], expected: str) -> None:
    """The counter does not overflow at 999 a month."""
    assert PATTERN.next(existing, MAY) == expected


def test_a_pattern_without_a_date_counts_through() -> None:
    assert NumberPattern("C{counter}").next(["C9"], MAY) == "C10"
    assert NumberPattern("K-{year}{month}{day}-{counter:2}").next([], MAY) == "K-20240506-01"


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("CRM-{year}{counter:3}", ""),
        ("CRM-{yaer}{counter:3}", "part"),
        ("CRM-{counter:0}", "part"),
        ("CRM-{year}", "counter"),
        ("CRM-{counter:3}-{year}", "counter"),
        ("CRM-{counter:3}{counter:3}", "counter"),
        ("CRM/{counter:3}", "character"),
        ("客户{counter:3}", "character"),
        ("CRM {counter:3}", "character"),
        ("-{counter:3}", "start"),
        ("{year}{counter:3}", "start"),
        ("{counter:3", "counter"),
    ],
)
def test_a_pattern_that_could_not_be_a_file_name_is_refused(pattern: str, what: str) -> None:
    assert flaw(pattern) == what


@given(st.lists(st.integers(1, 2000), max_size=20), st.dates(datetime.date(1000, 1, 1)))
def test_the_next_number_is_new_and_recognised(taken: list[int], on: datetime.date) -> None:
    existing = [f"CRM-{on:%Y%m}{number:03}" for number in taken]
    made = PATTERN.next(existing, on)
    assert PATTERN.match(made)
    assert made not in existing
