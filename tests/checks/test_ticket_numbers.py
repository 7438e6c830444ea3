"""A number that two tickets have is told at the second, with the place of the first (G1, A2)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.ticket_numbers import CHECK

OPENED = "\n## 2025-09-26 17:30 投诉 报警不准\n- 工单号: TK-202509001\n"
OTHER = "\n## 2025-09-28 09:00 投诉 发票开错\n- 工单号: {number}\n"


def record(number: str, log: str) -> str:
    return f"---\nid: {number}\nname: 客户{number[-1]}\ntype: business\n---\n{log}"


def book(first: str, second: str = "") -> dict[str, str]:
    """One record, or two."""
    logs = [first, second] if second else [first]
    numbers = [f"CRM-20240500{at}" for at, _ in enumerate(logs, 1)]
    return {f"records/{one}.md": record(one, log) for one, log in zip(numbers, logs, strict=True)}


def test_one_number_in_two_records_is_an_error_at_the_second(told: Any) -> None:
    for spelt in ("TK-202509001", "ｔｋ-202509001"):
        (finding,) = told(CHECK, book(OPENED, OTHER.format(number=spelt)))
        assert (finding.code, finding.source.path, finding.source.line) == (
            "CRM486", "records/CRM-202405002.md", 7,
        )  # fmt: skip
        assert dict(finding.arguments) == {"number": spelt, "place": "records/CRM-202405001.md:7"}


def test_a_ticket_opened_again_in_its_record_is_told_to_count_as_an_update(told: Any) -> None:
    (finding,) = told(CHECK, book(OPENED + OTHER.format(number="TK-202509001")))
    assert (finding.code, finding.source.line) == ("CRM487", 10)
    assert dict(finding.arguments) == {"number": "TK-202509001", "line": "7"}


def test_other_numbers_none_and_what_was_voided_are_no_doubles(found: Any) -> None:
    voided = OPENED + "\n## 2025-09-27 作废 写错了客户\n- voids: 2025-09-26 17:30 投诉\n- 原因: 写错客户\n"
    assert found(CHECK, book(OPENED, OTHER.format(number="TK-202509002"))) == []
    assert found(CHECK, book(OPENED, "\n## 2025-09-26 17:30 投诉 没号\n")) == []
    assert found(CHECK, book(voided, OTHER.format(number="TK-202509001"))) == []
