"""What a spot check pointed out and nobody filled, from the record to the report (C2, C3)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from crmkit.checks import spot_checks
from crmkit.words import say

HEAD = (
    "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: active\nowner: zhang.wei\n"
)
LOG = "---\n\n## 2024-06-26 10:00 抽查\n- result: 待补\n- missing: 地址、行业\n"


def test_late_only_when_the_last_day_has_passed(found: Any) -> None:
    assert found(spot_checks.CHECK, HEAD + LOG, on=date(2024, 6, 27)) == []
    assert found(spot_checks.CHECK, HEAD + LOG, on=date(2024, 6, 28)) == ["9:1 CRM637 gap-not-filled"]
    filled = f"{HEAD}address: 杭州\nindustry: I65\n{LOG}"
    assert found(spot_checks.CHECK, filled, on=date(2024, 6, 28)) == []


def test_a_finding_names_what_is_still_missing_and_since_when_it_is_late(told: Any) -> None:
    (late,) = told(spot_checks.CHECK, f"{HEAD}industry: I65\n{LOG}", on=date(2024, 6, 30))
    assert dict(late.arguments) == {
        "about_zh": "补齐：地址",
        "about_en": "Fill in: Address",
        "due": "2024-06-27",
    }


def test_a_name_that_is_no_field_is_told_with_the_nearest(told: Any) -> None:
    text = HEAD + LOG.replace("地址、行业", "地扯、联系人.电话")
    (unknown,) = told(spot_checks.CHECK, text, on=date(2024, 6, 27))
    assert (unknown.code, unknown.source.line) == ("CRM454", 11)
    assert dict(unknown.arguments)["field"] == "地扯"


MOVED = "\n## {} 状态\n- from: lead\n- to: active\n- reason: 审核通过\n"


@pytest.mark.parametrize(
    ("moved", "missed"), [("2024-06-25", True), ("2024-06-26", True), ("2024-06-27", False)]
)
def test_a_check_asks_for_what_the_status_of_its_day_requires(told: Any, moved: str, missed: bool) -> None:
    """A status that changed on the very day counts; what a later one requires, nobody missed before."""
    text = f"{HEAD}---\n\n## 2024-06-26 10:00 抽查\n- result: 待补\n{MOVED.format(moved)}"
    (late,) = told(spot_checks.CHECK, text, on=date(2024, 6, 30))
    about = dict(late.arguments)["about_en"]
    assert ("Company size" in about) is missed
    assert ("Lead arrived" in about) is not missed
    assert "Source" in about


def test_a_move_on_the_very_day_is_not_undone_by_a_later_one_that_does_not_say_from_where(told: Any) -> None:
    """Active on the day of the check, a lead again since: the check asked what an active customer needs."""
    back = "\n## 2024-06-28 状态\n- to: lead\n- reason: 退回补资料\n"
    check = "---\n\n## 2024-06-26 10:00 抽查\n- result: 待补\n"
    text = HEAD.replace("status: active", "status: lead") + check + MOVED.format("2024-06-26") + back
    (late,) = told(spot_checks.CHECK, text, on=date(2024, 6, 30))
    assert "Company size" in dict(late.arguments)["about_en"]


def test_what_only_somebody_who_left_has_is_still_missing(told: Any) -> None:
    people = "contacts:\n  - {name: 李雷, phone: 0571-88880000, left: 2024-06-01}\n"
    log = LOG.replace("地址、行业", "联系人.电话")
    (gone,) = told(spot_checks.CHECK, HEAD + people + log, on=date(2024, 6, 30))
    assert dict(gone.arguments)["about_zh"] == "补齐：联系人·电话"
    stays = people + "  - {name: 韩梅梅, phone: 0571-88880001}\n"
    assert told(spot_checks.CHECK, HEAD + stays + log, on=date(2024, 6, 30)) == ()


MOVE = "\n## {} 状态\n- from: {}\n- to: {}\n- reason: 审核\n"
VOID = "\n## 2024-06-27 作废\n- voids: 2024-06-25 状态\n- reason: 记错客户\n"


@pytest.mark.parametrize(
    ("moves", "active"),
    [
        (
            (
                MOVE.format("2024-06-26 15:00", "lead", "active"),
                MOVE.format("2024-06-26 09:00", "lost", "lead"),
            ),
            True,
        ),
        ((MOVE.format("2024-06-27", "lead", "active"), MOVE.format("2024-06-28", "active", "lead")), False),
        ((MOVE.format("2024-06-25", "lead", "active"), VOID), False),
    ],
    ids=["the later of a day", "before the first", "a voided one"],
)
def test_of_several_moves_the_one_that_held_on_the_day_counts(
    told: Any, moves: tuple[str, ...], active: bool
) -> None:
    lead = HEAD.replace("status: active", "status: lead")
    text = f"{lead}---\n\n## 2024-06-26 10:00 抽查\n- result: 待补\n{''.join(moves)}"
    (late,) = told(spot_checks.CHECK, text, on=date(2024, 6, 30))
    about = dict(late.arguments)["about_en"]
    assert ("Company size" in about, "Lead arrived" in about) == (active, not active)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_no_name_is_near_none_is_offered(lang: str, told: Any) -> None:
    text = HEAD + LOG.replace("地址、行业", "老板爱喝什么茶")
    (unknown,) = told(spot_checks.CHECK, text, on=date(2024, 6, 27))
    assert dict(unknown.arguments)["near"] == ""
    assert "``" not in say(unknown, lang)[1]


def test_the_loop_by_commands(crm: Any) -> None:
    """Draw, write down what is missing, see it due, see it late, fill it, see it gone."""
    crm.write("records/CRM-202405001.md", f"{HEAD}industry: I65\n---\n")

    def drawn(day: str) -> dict[str, Any]:
        (row,) = json.loads(crm("report", "spot-check", "--json", as_of=day).out)["rows"]
        return {key: row[key] for key in ("checked", "fill_by")}

    assert drawn("2024-06-26") == {"checked": None, "fill_by": None}
    done = crm(
        "log", "CRM-202405001", "抽查", "--by", "zhang.wei", "--on", "2024-06-26 10:00",
        "--field", "result=待补", "--field", "missing=地址",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert drawn("2024-06-26") == {"checked": "2024-06-26", "fill_by": "2024-06-27"}
    rows = json.loads(crm("due", "--json", as_of="2024-06-26").out)["rows"]
    (row,) = (row for row in rows if row["about"] == "Fill in: Address")
    assert (row["due"], row["bucket"], row["rule"].split(":")[0]) == ("2024-06-27", "tomorrow", "sop/kpis.md")
    assert "CRM637" in crm("check", "--format", "concise", as_of="2024-06-28").out
    assert crm("set", "CRM-202405001", "address=杭州").code == 0
    assert "CRM637" not in crm("check", "--format", "concise", as_of="2024-06-28").out
    assert drawn("2024-06-28")["fill_by"] is None
