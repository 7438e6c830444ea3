"""Each pack says what its own procedure says, worked out by hand; what is ours is marked (D1-D7, E2, E8, H1, H3)."""

# ruff: noqa: E501

from __future__ import annotations

from datetime import date

import pytest
from by_hand import items, pack, record, short

from crmkit import resources
from crmkit.calendar.deadline import end_of
from crmkit.document import MappingNode, Node, SequenceNode
from crmkit.document import read as read_document
from crmkit.load import load_record
from crmkit.policy.files.quality import Quality
from crmkit.policy.files.satisfaction import Satisfaction
from crmkit.policy.stages import Stage
from crmkit.view import facts_of, view

MONDAY = "2025-06-30"


def tier(pack_name: str, log: str, more: str = "", day: str = MONDAY) -> str:
    """The tier of a customer with this log and more of a profile."""
    policy = pack(pack_name)
    loaded = load_record("records/CRM-202405001.md", record(log, more).encode(), policy)
    assert loaded.customer is not None
    seen = view(
        [facts_of(loaded.customer, policy, loaded.document)], policy, moment=end_of(date.fromisoformat(day))
    )
    return seen.standings["CRM-202405001"].tiering.key


def due(pack_name: str, log: str, more: str = "", day: str = MONDAY, status: str = "active") -> list[str]:
    """What is due for a customer recorded on 2023-01-04, by its key and day."""
    return [short(item) for item in items(record(log, more, status), day, pack_name)]


def order(amount: str) -> str:
    return f"2025-01-15 订单 一期\n- amount: {amount}"


# --- tiers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "log", "more", "expected"),
    [
        # S0: 500,000 or a benchmark, and potential of 30 %; 100,000; feedback of 3 of 10.
        ("abcd", order("500000"), "potential: 30%\n", "A"),
        ("abcd", order("500000"), "potential: 29%\n", "B"),
        ("abcd", "", "benchmark: yes\npotential: 30%\n", "A"),
        ("abcd", order("499999.99"), "potential: 30%\n", "B"),
        ("abcd", order("99999.99"), "", "C"),
        ("abcd", order("500000") + "\n2025-06-02 电话 抱怨\n- score: 3", "potential: 30%\n", "D"),
        ("abcd", order("500000") + "\n2025-06-02 电话 抱怨\n- score: 4", "potential: 30%\n", "A"),
        ("abcd", order("500000") + "\n2025-06-02 电话 抱怨\n- attitude: 3", "potential: 30%\n", "D"),
        # A rating is of 5: 3 of 5 is no 3 of 10.
        ("abcd", order("500000") + "\n2025-06-02 电话 抱怨\n- rating: 3", "potential: 30%\n", "A"),
        # S1: 500,000 or strategic; 100,000 or growing.
        ("lifecycle", order("500000"), "", "high_value"),
        ("lifecycle", "", "strategic: yes\n", "high_value"),
        ("lifecycle", order("100000"), "", "promising"),
        ("lifecycle", order("99999.99"), "", "ordinary"),
        # S2: value and potential.
        ("toolkit", order("200000"), "need_fit: 7\n", "core"),
        ("toolkit", order("199999.99"), "need_fit: 7\n", "promising"),
        ("toolkit", order("200000"), "need_fit: 6\n", "ordinary"),
        # S3: current and future value.
        ("partnership", order("500000"), "influence: yes\n", "key"),
        ("partnership", order("500000"), "", "important"),
        ("partnership", "", "influence: yes\n", "important"),
        ("partnership", "", "", "general"),
        # S4: ticked by hand, on the form with one word; who ticks nothing is ordinary.
        ("service", order("500000"), "", "ordinary"),
        ("service", "", "客户等级: VIP\n", "vip"),
        ("service", "", "客户等级: 潜力\n", "promising"),
        ("standard", "", "strategic: yes\npotential: 30%\n", "A"),
    ],
)  # fmt: skip
def test_a_tier_is_that_of_the_procedure(name: str, log: str, more: str, expected: str) -> None:
    assert tier(name, log, more) == expected


def test_tiers_are_called_as_in_the_procedures() -> None:
    said = {name: [one.label.zh for one in sorted(pack(name).tiers.tiers, key=lambda one: one.rank)]
            for name in resources.packs()}  # fmt: skip
    four = ["A 类·高价值高潜力", "B 类·稳定型", "C 类·基础型", "D 类·流失预警型"]
    assert said == {
        "standard": four, "abcd": four,
        "lifecycle": ["高价值客户", "潜力客户", "普通客户"],
        "toolkit": ["核心客户", "潜力客户", "普通客户"],
        "partnership": ["关键客户", "重要客户", "一般客户"],
        "service": ["VIP 客户", "普通客户", "潜力客户"],
    }  # fmt: skip


# --- the rhythm -----------------------------------------------------------------------------------------------


def by_hand(key: str) -> str:
    return f"tier: {{value: {key}, reason: 试, until: 2026-01-31}}\n"


@pytest.mark.parametrize(
    ("name", "key", "log", "expected"),
    [
        ("abcd", "A", "2025-06-23 电话 谈", ["a_visit 2023-04-04", "a_weekly 2025-06-30"]),
        ("abcd", "A", "2025-06-23 拜访 谈", ["a_weekly 2025-06-30", "a_visit 2025-09-23"]),
        ("abcd", "B", "2025-06-23 微信 谈", ["b_newsletter 2023-02-06", "b_biweekly 2025-07-07"]),
        ("abcd", "B", "2025-06-23 简报 六月", ["b_biweekly 2023-01-18", "b_newsletter 2025-07-23"]),
        ("lifecycle", "high_value", "2025-06-23 电话 谈", ["high_weekly 2025-06-30"]),
        ("lifecycle", "promising", "2025-06-23 电话 谈", ["promising_biweekly 2025-07-07"]),
        ("lifecycle", "ordinary", "2025-06-23 电话 谈", ["ordinary_monthly 2025-07-23"]),
        ("toolkit", "core", "2025-06-23 拜访 谈", ["core_monthly 2025-07-23"]),
        ("toolkit", "promising", "2025-06-23 电话 谈\n- purpose: 需求调研", ["promising_survey 2025-09-23"]),
        ("partnership", "key", "2025-06-23 电话 谈", ["key_weekly 2025-06-30"]),
        ("partnership", "general", "2025-06-23 电话 谈", ["general_quarterly 2025-09-23"]),
        ("service", "vip", "2025-06-23 电话 谈\n- purpose: 回访", ["vip_monthly 2025-07-23"]),
        ("service", "ordinary", "2025-06-23 电话 谈\n- 维护内容: 回访", ["ordinary_quarterly 2025-09-23"]),
    ],
)
def test_the_rhythm_is_that_of_the_procedure(name: str, key: str, log: str, expected: list[str]) -> None:
    found = [one for one in due(name, log, by_hand(key)) if not one.startswith("verification")]
    assert [one.removesuffix(" rest_day") for one in found] == expected


def test_a_call_about_something_else_is_no_return_visit() -> None:
    """S4's return visits ask three things; before, any call put the next one off."""
    both = "2025-06-02 电话 回访\n- purpose: 回访\n2025-06-23 电话 催款"
    assert due("service", both, by_hand("vip")) == ["vip_monthly 2025-07-02"]


def test_who_may_become_a_customer_is_served_from_signing_on() -> None:
    """潜力客户 of S4 are customers of little value today, no leads."""
    assert due("service", "2025-03-03 电话 谈", by_hand("promising"), status="lead") == []
    assert due("service", "2025-05-06 电话 谈", by_hand("promising")) == [
        "promising_bimonthly 2025-07-07 rest_day"
    ]


def test_a_procedure_without_statuses_follows_who_has_none() -> None:
    """S2 knows no status of customers: nobody is left out because a form did not ask for one."""
    text = record("2025-06-02 拜访 谈", "need_fit: 8\n消费金额: 多\n").replace("status: active\n", "")
    assert [short(item) for item in items(text, MONDAY, "toolkit")] == ["promising_survey 2023-04-04"]
    assert items(text, MONDAY, "abcd") == ()
    assert pack("toolkit").statuses.stage(None) is Stage.ACTIVE
    assert pack("abcd").statuses.stage(None) is None


def test_potential_customers_of_the_toolkit_have_no_cap() -> None:
    """S2 wants them met often; two a month is for ordinary ones."""
    often = "\n".join(f"2025-06-{day:02} 电话 谈" for day in (2, 9, 16, 23))
    assert due("toolkit", often, by_hand("promising")) == ["promising_survey 2023-04-04"]
    assert due("toolkit", often, by_hand("ordinary"))[0].endswith("capped")


# --- figures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", resources.packs())
def test_a_rating_is_of_five_and_feedback_of_ten(name: str) -> None:
    scales = pack(name).get(Satisfaction).scales
    assert (int(scales["rating"].low), int(scales["rating"].high)) == (1, 5)
    assert (int(scales["score"].low), int(scales["score"].high)) == (1, 10)


def written(name: str, file: str) -> MappingNode:
    folder = resources.pack(name)
    assert folder is not None
    return read_document(file, (folder / file).read_bytes())[0].profile


def said(node: Node | None, *path: str) -> object:
    """What stands under a path: a key of a mapping, or of a list the item that has this key."""
    for step in path:
        if isinstance(node, SequenceNode):
            node = next(
                one for one in node.items if isinstance(one, MappingNode) and said(one, "key") == step
            )
        else:
            assert isinstance(node, MappingNode)
            node = node.get(step)
            if node is None:
                return None
    return getattr(node, "text", node)


OWN = {
    "abcd": ("churn", "cooperation_points", "csat", "referrals", "completeness"),
    "standard": ("churn", "cooperation_points", "csat", "referrals", "completeness"),
    "toolkit": ("csat", "completeness"),
}
"""Figures whose target a procedure itself says; S1, S3 and S4 say none."""


@pytest.mark.parametrize("name", resources.packs())
def test_a_target_that_the_procedure_does_not_say_is_marked_ours(name: str) -> None:
    kpis = written(name, "kpis.md").get("kpis")
    assert isinstance(kpis, SequenceNode)
    ours = {said(one, "key") for one in kpis.items if said(one, "target", "chosen") != "true"}
    assert ours == set(OWN.get(name, ()))


@pytest.mark.parametrize("name", resources.packs())
def test_referrals_are_counted_by_the_year(name: str) -> None:
    assert said(written(name, "kpis.md"), "kpis", "referrals", "per") == "year"


MARKED = [
    ("standard", "kpis.md", "reports monthly_summary period"), ("lifecycle", "kpis.md", "reports monthly_summary period"),
    ("lifecycle", "kpis.md", "quality fill_within"), ("partnership", "kpis.md", "quality fill_within"),
    ("service", "kpis.md", "quality fill_within"), ("abcd", "kpis.md", "quality cleaning"),
    ("partnership", "satisfaction.md", "round"), ("toolkit", "status.md", "unsaid"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "path"), MARKED)
def test_what_is_ours_is_marked(name: str, file: str, path: str) -> None:
    assert said(written(name, file), *path.split(), "chosen") == "true"


def test_gaps_are_filled_within_a_day_in_every_pack() -> None:
    spans = {name: pack(name).get(Quality).fill_within for name in resources.packs()}
    assert {str(span and span.number) for span in spans.values()} == {"24"}
