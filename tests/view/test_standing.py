"""Who is gone, looked after, followed, quiet, silent or about to leave is one answer everywhere."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from crmkit import resources
from crmkit.calendar.deadline import end_of
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.policy.files.cadence import Cadence
from crmkit.view import Standing, facts_of, view

DAY = date(2024, 6, 30)
HEAD = """---
id: CRM-202405001
name: 星辰
type: business
{}owner: zhang.wei
recorded: {{by: zhang.wei, date: 2023-01-04}}
"""
QUIET = "do_not_contact: 是\n"
ALL_ASKED = "contacts:\n  - {name: 李雷, do_not_contact: 是}\n  - {name: 王芳, left: 2024-01-05}\n"
FALLING = "## 2024-02-06 电话\n\n## 2024-02-20 电话\n\n## 2024-06-20 电话\n"


def pack(name: str, cadence: bytes = b"") -> Policy:
    folder = resources.pack(name)
    assert folder is not None
    files = {f"sop/{path.name}": path.read_bytes() for path in folder.glob("*.md")}
    policy, _ = read_policy(files | ({"sop/cadence.md": cadence} if cadence else {}))
    assert policy is not None
    return policy


def text(status: str = "active", more: str = "", log: str = "") -> str:
    return HEAD.format(f"status: {status}\n" if status else "") + more + "---\n\n" + log


def standing(status: str = "active", more: str = "", log: str = "", under: Policy | None = None) -> Standing:
    policy = under or pack("standard")
    loaded = load_record("records/CRM-202405001.md", text(status, more, log).encode(), policy)
    assert loaded.customer is not None
    (found,) = view(
        [facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(DAY)
    ).standings.values()
    return found


@pytest.mark.parametrize(
    ("status", "gone", "looked_after", "followed"),
    [
        ("lead", False, True, False), ("active", False, True, True), ("dormant", False, False, False),
        ("lost", True, False, False), ("", False, True, False),
    ],
)  # fmt: skip
def test_a_status_says_once_who_is_gone_ours_and_followed(
    status: str, gone: bool, looked_after: bool, followed: bool
) -> None:
    one = standing(status)
    assert (one.gone, one.looked_after, one.followed) == (gone, looked_after, followed)


@pytest.mark.parametrize("written", [True, False], ids=["no stages", "no cadence"])
def test_procedures_that_name_no_stages_follow_everybody_but_who_is_gone(written: bool) -> None:
    said = b"---\nformat: 1\ntracks: []\n---\n"
    policy = pack("standard", said) if written else pack("standard").having(Cadence())
    assert [standing(s, under=policy).followed for s in ("lead", "active", "dormant", "lost", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["standard", "abcd", "lifecycle", "toolkit", "partnership", "service"])
@pytest.mark.parametrize("asked", [QUIET, ALL_ASKED])
def test_who_asked_for_no_contact_is_left_alone_under_every_pack(name: str, asked: str) -> None:
    one = standing(more=asked, under=pack(name))
    assert one.quiet
    assert not one.awaits_plan


def test_one_of_two_who_are_there_may_still_be_called() -> None:
    both = ALL_ASKED.replace(", left: 2024-01-05", "")
    assert not standing(more=both).quiet


def test_who_is_not_followed_may_not_be_said_to_leave() -> None:
    assert standing(log=FALLING).warnings
    assert not standing("dormant", log=FALLING).warnings
    assert not standing("", log=FALLING).warnings


def test_a_customer_whose_people_all_asked_for_quiet_is_greeted_on_no_festival() -> None:
    own = "first_cooperation: 2023-07-02\ncontracts:\n  - {end: 2024-07-04}\n"
    assert standing(more=own).number("days_to_milestone") == 2
    one = standing(more=own + ALL_ASKED)
    assert one.number("days_to_milestone") == 4  # the contract ends all the same
    assert not one.marks.yearly


def test_nobody_greets_who_has_left_us() -> None:
    one = standing("lost", "first_cooperation: 2023-07-02\n")
    assert one.number("days_to_milestone") is None
    assert not one.marks.yearly + one.marks.ends


def test_silence_counts_from_the_last_sign_of_life_else_from_the_record() -> None:
    assert standing().silent_since == date(2023, 1, 4)
    assert standing(log=FALLING).silent_since == date(2024, 6, 20)


@pytest.mark.parametrize("asked", [QUIET, ALL_ASKED])
def test_who_asked_for_quiet_is_not_said_to_lack_a_plan(crm: Any, asked: str) -> None:
    """Neither by the queue nor by check, as the list and Today never did (E8)."""
    crm.write("records/CRM-202405001.md", text("lead", asked))
    fresh = text("lead").replace("2023-01-04", "2024-06-20")

    def unplanned(record: str) -> int:
        crm.write("records/CRM-202405001.md", record)
        rows = json.loads(crm("--no-cache", "due", "--json").out)["rows"]
        return sum(row["due"] is None for row in rows)

    assert unplanned(text("lead", asked)) == 0
    assert unplanned(fresh.replace("---\n\n", f"{asked}---\n\n")) == 0
    assert unplanned(fresh) == 1


def test_the_list_of_who_may_leave_and_the_warnings_name_the_same_customers(crm: Any) -> None:
    for number, status in enumerate(("active", "lead", "dormant", "lost", ""), 1):
        record = text(status, log=FALLING).replace("CRM-202405001", f"CRM-20240500{number}")
        crm.write(f"records/CRM-20240500{number}.md", record)
    listed = {row["id"] for row in json.loads(crm("--no-cache", "report", "churn", "--json").out)["rows"]}
    told = {
        line.split(":")[0] for line in crm("check", "--format", "concise").out.split("\n") if "CRM631" in line
    }
    assert listed == {"CRM-202405001"}
    assert told == {"records/CRM-202405001.md"}
