"""A tier that holds only because something is unknown is told (D1, interpretation 1)."""

from __future__ import annotations

from typing import Any

import pytest

from crmkit.checks.guessed_tier import CHECK
from crmkit.words import say

ORDER = "\n## 2024-05-20 订单 首期\n- amount: 62万\n"


def test_enough_amount_and_unknown_potential(told: Any) -> None:
    (finding,) = told(CHECK, f"---\nid: CRM-202405001\n---\n{ORDER}")
    assert (finding.code, finding.source[1:], finding.severity) == ("CRM601", (1, 1), "notice")
    assert {("tier", "A"), ("unknown", "potential")} <= set(finding.arguments)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "暂按“A 类·高价值高潜力”对待，因为还不知道潜力。"),
     ("en", "Tier A, high value holds for now because potential is not known.")],
)  # fmt: skip
def test_it_is_told_in_words_of_the_policy(told: Any, lang: str, words: str) -> None:
    (finding,) = told(CHECK, f"---\nid: CRM-202405001\n---\n{ORDER}")
    assert say(finding, lang)[0] == words


def test_a_known_potential_or_too_little_is_fine(found: Any) -> None:
    assert found(CHECK, f"---\nid: CRM-202405001\npotential: 35%\n---\n{ORDER}") == []
    assert found(CHECK, "---\nid: CRM-202405001\n---\n") == []
