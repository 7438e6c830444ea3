"""A report of a period counts what lies in it, and says so; without one it is as of the day (L5)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crmkit.calendar.deadline import end_of
from crmkit.reports import reports

Crm = Any

HEAD = (
    "---\nid: CRM-2024050{0:02}\nname: 客户{0}\ntype: business\nstatus: active\nowner: zhang.wei\n{1}---\n{2}"
)
CAME = "recorded: {{date: {0}}}\nsource: {{channel: {1}}}\n"
ORDER = "\n## {0} 订单\n- amount: {1}\n"


def write(crm: Crm, number: int, came: str, log: str = "", channel: str = "展会") -> None:
    text = HEAD.format(number, CAME.format(came, channel), log)
    crm.write(f"records/CRM-2024050{number:02}.md", text)


def said(crm: Crm, *args: str, **how: str) -> dict[str, Any]:
    answer = crm("report", *args, "--json", **how)
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_the_moves_of_a_quarter_are_those_of_its_last_day(crm: Crm) -> None:
    """D6: as the report was on 30 June, whatever happened since."""
    write(crm, 1, "2023-01-02", ORDER.format("2024-05-20", "20万"))
    write(crm, 2, "2023-01-02", ORDER.format("2024-08-20", "20万"))
    then = said(crm, "tier-moves", as_of="2024-06-30")
    now = said(crm, "tier-moves", "--period", "2024-Q2", as_of="2024-12-31")
    assert [row["id"] for row in now["rows"]] == ["CRM-202405001"]
    assert [{**row, "quarter": row["period"]} for row in now["rows"]] == [
        {**row, "period": row["quarter"]} for row in then["rows"]
    ]
    assert (now["as_of"], now["period"]) == (
        "2024-06-30", {"name": "2024-Q2", "from": "2024-04-01", "to": "2024-06-30"},
    )  # fmt: skip
    assert "period" not in then


def test_a_move_on_either_end_of_a_period_is_in_one_and_no_other(crm: Crm) -> None:
    write(crm, 1, "2023-01-02", ORDER.format("2024-05-25", "20万"))
    write(crm, 2, "2023-01-02", ORDER.format("2024-05-26", "20万"))
    moved = {
        period: [row["id"] for row in said(crm, "tier-moves", "--period", period)["rows"]]
        for period in ("2024-05 26-25", "2024-06 26-25")
    }
    assert moved == {"2024-05 26-25": ["CRM-202405001"], "2024-06 26-25": ["CRM-202405002"]}


def test_at_risk_in_a_period_is_who_was_not_on_its_eve(crm: Crm) -> None:
    """D8."""
    talk = "\n## {0} 电话\n- attitude: 5\n"
    write(crm, 1, "2023-01-02", talk.format("2024-05-31"))
    write(crm, 2, "2023-01-02", talk.format("2024-06-01"))
    assert [row["id"] for row in said(crm, "churn")["rows"]] == ["CRM-202405001", "CRM-202405002"]
    assert [row["id"] for row in said(crm, "churn", "--period", "2024-06")["rows"]] == ["CRM-202405002"]
    assert [row["id"] for row in said(crm, "churn", "--period", "last month")["rows"]] == ["CRM-202405001"]


def test_the_sources_of_a_period_are_of_who_came_in_it_with_what_they_bought_in_it(crm: Crm) -> None:
    """H5: half of a pair each; the order of July and the refund of June count where they were."""
    write(crm, 1, "2024-05-02", ORDER.format("2024-06-20", "16万") + ORDER.format("2024-07-01", "9万"))
    write(crm, 2, "2024-06-30", channel="官网")
    write(crm, 3, "2024-03-31", ORDER.format("2024-06-20", "5万"))
    found = said(crm, "sources", "--period", "2024-Q2", as_of="2024-12-31")
    assert found["columns"] == ["source", "customers", "share", "buying", "amount"]
    assert [list(row.values()) for row in found["rows"]] == [
        ["exhibition", 1, "50.00", 1, "160000.00"],
        ["website", 1, "50.00", 0, "0.00"],
    ]
    voided = "\n## 2024-06-25 作废\n- voids: 2024-06-20 订单\n- reason: 记错\n"
    write(crm, 1, "2024-05-02", ORDER.format("2024-06-20", "16万") + voided)
    assert said(crm, "sources", "--period", "2024-Q2")["rows"][0]["amount"] == "0.00"


def test_the_amount_of_a_period_says_what_could_not_be_counted(crm: Crm) -> None:
    """P4: an amount that cannot be read is nowhere taken for nothing."""
    write(crm, 1, "2024-05-02", ORDER.format("2024-06-20", "16万") + ORDER.format("2024-06-21", "约九万"))
    for lang, told in (("en", "160000.00 (some not counted)"), ("zh", "160000.00（有未能计入的）")):
        assert told in crm("report", "sources", "--period", "2024-Q2", lang=lang).out
    assert said(crm, "sources", "--period", "2024-Q2")["rows"][0]["amount"] == "160000.00"


def test_a_period_that_is_not_over_ends_with_the_day(crm: Crm) -> None:
    write(crm, 1, "2024-05-02", ORDER.format("2024-07-01", "9万"))
    (row,) = said(crm, "sources", "--period", "2024")["rows"]
    assert row["amount"] == "0.00"


def test_a_file_says_its_period_in_the_language(crm: Crm) -> None:
    write(crm, 1, "2024-05-02")
    told = {
        lang: crm("report", "sources", "--period", "2024-Q2", "--format", "md", lang=lang).out.split("\n")
        for lang in ("zh", "en")
    }
    assert told["zh"][0] == "# 2024年第二季度：新客户从哪里来？"
    assert told["en"][0] == "# Q2 2024: Where did new customers come from?"


@pytest.mark.parametrize("name", [name for name, one in reports().items() if not one.during])
def test_a_report_without_a_period_names_those_with_one(crm: Crm, name: str) -> None:
    answer = crm("report", name, "--period", "2024")
    assert (answer.code, answer.out) == (2, "")
    assert f"'{name}' takes no period" in answer.err
    assert "churn, pipeline, renewals, revenue, sources, tier-moves" in answer.err


@pytest.mark.parametrize(
    ("period", "help"),
    [
        ("soon", "write 2025-11, 2025-Q4"),
        ("Q2", "write 2024-Q2"),
        ("25-26", "write 26-25"),
        ("2024-13", "is not in the calendar"),
        ("2024-05-02..2024-05-01", "write 2024-05-01..2024-05-02"),
        ("2024-05-02..", "write 2024-05-02..2024-06-30"),
        ("2024-07", "2024-07 has not begun on 2024-06-30"),
        ("", "write 2025-11"),
    ],
)
def test_what_is_no_period_is_said_with_what_to_write(crm: Crm, period: str, help: str) -> None:
    answer = crm("report", "churn", "--period", period)
    assert (answer.code, answer.out) == (2, "")
    assert help in answer.err


def test_a_period_of_no_report_names_those_that_take_one(crm: Crm) -> None:
    answer = crm("report", "--period", "2024")
    assert answer.code == 2
    assert "churn, pipeline, renewals, revenue, sources, tier-moves" in answer.err


def test_asking_a_report_in_code_for_what_it_does_not_take_is_misuse(crm: Crm) -> None:
    from datetime import date

    from crmkit.calendar.period import quarter_of
    from crmkit.load import load_policy
    from crmkit.tree import snapshot
    from crmkit.view import view

    policy, _ = load_policy(snapshot(crm.book))
    assert policy is not None
    seen = view((), policy, moment=end_of(date(2024, 6, 30)))
    for name, day in (("owners", seen.as_of), ("churn", date(2024, 7, 1))):
        with pytest.raises(ValueError, match="no answer"):
            reports()[name].table(seen, quarter_of(day))
