"""What people call a field that a change entry names (K2)."""

from __future__ import annotations

import pytest

from crmkit import resources
from crmkit.policy import read_policy
from crmkit.policy.labels import field_word
from sop import sop


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("source.channel", "来源渠道", "Channel"),
        ("contacts[李雷].title", "李雷 职务", "李雷 Title"),
        ("联系人.李雷.职务", "李雷 职务", "李雷 Title"),
        ("nothing.known", "nothing.known", "nothing.known"),
    ],
)
def test_a_field_of_a_contact_is_said_with_whose_it_is(path: str, zh: str, en: str) -> None:
    folder = resources.pack("standard")
    assert folder is not None
    policy, _ = read_policy(sop(folder))
    assert policy is not None
    word = field_word(policy, path)
    assert (word.said("zh"), word.said("en")) == (zh, en)
