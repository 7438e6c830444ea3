"""What to talk about is data of each pack whose source says it; a mistake has its place (E4, E8, E9)."""

from __future__ import annotations

from typing import Any

import by_hand
import pytest

from crmkit import resources
from crmkit.policy import Policy, read_policy
from crmkit.policy.files.advice import TOPICS, Advice
from crmkit.policy.files.milestones import MilestonePolicy

ROLES, MATTERS = "user decision_maker influencer", "phone/visit email/wechat/im"
SAID = {
    "standard": ("", "A B C D", ROLES, MATTERS),
    "abcd": ("", "A B C D", "", ""),
    "lifecycle": ("确认需求、解答问题、介绍最新产品与服务", "", "", ""),
    "toolkit": ("", "core promising ordinary", ROLES, MATTERS),
    "partnership": (
        "行业动态、政策解读、成功案例，了解最新需求", "key important general", "", MATTERS,
    ),
    "service": ("服务满意度、需求变化、潜在合作机会", "", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", resources.packs())
def test_each_pack_says_what_its_source_says(name: str) -> None:
    """In each talk, by tier, by role, by matter: S0 by tier, S2 by tier and role, S3 by tier."""
    rules = by_hand.pack(name).get(Advice)
    found = (
        rules.always.zh if rules.always else "",
        " ".join(tier for tier, _ in rules.by_tier),
        " ".join(role for role, _ in rules.by_role),
        " ".join("/".join(channels) for _, channels in rules.channels),
    )
    assert found == SAID[name]
    assert set(rules.brief) == set(TOPICS)


def broken(file: str, old: str, new: str) -> list[str]:
    """The findings of `standard` with one text replaced: code and key."""
    folder = resources.pack("standard")
    assert folder is not None
    files = {f"sop/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in folder.rglob("*.md")}
    text = files[f"sop/{file}"].decode()
    assert old in text
    files[f"sop/{file}"] = text.replace(old, new, 1).encode()
    findings: Any = read_policy(files)[1]
    return [f"{each.code} {dict(each.arguments)['key']}" for each in findings]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("cadence.md", "{tier: A, about", "{tier: Z, about", "CRM906 content.by_tier[0].tier"),
        ("cadence.md", "words: [技术关注, ", "words: [技木关注, ", "CRM906 content.by_tag[0].words"),
        ("cadence.md", "contact: user", "contact: usr", "CRM906 content.by_role[0].role_of_contact"),
        ("cadence.md", "brief: [special", "brief: [speciall", "CRM906 content.brief"),
        ("cadence.md", "matter: routine", "matter: contract", "CRM907 content.by_importance[1].matter"),
        ("cadence.md", "[email, wechat, im]}", "[fax]}", "CRM906 content.by_importance[1].channels"),
        ("cadence.md", "report: [feedback", "report: [feedbck", "CRM906 tracks[0].report"),
        ("cadence.md", "log: [attitude]", "log: [atitude]", "CRM906 tracks[6].log"),
        ("cadence.md", "order: any", "order: some", "CRM906 tracks[0].order"),
        ("cadence.md", "counts: outbound", "counts: inbound", "CRM906 caps[0].counts"),
        ("cadence.md", "answered_by: later_contact", "answered_by: nobody", "CRM906 promises.answered_by"),
        ("cadence.md", "remind: {before: 1 day}", "remind: {before: soon}", "CRM904 remind.before"),
        ("milestones.md", "before: 3 days", "before: early", "CRM904 milestones[0].before"),
        ("milestones.md", "before: 2 days", "before: -2 days", "CRM904 festival_greeting.before"),
        ("milestones.md", "purposes: [greeting]", "purposes: [greting]", "CRM906 personal.purposes"),
        ("milestones.md", "kinds: [card, ", "kinds: [crad, ", "CRM906 personal.kinds"),
        ("milestones.md", "mention: [latest_need", "mention: [latest_nede", "CRM906 personal.mention"),
        ("milestones.md", "same_text: 5", "same_text: 1", "CRM904 personal.mass.same_text"),
        ("milestones.md", "alike: 85%", "alike: very", "CRM904 personal.mass.alike"),
        ("milestones.md", "lapses: {after: 3 days", "lapses: {after: 3", "CRM904 greeting_lapses.after"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(file: str, old: str, new: str, said: str) -> None:
    assert said in broken(file, old, new)


def test_what_names_nobody_is_left_out_and_the_rest_is_read() -> None:
    policy: Policy = by_hand.pack("standard")
    assert policy.get(MilestonePolicy).personal.mass is not None
    assert policy.get(Advice).by_tag[0][0] == ("技术关注", "技术关注型")
