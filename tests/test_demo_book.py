"""The demo book is what its script writes, shows what the procedures know, and holds nothing real (J4)."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crmkit import tree
from crmkit.calendar.deadline import end_of
from crmkit.calendar.working import Calendar
from crmkit.load import load_policy, load_record, record_paths
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.schema.classes.order import CLASS as ORDER
from crmkit.schema.values import Money
from crmkit.view import View, facts_of, view

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "examples" / "demo"
LAST_DAY = date.fromisoformat((DEMO / "last_day").read_text("utf-8").strip())
BY_HAND = 13

PHONE = re.compile(r"(?<![\w-])\+?\d[\d -]{5,}\d(?![\w-])")
MADE_UP_PHONE = re.compile(r"126-0013-8\d{3}|0\d{2,3}-0000\d{4}|\+\d{2,3} 0000 \d{4}")
NO_PHONE = re.compile(
    r"\d{4}-\d\d-\d\d( \d\d:\d\d(-\d\d:\d\d)?| \d\d)?|\d{1,3}( \d{3})+|\d{4}-\d{2,4}|\d{5,7}"
)
DOMAIN = re.compile(r"(?:https?://|@)([\w.-]+\.[a-z]+)")


class Seen(NamedTuple):
    """The demo book, read once."""

    policy: Policy
    customers: tuple[Customer, ...]
    view: View


@cache
def seen() -> Seen:
    snapshot = tree.snapshot(ROOT)
    policy, _ = load_policy(snapshot)
    assert policy is not None
    contents = {path: snapshot[path] for path in record_paths(snapshot)}
    loaded = [load_record(p, data, policy) for p, data in contents.items() if isinstance(data, bytes)]
    assert len(loaded) == len(contents)
    facts = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer]
    customers = tuple(one.customer for one in loaded if one.customer)
    return Seen(policy, customers, view(facts, policy, moment=end_of(LAST_DAY)))


def texts() -> list[tuple[str, str]]:
    """Every text of the book, attachments too."""
    paths = sorted(path for path in (ROOT / "records").rglob("*") if path.suffix in (".md", ".txt", ".csv"))
    return [(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]


def test_the_script_writes_the_bytes_that_are_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, DEMO / "make.py", "--out", tmp_path], check=True, timeout=60)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path: (ROOT / path).read_bytes() == data for path, data in made.items()} == dict.fromkeys(
        made, True
    )
    records = {path.name for path in (ROOT / "records").glob("CRM-*.md")}
    assert len(records - {path.name for path in made}) == BY_HAND, "a record that nobody writes any more"


def test_at_least_sixty_customers_of_both_types() -> None:
    types = Counter(customer.type for customer in seen().customers)
    assert types.total() >= 60
    assert types["business"] >= 40
    assert types["individual"] >= 8


def test_every_tier_and_status_and_segment_has_customers() -> None:
    """Tiers as computed on the last day, with those set by hand among them (D1, D6, D7, F1)."""
    standings, policy = seen().view.standings.values(), seen().policy
    assert {one.tiering.key for one in standings} == {tier.key for tier in policy.tiers.tiers}
    assert {one.status.value for one in standings} == set(policy.statuses.statuses)
    assert any(one.tiering.key != one.tiering.computed for one in standings), "none set by hand"
    segments = {belonging.key for one in standings for belonging in one.segments}
    assert {"new", "established", "high_value", "churn_risk", "silent", "milestone_near"} <= segments


def test_lunar_birthdays_currencies_and_attachments_occur() -> None:
    everything = "\n".join(text for _, text in texts())
    assert len(re.findall(r"农历 \d\d-\d\d", everything)) >= 12
    assert {"USD ", "EUR ", "HKD ", "JPY "} <= set(re.findall(r"\b[A-Z]{3} (?=\d)", everything))
    named = set(re.findall(r"files/CRM-[\w.-]+", everything))
    assert named == {f"files/{path.name}" for path in (ROOT / "records" / "files").iterdir()}


def test_people_meet_and_telephone_on_working_days() -> None:
    """Days that the calendar lists as free stay free of calls, visits, video and orders (E11)."""
    calendar = seen().policy.get(Calendar)
    free = [
        f"{customer.path} {event.date} {event.kind}"
        for customer in seen().customers
        for event in customer.events
        if event.kind in ("phone", "visit", "video", "order") and not calendar.works(event.date)
    ]
    assert free == ["records/CRM-202401003.md 2025-08-16 phone"], (
        "one Saturday, by hand: three days after a complaint"
    )


def test_orders_of_a_contract_are_not_worth_more_than_it() -> None:
    for customer in seen().customers:
        paid = defaultdict[str, Decimal](Decimal)
        for event in customer.events:
            if event.cls is ORDER and event.voided_on is None and event.say("contract"):
                amount = event.get("amount")
                assert isinstance(amount, Money), customer.path
                paid[event.say("contract")] += amount.amount
        worth = {contract.id: contract.amount.amount for contract in customer.contracts if contract.amount}
        assert {key: paid[key] for key in worth if paid[key] > worth[key]} == {}, customer.path


def test_nothing_in_the_book_can_reach_anybody() -> None:
    """Numbers nobody has been given, addresses below `.example`, no eleven digits, no identity number."""
    real = []
    for path, text in texts():
        body = "\n".join(line for line in text.split("\n") if not line.lstrip("- ").startswith("```"))
        for match in PHONE.finditer(body):
            said = match[0].strip()
            if not (MADE_UP_PHONE.fullmatch(said) or NO_PHONE.fullmatch(said)):
                real.append(f"{path}: {said}")
        real += [f"{path}: {name}" for name in DOMAIN.findall(text) if not name.endswith(".example")]
        real += [f"{path}: {digits}" for digits in re.findall(r"(?<!\d)\d{11,}[\dXx]?(?!\d)", text)]
    assert real == []


@pytest.mark.parametrize(
    "day", [LAST_DAY, date(2023, 6, 1), date(2025, 2, 10), date(2026, 3, 1), date(2031, 1, 1)]
)
def test_check_finds_no_error_on_any_day_and_no_warning_on_the_last(day: date, crm: Any, book: Path) -> None:
    """On an earlier day, what came later lies ahead: a warning, not an error (C1)."""
    shutil.copytree(ROOT / "records", book / "records", dirs_exist_ok=True)
    assert crm("check", "--quiet", as_of=day.isoformat()).code == 0
    if day == LAST_DAY:
        answer = crm("check", "--strict", "--json", as_of=day.isoformat())
        assert answer.code == 0, answer.out
        severities = Counter(row["severity"] for row in json.loads(answer.out)["findings"])
        assert set(severities) <= {"notice"}
        assert severities["notice"] <= 60, "few, and each of them part of a story"


def days_between_talks(customer: Customer, since: date) -> list[int]:
    """The days from one talk to the next, by whatever channel somebody wrote or spoke."""
    talks = ("phone", "visit", "video", "email", "wechat")
    said = sorted({event.date for event in customer.events if event.kind in talks and event.date >= since})
    return [(later - earlier).days for earlier, later in itertools.pairwise(said)]


def test_a_tier_a_customer_is_heard_of_nearly_every_week() -> None:
    """A year of weekly talks, with holidays and late weeks in it as in any year (E2)."""
    standings = seen().view.standings
    since = LAST_DAY - timedelta(365)
    for customer in seen().customers:
        if standings[customer.id].tiering.key == "A":
            gaps = days_between_talks(customer, since)
            assert len(gaps) >= 40, customer.path
            assert max(gaps) <= 21, customer.path
            assert any(gap > 8 for gap in gaps), f"{customer.path}: nobody is never late"


def test_the_last_morning_has_work_for_a_team_of_five(crm: Any, book: Path) -> None:
    """Some of it late by days, two records by months, and something for today and for tomorrow (E6)."""
    shutil.copytree(ROOT / "records", book / "records", dirs_exist_ok=True)
    rows = json.loads(crm("due", "--json", as_of=LAST_DAY.isoformat()).out)["rows"]
    rows = [row for row in rows if not row["rule"].startswith(("sop/deals.md", "sop/milestones.md"))]
    late = [(LAST_DAY - date.fromisoformat(row["due"])).days for row in rows if row["bucket"] == "overdue"]
    assert 12 <= len(late) <= 36  # tickets, whom they are escalated to, approvals, clean-up among them
    assert sum(days <= 10 for days in late) >= len(late) * 3 // 4
    assert max(late) > 60
    buckets = Counter(row["bucket"] for row in rows)
    assert buckets["today"] >= 4
    assert buckets["tomorrow"] >= 2


def test_records_are_nearly_complete_as_real_ones_are(crm: Any, book: Path) -> None:
    """Every owner of many customers lacks something, and none lacks much (B4, C2)."""
    shutil.copytree(ROOT / "records", book / "records", dirs_exist_ok=True)
    answer = crm("report", "completeness", "--json", as_of=LAST_DAY.isoformat())
    rows = [row for row in json.loads(answer.out)["rows"] if row["customers"] > 5]
    assert len(rows) >= 4
    assert all(92 <= float(row["completeness"]) < 100 for row in rows), rows


def test_hardly_anything_is_said_twice() -> None:
    """What customers answered is a sentence of theirs, not one of a machine."""
    said = Counter(
        event.say("feedback")
        for customer in seen().customers
        for event in customer.events
        if event.say("feedback")
    )
    assert said.total() >= 900
    assert len(said) >= said.total() * 0.93


def test_another_throw_of_the_dice_writes_a_book_without_mistakes(crm: Any, book: Path) -> None:
    shutil.copytree(ROOT / "records", book / "records", dirs_exist_ok=True)
    run: list[str | Path] = [sys.executable, DEMO / "make.py", "--seed", "another", "--out", book]
    subprocess.run(run, check=True, timeout=60)
    answer = crm("check", "--json", as_of=LAST_DAY.isoformat())
    assert {row["severity"] for row in json.loads(answer.out)["findings"]} <= {"notice"}
