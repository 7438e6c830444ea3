"""A tier set by hand carries its reason and its end, and is told when it has ended (D6)."""

from __future__ import annotations

from typing import Any

from crmkit.checks.hand_tier import CHECK
from crmkit.words import say


def test_a_tier_with_reason_and_end_is_fine(found: Any) -> None:
    assert found(CHECK, "---\ntier: {value: A, reason: 标杆项目, until: 2024-06-30}\n---\n") == []
    assert found(CHECK, "---\nname: 无\n---\n") == []


def test_what_the_procedure_asks_for_is_missing(told: Any) -> None:
    (finding,) = told(CHECK, "---\n定级:\n  等级: A类\n---\n")
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM611", (3, 7), "warning")
    assert say(finding, "zh")[0] == "人工定的“A 类·高价值高潜力”缺少：理由（`reason`）、有效期至（`until`）。"
    assert say(finding, "en")[0] == (
        "“Tier A, high value” is set by hand without: Reason (`reason`), Until (`until`)."
    )


def test_an_ended_tier_is_a_notice_at_its_last_day(told: Any) -> None:
    (finding,) = told(CHECK, "---\ntier:\n  value: A\n  reason: 标杆项目\n  until: 2024-06-29\n---\n")
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM610", (5, 10), "notice")
