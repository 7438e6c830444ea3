"""`due`, `snooze`, `skip` and `segments` on the command line (E1, D7)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from crmkit import resources

Crm = Any

RECORD = """\
---
id: CRM-202405001
name: 杭州星辰科技有限公司
type: business
status: active
owner: zhang.wei
tier: {value: A, reason: 示例, until: 2027-12-31}
recorded: {by: zhang.wei, date: 2024-05-06}
---

## 2024-06-10 拜访 看现场

## 2024-06-17 电话 确认方案
- next: 2024-06-28 微信 发报价
"""


@pytest.fixture
def one(crm: Crm) -> Crm:
    crm.write("records/CRM-202405001.md", RECORD)
    return crm


def rows(crm: Crm, *args: str, **options: Any) -> list[dict[str, Any]]:
    answer = crm(*args, "--json", **options)
    assert answer.code == 0, answer.err
    said = json.loads(answer.out)
    assert said["schema_version"] == 1
    found: list[dict[str, Any]] = said["rows"]
    return found


def test_due_has_the_rows_that_programs_read(one: Crm) -> None:
    """All of these keys, in this order; former_owner came late, due_at last. 24 June is a Monday."""
    weekly, promise = rows(one, "due", as_of="2024-06-26")
    assert promise == {
        "id": "CRM-202405001", "name": "杭州星辰科技有限公司", "tier": "A", "owner": "zhang.wei",
        "due": "2024-06-28", "bucket": "this_week", "channel": "wechat", "about": "发报价",
        "rule": "records/CRM-202405001.md:14", "last_touch": "2024-06-17", "former_owner": None,
        "due_at": None,
    }  # fmt: skip
    assert (weekly["due"], weekly["bucket"], weekly["channel"]) == ("2024-06-24", "overdue", "phone/wechat")
    assert weekly["rule"].startswith("sop/cadence.md:")


def test_due_says_target_and_limit_where_a_pack_has_both(one: Crm, book: Path) -> None:
    """E2, `partnership`: key weekly (target) to monthly (limit)."""
    folder = resources.pack("partnership")
    assert folder is not None
    shutil.rmtree(book / "sop")
    shutil.copytree(folder, book / "sop")
    one.write("records/CRM-202405001.md", RECORD.replace("value: A", "value: key"))
    weekly, *_ = rows(one, "due", "CRM-202405001", as_of="2024-06-26")
    assert (weekly["due"], weekly["limit"]) == ("2024-06-24", "2024-07-17")
    assert "2024-06-24, at the latest 2024-07-17" in one("due", as_of="2024-06-26").out


def test_due_looks_so_many_days_ahead(one: Crm) -> None:
    assert len(rows(one, "due", "--days", "1", as_of="2024-06-26")) == 1
    assert [row["about"] for row in rows(one, "due", "--days", "90", as_of="2024-06-26")][
        -1
    ] == "Tier A quarterly visit"


@pytest.mark.parametrize("args", [("due", "--days", "90"), ("due", "CRM-202405001")])
@pytest.mark.parametrize(("lang", "said"), [("en", "Tier A quarterly visit"), ("zh", "A 类季度拜访")])
def test_due_says_what_it_is_about_in_the_language_asked_for(
    args: tuple[str, ...], lang: str, said: str, one: Crm
) -> None:
    """To programs too, from kept answers and anew: it has no key of its own."""
    for _ in range(2):
        told = json.loads(one(*args, "--json", as_of="2024-06-26", lang=lang).out)["rows"]
        assert said in [row["about"] for row in told]


def test_due_of_one_owner(one: Crm) -> None:
    assert len(rows(one, "due", "--owner", "张伟", as_of="2024-06-26")) == 2
    assert rows(one, "due", "--owner", "li.na", as_of="2024-06-26") == []
    assert one("due", "--owner", "nobody").code == 2


def test_due_in_words(one: Crm) -> None:
    answer = one("due", as_of="2024-06-26")
    assert answer.out.startswith("Overdue ")
    assert "Tier A weekly" in answer.out


def test_snooze_writes_the_reason_and_moves_the_day(one: Crm) -> None:
    answer = one(
        "snooze", "CRM-202405001", "a_weekly", "--until", "2024-07-02", "--reason", "客户出差",
        "--by", "zhang.wei",
        as_of="2024-06-26", lang="zh",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    text = one.read("records/CRM-202405001.md")
    assert (
        "延后 A 类每周沟通\n- by: zhang.wei\n- item: a_weekly\n- until: 2024-07-02\n- reason: 客户出差\n"
        in text
    )
    assert text.startswith(RECORD)
    assert one("check").code == 0
    assert [row["due"] for row in rows(one, "due", as_of="2024-06-27", lang="zh")] == ["2024-06-28"]


def test_skip_leaves_the_promise_out(one: Crm) -> None:
    answer = one(
        "skip", "CRM-202405001", "发报价", "--reason", "当面给了", "--by", "张伟", as_of="2024-06-26"
    )
    assert answer.code == 0, answer.err
    assert "- item: promise-2024-06-28" in one.read("records/CRM-202405001.md")
    assert len(rows(one, "due", as_of="2024-06-26")) == 1


@pytest.mark.parametrize(
    ("until", "reason", "told"),
    [
        ("2024-07-05", " ", "say with --reason why"),
        ("2024-06-30", "x", "2024-06-30 is past: name a later day"),
        ("2024-06-28", "x", "it is due on 2024-06-28"),
        ("2024-W28-3", "x", "2024-W28-3 is no day"),
    ],
)
def test_what_would_move_nothing_is_refused(until: str, reason: str, told: str, one: Crm) -> None:
    """No reason, a day that is past, the day itself, a week: nothing is written."""
    answer = one(
        "snooze", "CRM-202405001", "发报价", "--until", until, "--reason", reason, "--by", "张伟",
        as_of="2024-07-03",
    )  # fmt: skip
    assert answer.code == 2
    assert told in answer.err
    assert one.read("records/CRM-202405001.md") == RECORD


def test_where_nothing_is_planned_nothing_can_be_left_out(crm: Crm) -> None:
    crm.write("records/CRM-202405001.md", RECORD.replace("active", "lost"))
    answer = crm("skip", "CRM-202405001", "--reason", "x", "--by", "张伟")
    assert (answer.code, answer.err) == (2, "crmkit: nothing is planned\n")


def test_no_day_lies_beyond_the_calendar(one: Crm) -> None:
    assert rows(one, "due", "--days", "3660", as_of="9999-12-30") != []


@pytest.mark.parametrize("kept", [(), ("--no-cache",)])
@pytest.mark.parametrize(
    "args", [("due",), ("list",), ("tiers",), ("segments",), ("report", "owners"), ("due", "--json")]
)
def test_what_cannot_be_read_is_missed_aloud(kept: tuple[str, ...], args: tuple[str, ...], one: Crm) -> None:
    """A customer saved as GBK vanishes from no list in silence, today and when asked again (P4)."""
    one.write("records/CRM-202405002.md", RECORD.encode("gbk"))
    for _ in range(2):
        answer = one(*kept, *args, as_of="2024-06-27")
        assert answer.code == 1
        assert answer.err.endswith(
            "crmkit: records/CRM-202405002.md cannot be read and is missing here: see 'crmkit check'\n"
        )
    answer = one(*kept, "due", "CRM-202405002")
    assert (answer.code, "CRM-202405002.md (line 3) cannot be read" in answer.err) == (2, True)
    assert one(*kept, "due", "CRM-202405001", as_of="2024-06-27").code == 0


def test_a_tier_set_by_hand_keeps_the_reason_that_was_given(one: Crm) -> None:
    """D6: no tier by hand without a reason, and none that is given is dropped."""
    bare = one("set", "CRM-202405001", "tier.value=B", "tier.until=2024-12-31", "--by", "张伟")
    assert (bare.code, one.read("records/CRM-202405001.md")) == (2, RECORD)
    assert one("set", "CRM-202405001", "tier=", "--reason", "重定", "--by", "张伟").code == 0
    told = ("tier.value=B", "tier.until=2024-12-31", "--reason", "先按双周服务", "--by", "张伟")
    assert one("set", "CRM-202405001", *told).code == 0
    wanted = "tier:\n  value: B\n  reason: 先按双周服务\n  until: 2024-12-31\n"
    assert wanted in one.read("records/CRM-202405001.md")
    assert "CRM611" not in one("check", "--format", "concise").out
    own = one("set", "CRM-202405001", "tier.value=C", "tier.reason=金额回落", "--by", "张伟")
    assert (own.code, "reason: 金额回落" in one.read("records/CRM-202405001.md")) == (0, True)


def test_a_decision_says_what_decides_it_and_cannot_be_left_out(crm: Crm) -> None:
    """D since 3 June, a month is over: back, extended or lost; one skip more would decide nothing (E2)."""
    text = RECORD.replace("tier: {value: A, reason: 示例, until: 2027-12-31}\n", "") + (
        "\n## 2024-06-03 电话 抱怨\n- attitude: 2\n"
    )
    crm.write("records/CRM-202405001.md", text)
    said = crm("due", "CRM-202405001", as_of="2024-07-19").out
    assert "2024-07-03  16 days late  Tier D recovery: time to decide" in said
    assert "an entry that changes the tier or the status" in said
    answer = crm("skip", "CRM-202405001", "d_recovery", "--reason", "x", "--by", "张伟", as_of="2024-07-19")
    assert (answer.code, crm.read("records/CRM-202405001.md")) == (2, text)


def test_a_doubtful_item_changes_nothing_and_lists_what_there_is(one: Crm) -> None:
    answer = one("skip", "CRM-202405001", "--reason", "x", "--by", "张伟", as_of="2024-06-26")
    assert answer.code == 2
    assert "promise-2024-06-28" in answer.err
    assert "a_weekly" in answer.err
    early = one(
        "snooze", "CRM-202405001", "a_visit", "--until", "2024-07-01", "--reason", "x", as_of="2024-06-26"
    )
    assert early.code == 2
    assert one.read("records/CRM-202405001.md") == RECORD


def test_segments_with_their_evidence(one: Crm) -> None:
    """D7: nobody was in touch for 91 days; 90 are borne."""
    found = {row["segment"]: row for row in rows(one, "segments", as_of="2024-09-16")}
    assert found["silent"]["evidence"] == "days of silence 91 > 90"
    assert found["silent"]["lines"] == ["records/CRM-202405001.md:13"]
    assert "silent" not in {row["segment"] for row in rows(one, "segments", as_of="2024-09-15")}
    assert rows(one, "segments", "Silent", as_of="2024-09-15") == []
    assert one("segments", "strange").code == 2


def test_who_came_later_was_called_nothing_on_an_earlier_day(one: Crm) -> None:
    assert (
        "杭州星辰科技有限公司 was no customer yet on 2020-01-01" in one("due", "星辰", as_of="2020-01-01").err
    )


def test_an_entry_is_void_from_the_day_on_which_it_was_voided(crm: Crm) -> None:
    """L3: a past day shows it as it counted then, as the page does."""
    void = "\n## 2024-06-20 作废\n- voids: 2024-06-10 拜访\n- reason: 误记\n"
    crm.write("records/CRM-202405001.md", RECORD + void)
    assert "2024-06-10  Visit  看现场\n" in crm("show", "CRM-202405001", as_of="2024-06-19").out
    assert "2024-06-10  Visit  看现场  [void]\n" in crm("show", "CRM-202405001", as_of="2024-06-20").out
