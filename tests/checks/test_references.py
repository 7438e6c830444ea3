"""Whoever a record refers to exists, and nobody refers themselves (A9)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.references import CHECK


def book(**by: str) -> dict[str, str]:
    """Records `CRM-001` and so on, each referred by another."""
    numbers = {name: f"CRM-00{name[1:]}" for name in by}
    return {
        f"records/{numbers[name]}.md": f"---\nid: {numbers[name]}\n"
        + (f"source:\n  referred_by: {other}\n" if other else "")
        + "---\n"
        for name, other in by.items()
    }


def test_a_customer_brought_by_another_is_fine(found: Any) -> None:
    assert found(CHECK, book(c1="", c2="CRM-001", c3="CRM-001", c4="CRM-002")) == []


def test_a_reference_to_nobody_names_the_only_near_number(told: Any) -> None:
    (finding,) = told(CHECK, book(c1="", c2="CRM-010"))
    assert (finding.code, finding.source) == ("CRM403", ("records/CRM-002.md", 4, 16))
    assert dict(finding.arguments) == {"number": "CRM-010", "near": "CRM-001"}


def test_several_near_numbers_would_be_a_guess(told: Any) -> None:
    (finding,) = told(CHECK, book(c1="", c2="", c3="CRM-009"))
    assert dict(finding.arguments)["near"] == ""


def test_nobody_refers_themselves(found: Any) -> None:
    assert found(CHECK, book(c1="CRM-001")) == ["records/CRM-001.md:4:16 CRM404 reference-cycle"]


def test_a_circle_is_told_once_where_its_lowest_number_stands(told: Any) -> None:
    (finding,) = told(CHECK, book(c3="CRM-001", c1="CRM-002", c2="CRM-003", c4="CRM-003"))
    assert finding.source == ("records/CRM-001.md", 4, 16)
    assert dict(finding.arguments)["trail"] == "CRM-001 → CRM-002 → CRM-003 → CRM-001"


def test_a_chain_as_long_as_the_book_is_walked(found: Any) -> None:
    long = {
        f"records/CRM-{n:04}.md": f"---\nid: CRM-{n:04}\nsource: {{referred_by: CRM-{n + 1:04}}}\n---\n"
        for n in range(1200)
    }
    assert found(CHECK, long) == ["records/CRM-1199.md:3:23 CRM403 dangling-reference"]
