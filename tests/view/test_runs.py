"""Runs of playbooks as of a moment, every time of them worked out by hand (F2)."""

from __future__ import annotations

from datetime import datetime

import pytest
from by_hand import moment, pack, record

from crmkit.calendar.deadline import Deadline
from crmkit.document import read
from crmkit.edit.checklist import tick
from crmkit.load import load_record
from crmkit.view import facts_of, view
from crmkit.view.run import Run, Uncounted
from crmkit.view.runs import Procedures, procedures

BEGUN = "2025-09-26 17:30 流程 签约\n- playbook: new_customer_signing\n"
FILE = "- [x] 资料复核 · 完成 {}\n"


def told(log: str, at: str, under: str = "standard", more: str = "", status: str = "signed") -> Procedures:
    policy = pack(under)
    loaded = load_record("records/CRM-202405001.md", record(log, more, status=status).encode(), policy)
    assert loaded.customer is not None
    assert not [f for f in loaded.findings if f.severity.value == "error"], loaded.findings
    seen = view([facts_of(loaded.customer, policy, loaded.document)], policy, moment=moment(at))
    return procedures(seen.standings["CRM-202405001"], seen)


def run(log: str, at: str, key: str = "new_customer_signing", under: str = "standard") -> Run:
    return next(one for one in told(log, at, under).runs if one.playbook.key == key)


def due(one: Run, step: str) -> str:
    limit = one.limit(step)
    if limit is None:
        return ""
    assert isinstance(limit.due, Deadline)
    return limit.due.written


@pytest.mark.parametrize(
    ("done", "contract", "billing"),
    [
        # Friday 17:30 + 1 workday is Sunday 09-28, which is worked; from then on:
        ("2025-09-28 11:00", "2025-09-29 18:00", "2025-09-29 14:30"),  # 10:00 + 2 h, and 13:30 + 1 h
        ("2025-09-29 18:00", "2025-09-30 18:00", "2025-09-30 14:30"),  # the morning's 3 h, and 13:30 + 1 h
        ("2025-09-30 18:01", "2025-10-10 18:00", "2025-10-10 14:30"),  # the first day behind the holiday is 0
    ],
)
def test_workdays_pass_the_moved_workday_and_the_holiday(done: str, contract: str, billing: str) -> None:
    assert due(run(BEGUN, "2025-09-26 18:00"), "file") == "2025-09-28 18:00"
    log = BEGUN + "\n" + FILE.format(done)
    one = run(log, "2025-10-20")
    assert due(one, "contract") == contract
    begin = {"2025-09-28 11:00": "2025-09-29 10:30", "2025-09-29 18:00": "2025-09-29 18:00"}
    ticked = begin.get(done, "2025-10-09 18:00")
    log += f"- [x] 合同审核 · 陈刚 · 完成 {ticked}\n"
    assert due(run(log, "2025-10-20"), "billing") == {"2025-09-28 11:00": "2025-09-29 16:00"}.get(
        done, billing
    )


def test_a_step_that_waits_has_no_limit_and_says_for_what() -> None:
    one = run(BEGUN, "2025-09-27 10:00")
    assert due(one, "billing") == ""
    assert [step.key for step in one.waits_for("billing")] == ["contract"]


def test_a_tick_of_a_later_day_is_none_yet() -> None:
    log = BEGUN + "\n" + FILE.format("2025-09-28 11:00")
    assert run(log, "2025-09-28 10:59").steps["file"].done is None
    assert run(log, "2025-09-28 11:00").steps["file"].done is not None


def test_a_line_that_names_no_step_is_a_step_of_this_run_alone() -> None:
    log = BEGUN + "\n- [ ] 给老板看一眼 · 截止 2025-09-29 12:00\n"
    one = run(log, "2025-09-28")
    assert due(one, "给老板看一眼") == "2025-09-29 12:00"
    assert not one.through


def test_never_two_open_runs_of_the_same() -> None:
    found = told(BEGUN + "2025-09-28 09:00 流程 又启动\n- playbook: new_customer_signing\n", "2025-09-29")
    assert len([one for one in found.runs if one.playbook.key == "new_customer_signing"]) == 1
    assert [act.line for act in found.twice]


HANDED = (
    BEGUN + "\n" + FILE.format("2025-09-28 11:00") + "- [x] 合同审核 · 陈刚 · 完成 2025-09-29 10:00\n"
    "2025-09-29 11:00 流程 移交\n- playbook: new_customer_signing\n- run_step: billing\n- step: 交接\n"
    "- by: zhang.wei\n"
)
SENT_BACK = (
    "2025-09-29 15:00 流程 退回\n- playbook: new_customer_signing\n- run_step: billing\n- step: 退回\n"
    "- by: he.ping\n"
)


def test_what_is_sent_back_is_open_again_under_the_same_limit() -> None:
    one = run(HANDED + SENT_BACK + "- reason: 缺税号\n", "2025-09-29 15:01")
    assert due(one, "billing") == "2025-09-29 15:30"  # four working hours from 10:00
    limit = one.limit("billing")
    assert limit is not None
    assert limit.met is None


def test_sending_back_without_a_reason_does_not_count() -> None:
    one = run(HANDED + SENT_BACK, "2025-09-29 15:01")
    assert [bad.why for bad in one.not_counted] == [Uncounted.REASON]
    assert one.steps["billing"].handed is not None


@pytest.mark.parametrize(("by", "taken"), [("he.ping", True), ("zhang.wei", False)])
def test_only_who_has_the_role_takes_over(by: str, taken: bool) -> None:
    accepted = (
        "2025-09-29 16:00 流程 接收\n- playbook: new_customer_signing\n- run_step: billing\n- step: 受理\n"
        f"- by: {by}\n"
    )
    assert (run(HANDED + accepted, "2025-09-30").steps["billing"].done is not None) is taken


@pytest.mark.parametrize(
    ("log", "more", "status", "under", "key"),
    [
        ("2025-09-26 09:00 状态 签约\n- from: 商机\n- to: 已签约", "", "signed",
         "standard", "new_customer_signing"),
        ("2025-09-26 09:00 需求 接口", "", "active", "standard", "need_change"),
        ("2025-05-20 电话", "", "active", "standard", "reactivation"),
        ("2025-02-20 电话", "", "active", "lifecycle", "reactivation"),
        ("2025-09-20 定级 降级\n- from: C\n- to: D\n- reason: 示例",
         "tier: {value: D, reason: 示例, until: 2026-12-31}\n", "active", "standard", "d_recovery"),
        ("", "contracts:\n  - {id: H1, start: 2024-10-20, end: 2025-10-19}\n", "signed",
         "service", "renewal"),
        ("", "", "active", "abcd", "info_verification"),
    ],
)  # fmt: skip
def test_what_asks_for_a_run_is_proposed(log: str, more: str, status: str, under: str, key: str) -> None:
    found = told(log, "2025-09-28", under, more, status)
    assert key in [one.playbook.key for one in found.proposed]


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("word", ["核对", "check"])
def test_a_tick_changes_one_line_and_no_other_byte(end: str, word: str) -> None:
    before = record("").replace("\n", end or "\n") + (end or "\n").join(
        ("", "## 2025-09-26 流程 x", "- playbook: renewal", "", "- [ ] 别的", f"- [ ] {word} · 张伟{end}")
    )
    document, _ = read("records/CRM-202405001.md", before.encode())
    line = document.source(document.entries[0].start).line
    after, refused = tick(document, line, (word,), datetime(2025, 9, 28, 11, 0))
    assert not refused
    said = "完成" if word == "核对" else "done"
    wanted = before.replace(f"- [ ] {word} · 张伟", f"- [x] {word} · 张伟 · {said} 2025-09-28 11:00")
    assert after.text == wanted
    _, again = tick(after, line, (word,), datetime(2025, 9, 28, 12, 0))
    assert again
