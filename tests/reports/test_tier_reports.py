"""Moves of tiers in a quarter and what is due for review, from records shown here (D6)."""

from __future__ import annotations

import json
from typing import Any

import pytest

Crm = Any

HEAD = "---\nid: {0}\nname: 客户\ntype: business\nstatus: active\nowner: zhang.wei\n{1}---\n{2}"
ORDER = "\n## 2024-03-05 订单\n- amount: 12万\n"
SECOND = "\n## 2024-05-20 订单\n- amount: 20万\n"


def write(crm: Crm, number: int, log: str, more: str = "recorded: {date: 2023-01-02}\n") -> None:
    id = f"CRM-2024050{number:02}"
    crm.write(f"records/{id}.md", HEAD.format(id, more, log))


def rows(crm: Crm, name: str, as_of: str = "2024-06-30") -> list[dict[str, object]]:
    answer = crm("report", name, "--json", as_of=as_of)
    assert answer.code == 0, answer.err
    found: list[dict[str, object]] = json.loads(answer.out)["rows"]
    return found


def test_a_tier_that_is_not_that_of_the_quarters_eve_moved_on_its_day_because_of_a_rule(crm: Crm) -> None:
    """D6: C on 31 March, B from the second order on; the first moved in the quarter before."""
    write(crm, 1, ORDER)
    write(crm, 2, SECOND)
    (row,) = rows(crm, "tier-moves")
    assert (row["quarter"], row["id"], row["from"], row["to"], row["since"]) == (
        "2024-Q2", "CRM-202405002", "C", "B", "2024-05-20",
    )  # fmt: skip
    assert row["evidence"] == "12-month amount 200,000 ≥ 100,000 CNY and single need or low frequency: no"
    assert row["recorded"] is None
    assert [r["since"] for r in rows(crm, "tier-moves", "2024-03-31")] == ["2024-03-05"]
    assert rows(crm, "tier-moves", "2024-07-01") == []


def test_a_move_on_the_first_day_of_a_quarter_belongs_to_it(crm: Crm) -> None:
    write(crm, 1, "\n## 2024-04-01 订单\n- amount: 12万\n")
    assert [row["since"] for row in rows(crm, "tier-moves", "2024-04-01")] == ["2024-04-01"]
    assert rows(crm, "tier-moves", "2024-03-31") == []


def test_who_came_in_the_quarter_has_not_moved(crm: Crm) -> None:
    write(crm, 1, SECOND, "recorded: {date: 2024-04-02}\n")
    assert rows(crm, "tier-moves") == []


def test_a_move_is_recorded_by_a_review_with_who_approved_it(crm: Crm) -> None:
    """D6: the review counts from its day on, and as long as it is not void."""
    review = "\n## 2024-06-03 分级复核\n- from: C\n- to: B\n- approved_by: li.na\n"
    write(crm, 1, SECOND + review)
    assert [(r["recorded"], r["approved_by"]) for r in rows(crm, "tier-moves", "2024-06-02")] == [
        (None, None)
    ]
    assert [(r["recorded"], r["approved_by"]) for r in rows(crm, "tier-moves")] == [("2024-06-03", "li.na")]
    write(crm, 1, SECOND + review + "\n## 2024-06-04 作废\n- voids: 2024-06-03 分级复核\n- reason: 记错\n")
    assert [row["recorded"] for row in rows(crm, "tier-moves")] == [None]


def test_a_tier_set_by_hand_moves_with_the_hands_reason(crm: Crm) -> None:
    write(
        crm, 1, "\n## 2024-05-06 定级\n- to: A\n- reason: 谈战略合作\n- until: 2024-12-31\n",
        "recorded: {date: 2023-01-02}\ntier: {value: A, reason: 谈战略合作, until: 2024-12-31}\n",
    )  # fmt: skip
    (row,) = rows(crm, "tier-moves")
    assert (row["from"], row["to"], row["since"]) == ("C", "A", "2024-05-06")
    assert (row["evidence"], row["recorded"]) == ("谈战略合作", "2024-05-06")


def test_where_rules_compare_customers_a_move_names_no_day(crm: Crm) -> None:
    """The place among all is known on the eve and today, not day by day."""
    tiers = crm.read("sop/tiers.md")
    old = 'when: "amount_12m >= 10万 and not single_need"'
    assert old in tiers
    crm.write("sop/tiers.md", tiers.replace(old, 'when: "amount_12m_top <= 50%"'))
    write(crm, 1, "\n## 2024-02-05 订单\n- amount: 2万\n")
    write(crm, 2, "\n## 2024-02-05 订单\n- amount: 1万\n" + SECOND)
    assert [(r["id"], r["from"], r["to"], r["since"]) for r in rows(crm, "tier-moves")] == [
        ("CRM-202405001", "B", "C", None),
        ("CRM-202405002", "C", "B", None),
    ]


def test_due_for_review_is_who_is_recorded_as_one_tier_and_computed_as_another(crm: Crm) -> None:
    """D6: reviewed as C in April, B since May; the other is what its review said."""
    write(crm, 1, "\n## 2024-04-10 分级复核\n- to: C\n" + SECOND)
    write(crm, 2, "\n## 2024-04-10 分级复核\n- to: C\n")
    (row,) = rows(crm, "tier-review")
    assert (row["id"], row["held"], row["computed"], row["recorded"]) == (
        "CRM-202405001", "C", "B", "2024-04-10",
    )  # fmt: skip
    assert row["evidence"] == "12-month amount 200,000 ≥ 100,000 CNY and single need or low frequency: no"


def test_due_for_review_is_a_hand_whose_time_ends_before_another_quarter_is_over(crm: Crm) -> None:
    """D6: on 30 June until 30 September, not until the day after; not where the rules agree."""
    for number, (tier, until) in enumerate(
        (("A", "2024-09-30"), ("A", "2024-10-01"), ("C", "2024-09-30")), 1
    ):
        write(crm, number, "", f"tier: {{value: {tier}, reason: 谈判中, until: {until}}}\n")
    assert [(r["id"], r["held"], r["computed"], r["until"]) for r in rows(crm, "tier-review")] == [
        ("CRM-202405001", "A", "C", "2024-09-30")
    ]


def test_how_often_tiers_are_reviewed_is_the_procedures_to_say(crm: Crm) -> None:
    """D6: reviewed each month, a tier set by hand until the end of September waits for a later one."""
    write(crm, 1, "", "tier: {value: A, reason: 谈判中, until: 2024-09-30}\n")
    path = crm.book / "sop" / "kpis.md"
    before, rule, after = path.read_text("utf-8").partition("  - key: tier_review\n")
    path.write_text(before + rule + after.replace("every: 1 quarter", "every: 1 month", 1), "utf-8")
    assert rows(crm, "tier-review") == []


@pytest.mark.parametrize("form", ["json", "csv", "md"])
@pytest.mark.parametrize(
    ("lang", "said", "other"),
    [("en", "12-month amount", "近 12 个月"), ("zh", "近 12 个月金额", "12-month")],
)
def test_what_a_tier_rests_on_is_said_in_the_language_asked_for(
    form: str, lang: str, said: str, other: str, crm: Crm
) -> None:
    """H6: whatever the book's own language is; what has a key stays a key in JSON."""
    write(crm, 2, SECOND)
    told = crm("report", "tier-moves", "--format", form, lang=lang).out
    assert said in told
    assert other not in told
