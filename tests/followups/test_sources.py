"""A due source is one file: its items stand in the queue, on Today and in JSON, and no list knows it."""

from __future__ import annotations

import importlib
import json
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import by_hand
import pytest
from plug_in import Add, beside

from crmkit.calendar.bucket import Bucket
from crmkit.followups import Rank, due_sources, in_order, sources
from crmkit.resources import PlugInError

RENEWALS = '''"""Ask for a talk before a contract ends."""

from datetime import date

from crmkit.calendar.deadline import Deadline
from crmkit.diagnostics import Source
from crmkit.followups.item import Fulfil
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label


def items(seen):
    about, rule = Label("续约商谈", "Talk of renewal"), Source("sop/renewals.md", 7)
    wanted = Fulfil(("phone",), date(2024, 6, 1))
    yield SOURCE.item(
        seen, "renew-2024-07-15", Deadline(date(2024, 6, 28)), about, rule, wanted,
        channels=("phone",), owner="product_manager", waits_for="li.na",
    )


SOURCE = DueSource(
    key="renewals",
    label=Label("合同到期", "A contract ends"),
    rank=Rank.PROMISED,
    items=items,
    command=lambda item, policy, lang: ["crmkit", "renew", item.customer],
    late=lambda item, standing: Label("还没有谈", "nobody talked yet"),
    prefix="renew-",
)
'''
PROMISED = by_hand.record("2024-06-20 电话 方案\n- next: 2024-06-28 电话 报价")


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Puts a file beside the due sources for one test."""
    with beside(sources, tmp_path / "plug-ins", due_sources) as write:
        yield write


def test_a_source_is_one_file_and_stands_in_json_with_its_rank(crm: Any, add: Any) -> None:
    add("renewals", RENEWALS)
    crm.write("records/CRM-202405001.md", PROMISED)
    rows = json.loads(crm("--no-cache", "due", "--json").out)["rows"]
    assert [(row["about"], row["due"], row["rule"]) for row in rows if row["due"] == "2024-06-28"] == [
        ("报价", "2024-06-28", "records/CRM-202405001.md:11"),
        ("Talk of renewal", "2024-06-28", "sop/renewals.md:7"),
    ]
    assert "product_manager" in [row["owner"] for row in rows]


def test_its_items_are_said_to_people_with_who_does_them_and_whom_they_wait_for(crm: Any, add: Any) -> None:
    add("renewals", RENEWALS)
    crm.write("records/CRM-202405001.md", PROMISED)
    assert "Product manager" in crm("--no-cache", "due").out
    told = crm("--no-cache", "due", "CRM-202405001").out
    assert "Phone from 2024-06-01 on" in told
    assert "waits for" in told
    assert "李娜" in told


def test_it_stands_on_today_with_why_it_is_due_and_its_own_command(crm: Any, add: Any) -> None:
    add("renewals", RENEWALS)
    crm.write("records/CRM-202405001.md", PROMISED)
    assert crm("build", "--audience", "team", "--languages", "en").code == 0
    page = crm.read("site/today.html")
    for said in (
        "Product manager",
        "Talk of renewal",
        "A contract ends",
        "crmkit renew CRM-202405001",
        "nobody talked yet",
    ):
        assert said in page


def test_its_items_can_be_put_off_and_check_knows_their_keys(crm: Any, add: Any) -> None:
    add("renewals", RENEWALS)
    crm.write("records/CRM-202405001.md", PROMISED)
    put_off = ("snooze", "CRM-202405001", "renew-2024-07-15", "--until", "2024-07-02", "--reason", "出差")
    assert crm(*put_off, "--by", "zhang.wei").code == 0
    assert "put-off-item-unknown" not in crm("check").out
    assert "CRM476" not in crm("check").out


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("SUORCE = ", "SOURCE = "), ("Rank.PROMISSED", "Rank.PROMISED"), ("itms=items", "items=items")],
)
def test_a_slip_in_a_source_fails_with_the_name_of_its_file(add: Any, wrong: str, right: str) -> None:
    add("renewals", RENEWALS.replace(right, wrong))
    with pytest.raises((PlugInError, AttributeError, TypeError)) as failed:
        due_sources()
    assert "renewals" in "".join(traceback.format_exception(failed.value))


def test_two_sources_of_one_key_fail_with_the_key(add: Any) -> None:
    add("renewals", RENEWALS.replace('key="renewals"', 'key="gaps"'))
    with pytest.raises(Exception, match="gaps"):
        due_sources()


def test_what_is_promised_goes_before_what_comes_back_by_itself() -> None:
    ranks = [
        due_sources()[key].rank
        for key in ("tickets", "promises", "gaps", "steps", "decisions", "greetings", "cadence")
    ]
    assert ranks == sorted(ranks) == list(Rank)


def test_every_source_says_why_in_both_languages_and_names_itself_as_its_file() -> None:
    for key, source in due_sources().items():
        assert importlib.import_module(f"{sources.__name__}.{key}").SOURCE is source
        assert all(source.label)


def test_items_of_one_day_stand_in_the_order_of_their_ranks_whatever_order_they_came_in() -> None:
    log = "2025-03-03 电话\n- next: 2025-03-10 拜访 报价\n2025-03-09 抽查\n- missing: 行业"
    found = by_hand.items(
        by_hand.record(log, "tier: {value: A, reason: 示例, until: 2027-12-31}\n"), "2025-03-10"
    )
    assert in_order(reversed(found)) == found
    assert (
        next(item.source for item in found if by_hand.lies(item, "2025-03-10") is Bucket.TODAY) == "promises"
    )
