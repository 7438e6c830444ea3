"""A key in people's words, so that reports speak the reader's language (K2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmkit.policy import Policy, read_policy
from crmkit.policy.said import word

SOP = Path(__file__).parents[2] / "sop"


@pytest.fixture(scope="module")
def policy() -> Policy:
    found, _ = read_policy({f"sop/{path.name}": path.read_bytes() for path in SOP.glob("*.md")})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "key", "zh", "en"),
    [
        ("status", "signed", "已签约", "Signed"),
        ("tier.value", "B", "B 类·成长", "Tier B, growing"),
        ("owner", "zhang.wei", "张伟", "张伟"),
        ("industry", "I65", "软件和信息技术服务业", "Software and IT"),
        ("source.channel", "exhibition", "展会", "Exhibition"),
        ("industry", "Q99", "Q99", "Q99"),
        ("owner", "gone.away", "gone.away", "gone.away"),
        ("nothing.here", "x", "x", "x"),
    ],
)
def test_a_key_is_said_in_both_languages_and_an_unknown_one_stands_for_itself(
    policy: Policy, path: str, key: str, zh: str, en: str
) -> None:
    said = word(policy, path, key)
    assert said is not None
    assert (said.key, said.zh, said.en) == (key, zh, en)


def test_nothing_said_is_nothing(policy: Policy) -> None:
    assert word(policy, "status", "") is None
    assert word(policy, "status", None) is None
