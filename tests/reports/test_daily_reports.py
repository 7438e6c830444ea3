"""Reports of quality and of customers at risk, counted from the records shown here (C2, C3, C5, D8, E10)."""

from __future__ import annotations

import json
from typing import Any

import pytest

Crm = Any

FULL = "---\nid: CRM-2024050{0:02}\nname: 客户{0}\ntype: business\nstatus: {1}\nowner: {2}\n{3}---\n{4}"


def write(
    crm: Crm, number: int, status: str = "lead", owner: str = "zhang.wei", more: str = "", log: str = ""
) -> None:
    crm.write(f"records/CRM-2024050{number:02}.md", FULL.format(number, status, owner, more, log))


def rows(crm: Crm, name: str, as_of: str = "2024-06-30") -> list[dict[str, Any]]:
    answer = crm("report", name, "--json", as_of=as_of)
    assert answer.code == 0, answer.err
    found: list[dict[str, Any]] = json.loads(answer.out)["rows"]
    return found


def test_completeness_of_each_owner_against_the_target(crm: Crm) -> None:
    """C2: a lead needs 8 fields; one has 4, the other 5 (its source), of the owner's 16."""
    write(crm, 1)
    write(crm, 2, more="source: {channel: 展会}\n")
    (row,) = rows(crm, "completeness")
    assert (row["owner"], row["customers"], row["required"], row["lacking"]) == ("zhang.wei", 2, 16, 7)
    assert (row["completeness"], row["target"], row["reached"]) == ("56.25", "95.00", False)
    assert row["records"] == ["CRM-202405001", "CRM-202405002"]
    missing = row["missing"]
    assert isinstance(missing, list)
    assert "arrived 2" in missing
    assert "source 1" in missing


def test_the_weeks_sample_is_the_same_all_week_and_changes_with_it(crm: Crm) -> None:
    """C3: five an owner, whatever the day of the week, and nobody can choose."""
    for number in range(1, 13):
        write(crm, number)
    write(crm, 20, owner="li.na")
    monday, sunday, next_week = (
        rows(crm, "spot-check", day) for day in ("2024-06-24", "2024-06-30", "2024-07-01")
    )
    assert [row["id"] for row in monday] == [row["id"] for row in sunday]
    assert [row["owner"] for row in monday] == ["li.na"] + ["zhang.wei"] * 5
    assert {row["week"] for row in monday} == {"2024-W26"}
    assert {row["id"] for row in monday} != {row["id"] for row in next_week}


@pytest.mark.parametrize(("lang", "field", "flag"), [("zh", "联系人", "否"), ("en", "Contacts", "no")])
@pytest.mark.parametrize("form", [(), ("--format", "md"), ("--format", "csv")])
def test_people_read_fields_by_their_names_and_flags_in_words(
    crm: Crm, lang: str, field: str, flag: str, form: tuple[str, ...]
) -> None:
    """C2, C3: nobody fills in `contacts` or is `True`; programs go on reading these."""
    write(crm, 1)
    answer = crm("report", "completeness", *form, lang=lang)
    assert field in answer.out
    assert flag in answer.out
    assert "contacts" not in answer.out
    assert field in crm("report", "spot-check", *form, lang=lang).out
    (row,) = rows(crm, "completeness")
    assert row["reached"] is False
    assert "contacts 1" in row["missing"]


def test_churn_lists_the_evidence_and_its_lines(crm: Crm) -> None:
    """D8."""
    write(crm, 1, "active", log="\n## 2024-06-01 电话\n- attitude: 5\n")
    write(crm, 2, "active", log="\n## 2024-06-01 电话\n- attitude: 9\n")
    (row,) = rows(crm, "churn")
    assert (row["id"], row["evidence"]) == ("CRM-202405001", "3-month latest feedback 5 ≤ 5")
    assert row["lines"] == ["records/CRM-202405001.md:9"]


def test_cleanup_lists_who_was_silent_for_over_six_months(crm: Crm) -> None:
    """E10: last in touch on 29 December; on 30 December it would be six months to the day."""
    write(crm, 1, "active", log="\n## 2023-12-29 电话\n")
    write(crm, 2, "active", log="\n## 2023-12-30 电话\n")
    write(crm, 3, "lost", log="\n## 2022-12-30 电话\n")
    assert [(row["id"], row["days"]) for row in rows(crm, "cleanup")] == [("CRM-202405001", 184)]


def test_verification_lists_everybody_served_by_day(crm: Crm) -> None:
    """C5."""
    write(crm, 1, "active", more="recorded: {by: zhang.wei, date: 2024-03-01}\n")
    write(
        crm, 2, "active", more="recorded: {by: zhang.wei, date: 2023-01-01}\n", log="\n## 2023-10-01 核实\n"
    )
    write(crm, 3, "lead", more="recorded: {by: zhang.wei, date: 2023-01-01}\n")
    assert [(r["id"], r["last"], r["due"], r["overdue"]) for r in rows(crm, "verification")] == [
        ("CRM-202405002", "2023-10-01", "2024-04-01", True),
        ("CRM-202405001", None, "2024-09-01", False),
    ]
