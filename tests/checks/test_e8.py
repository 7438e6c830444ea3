"""Row E8 by hand: over-contact, nothing but promotion, silence, wishes, do not contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from crmkit import resources
from crmkit.calendar.deadline import end_of
from crmkit.checks import contact_load, silence
from crmkit.diagnostics import Diagnostic
from crmkit.followups import due_for, preferences, see
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.view import facts_of, view
from sop import sop

DAY = date(2024, 6, 30)
HEAD = "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: {}\nowner: zhang.wei\n"
Told = Callable[..., tuple[Diagnostic, ...]]


@cache
def pack(name: str) -> Policy:
    folder = resources.pack(name)
    assert folder is not None
    policy, findings = read_policy(sop(folder))
    assert policy is not None
    assert not findings
    return policy


def record(log: str, more: str = "", status: str = "active", tier: str = "") -> str:
    hand = f"tier: {{value: {tier}, reason: 示例, until: 2026-12-31}}\n" if tier else ""
    entries = "".join(f"\n## {line}\n" if line[0] != "-" else f"{line}\n" for line in log.split("\n") if line)
    return HEAD.format(status) + hand + more + "---\n" + entries


THREE = "2024-06-03 短信\n2024-06-10 微信\n2024-06-17 邮件"
LOADS = [
    ("three of our own in a month", THREE, True),
    ("automatic ones count", THREE.replace("微信", "微信\n- automatic: 是"), True),
    ("two are borne", "2024-06-03 短信\n2024-06-10 微信", False),
    ("a month ago is another month", THREE.replace("2024-06-03", "2024-05-30"), False),
    ("an answer to the customer does not count", THREE + "\n- purpose: answer", False),
    ("their own call does not count", THREE.replace("微信", "电话\n- direction: in"), False),
    ("tickets do not count", THREE.replace("微信", "投诉\n- id: T1"), False),
    ("nor what is said of one", THREE.replace("微信", "微信\n- ticket: TK-202406001"), False),
    ("nor do their updates", THREE.replace("微信", "工单进展\n- ticket: T1"), False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "tier"), [("standard", "C"), ("toolkit", "ordinary")])
@pytest.mark.parametrize(("why", "log", "warned"), LOADS)
def test_more_than_two_a_month_are_told(
    told: Told, name: str, tier: str, why: str, log: str, warned: bool
) -> None:
    found = told(contact_load.CHECK, record(log, tier=tier), on=DAY, under=pack(name))
    assert [each.code for each in found] == (["CRM633"] if warned else []), why


@pytest.mark.parametrize(("name", "tier"), [("standard", "A"), ("standard", "B"), ("toolkit", "core")])
def test_the_core_may_exceed_once_a_convenient_time_is_confirmed(told: Told, name: str, tier: str) -> None:
    """From the day they agreed to the day on which it ends."""
    for more, codes in {
        "": ["CRM635"],
        "extra_contact: {agreed: 2024-06-01, when: 上午}\n": [],
        "extra_contact: {agreed: 2024-07-01, when: 上午}\n": ["CRM635"],
        "extra_contact: {agreed: 2024-01-01, until: 2024-06-29, when: 上午}\n": ["CRM635"],
    }.items():
        found = told(contact_load.CHECK, record(THREE, more, tier=tier), on=DAY, under=pack(name))
        assert [each.code for each in found] == codes


@pytest.mark.parametrize("name", ["standard", "toolkit", "partnership"])
def test_a_history_of_nothing_but_promotion_is_told(told: Told, name: str) -> None:
    days = ("2023-01-02", "2023-05-02", "2023-09-02", "2024-01-02", "2024-05-02")
    log = "\n".join(f"{day} 微信\n- purpose: 推广" for day in days)
    assert [f.code for f in told(contact_load.CHECK, record(log), on=DAY, under=pack(name))] == ["CRM634"]
    for last in ("2024-05-03 电话\n- purpose: care", "2024-05-03 邮件\n- purpose: answer"):
        assert told(contact_load.CHECK, record(f"{log}\n{last}"), on=DAY, under=pack(name)) == ()
    theirs = f"{log}\n2024-05-03 电话 来问\n- direction: in"  # they called: we still did nothing but promote
    assert [f.code for f in told(contact_load.CHECK, record(theirs), on=DAY, under=pack(name))] == ["CRM634"]


@pytest.mark.parametrize("name", ["standard", "toolkit"])
def test_long_silence_is_told_while_the_customer_is_served(told: Told, name: str) -> None:
    """More than 90 days, the number of the segment: 31 March to 30 June are 91."""
    (finding,) = told(silence.CHECK, record("2024-03-31 电话"), on=DAY, under=pack(name))
    assert (finding.code, dict(finding.arguments)["last"]) == ("CRM638", "2024-03-31")
    assert told(silence.CHECK, record("2024-04-01 电话"), on=DAY, under=pack(name)) == ()
    sent = record("2024-03-31 电话\n2024-06-03 短信\n- automatic: 是")  # a machine breaks no silence
    assert [f.code for f in told(silence.CHECK, sent, on=DAY, under=pack(name))] == ["CRM638"]
    assert told(silence.CHECK, sent.replace("- automatic: 是\n", ""), on=DAY, under=pack(name)) == ()
    for status, more in (("dormant", ""), ("lost", ""), ("active", "do_not_contact: 是\n")):
        text = record("2024-03-31 电话", more, status)
        assert told(silence.CHECK, text, on=DAY, under=pack(name)) == ()


PEOPLE = """contacts:
  - {{name: 李雷, prefers: '微信, 工作日上午'{}}}
  - {{name: 韩梅梅, prefers: '电话, 下午'{}}}
"""
QUIET = ", do_not_contact: 是"
GONE = ", left: 2024-01-05"


def planned(text: str, under: Any = "standard") -> tuple[list[str], list[tuple[str, str]]]:
    """Keys of what is due, and who is asked when."""
    policy = pack(under)
    loaded = load_record("records/CRM-202405001.md", text.encode("utf-8"), policy)
    assert loaded.customer is not None
    seen = view([facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(DAY))
    (standing,) = seen.standings.values()
    wishes = [(one.name, one.when) for one in preferences(see(standing, seen))]
    return [item.key for item in due_for(standing, seen)], wishes


@pytest.mark.parametrize("name", ["standard", "toolkit", "partnership", "service"])
def test_do_not_contact_is_kept_for_one_person_for_all_and_for_the_customer(name: str) -> None:
    """One who asked for peace is not named; when all did, or the customer, only promises stay."""
    log = "2024-06-03 电话\n- next: 2024-07-01 电话 回话"

    def of(first: str, second: str, more: str = "") -> tuple[bool, list[str]]:
        keys, wishes = planned(record(log, PEOPLE.format(first, second) + more), name)
        assert "promise-2024-07-01" in keys
        return len(keys) > 1, [who for who, _ in wishes]

    assert of("", "") == (True, ["李雷", "韩梅梅"])
    assert of(QUIET, "") == (True, ["韩梅梅"])
    assert of(QUIET, QUIET) == (False, [])
    assert of(QUIET, GONE) == (False, [])  # who is left asked for peace
    assert of(GONE, "") == (True, ["韩梅梅"])
    assert of("", "", "do_not_contact: 是\n")[0] is False


def test_the_preferred_time_is_said_with_who_prefers_it() -> None:
    assert planned(record("2024-06-03 电话", PEOPLE.format("", "")))[1] == [
        ("李雷", "工作日上午 09:00-12:00"),
        ("韩梅梅", "下午"),
    ]
