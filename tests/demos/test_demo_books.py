"""Each pack's demo book: a year that reads without an error, shows the pack, and holds nothing real (J4)."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crmkit import resources
from crmkit.calendar.deadline import end_of
from crmkit.compute.tickets import TICKETS
from crmkit.load import load_policy, load_record, record_paths
from crmkit.view import View, facts_of, view
from crmkit.view.tickets import tickets_of

ROOT = Path(__file__).resolve().parent.parent.parent
LAST_DAY = date.fromisoformat((ROOT / "examples" / "demo" / "last_day").read_text("utf-8").strip())
PACKS = resources.packs()
SMALL = tuple(pack for pack in PACKS if pack != resources.DEFAULT_PACK)
MOST_WARNINGS = 8

PHONE = re.compile(r"(?<![\w-])\+?\d[\d -]{6,}\d(?![\w-])")
MADE_UP_PHONE = re.compile(r"126-0013-8\d{3}|0\d{2,3}-0000\d{4}|\+\d{2,3} 0000 \d{4}")
NO_PHONE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(-\d\d:\d\d)?| \d\d)?|\d{4}-\d{2,4}|\d{5,7}")
DOMAIN = re.compile(r"(?:https?://|@)([\w.-]+\.[a-z]+)")


def folder(pack: str) -> Path:
    """Where the records of a demo book lie."""
    found = resources.demo(pack)
    assert found is not None
    return found


@cache
def seen(pack: str) -> View:
    """A demo book as of its last day."""
    procedures = resources.pack(pack)
    assert procedures is not None
    files = {
        f"{room}/{path.relative_to(root).as_posix()}": path.read_bytes()
        for room, root in (("records", folder(pack)), ("sop", procedures))
        for path in root.rglob("*")
        if path.is_file()
    }
    policy, findings = load_policy(files)
    assert policy is not None
    assert not findings
    loaded = [load_record(path, files[path], policy) for path in record_paths(files)]
    facts = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer]
    assert len(facts) == len(loaded)
    return view(facts, policy, moment=end_of(LAST_DAY))


@pytest.fixture
def demo(request: pytest.FixtureRequest, crm: Any, tmp_path: Path) -> Any:
    """The tool on a book that `init --pack NAME --demo` laid out."""
    book = tmp_path / "demo"
    assert crm("init", str(book), "--pack", request.param, "--demo").code == 0
    return type(crm)(book)


@pytest.mark.parametrize("demo", PACKS, indirect=True)
def test_a_demo_book_has_no_error_on_any_day_and_few_warnings_on_the_last(demo: Any) -> None:
    """Warnings tell a story, and are no noise: a handful a book (C1)."""
    for day in ("2025-02-10", "2025-09-30", "2026-03-02"):
        done = demo("check", "--quiet", as_of=day)
        assert done.code == 0, (day, done)
    told = demo("check", "--format", "concise", as_of=LAST_DAY.isoformat())
    assert told.code == 0, told
    if len(list((demo.book / "records").glob("CRM-*.md"))) <= 20:
        assert len(told.out.rstrip("\n").split("\n")) <= MOST_WARNINGS, told.out


@pytest.mark.parametrize("demo", PACKS, indirect=True)
def test_due_and_build_work_in_the_year_of_the_book(demo: Any, tmp_path: Path) -> None:
    day, site = LAST_DAY.isoformat(), tmp_path / "site"
    due = json.loads(demo("due", "--json", as_of=day).out)["rows"]
    assert {"overdue"} < {row["bucket"] for row in due}
    done = demo("build", "--out", str(site), "--audience", "team", "--languages", "zh,en", as_of=day)
    assert done.code == 0, done
    named = {path.stem for path in (demo.book / "records").glob("CRM-*.md")}
    assert named <= {page.stem for page in (site / "customers").glob("*.html")}


@pytest.mark.parametrize("pack", SMALL)
def test_a_demo_book_shows_what_its_pack_tells_apart(pack: str) -> None:
    """Both types of customers, every tier, and customers who come, stay and go, in each book (D1-D6, F1)."""
    standings, policy = seen(pack).standings.values(), seen(pack).policy
    assert 12 <= len(standings) <= 20
    assert {one.facts.type for one in standings} == {"business", "individual"}
    assert {one.tiering.key for one in standings} == {tier.key for tier in policy.tiers.tiers}
    shown = {one.status.value for one in standings}
    assert {"active", "signed", "dormant", "lost"} < shown


@pytest.mark.parametrize("pack", SMALL)
def test_a_demo_book_has_tickets_closed_and_open(pack: str) -> None:
    """A complaint that went all the way, and one of the year's end that still waits (G1-G3)."""
    whole, policy = seen(pack), seen(pack).policy
    moment = whole.moment.replace(tzinfo=None)
    found = [
        ticket
        for one in whole.standings.values()
        for ticket in tickets_of(one.facts.of(TICKETS), policy, moment).tickets
    ]
    assert {ticket.closed for ticket in found} == {True, False}
    assert any(ticket.closed and ticket.type.key == "complaint" for ticket in found)


@pytest.mark.parametrize("pack", SMALL)
def test_nothing_in_a_demo_book_can_reach_anybody(pack: str) -> None:
    """Numbers nobody has been given, addresses below `.example`, no identity number (J4)."""
    real = []
    for path in sorted(folder(pack).rglob("*.md")):
        text = path.read_text("utf-8")
        for match in PHONE.finditer(text):
            said = match[0].strip()
            if not (MADE_UP_PHONE.fullmatch(said) or NO_PHONE.fullmatch(said)):
                real.append(f"{path.name}: {said}")
        real += [f"{path.name}: {name}" for name in DOMAIN.findall(text) if not name.endswith(".example")]
        real += [f"{path.name}: {digits}" for digits in re.findall(r"(?<!\d)\d{11,}[\dXx]?(?!\d)", text)]
    assert real == []


def test_no_two_records_of_the_demo_books_are_of_one_template() -> None:
    """Customers, people and headings are each book's own; a heading that many share says little."""
    names, headings = Counter[str](), Counter[str]()
    for pack in SMALL:
        for path in folder(pack).glob("CRM-*.md"):
            text = path.read_text("utf-8")
            (name,) = re.findall(r"(?m)^(?:name|名称): (.+)$", text)
            names[name] += 1
            headings.update(set(re.findall(r"(?m)^## \S+ (?:[\d:-]+ )?\S+ (\S.+)$", text)))
    assert [name for name, times in names.items() if times > 1] == []
    shared = sum(times for _, times in headings.items() if times > 1)
    assert shared < sum(headings.values()) / 4, headings.most_common(12)


@pytest.mark.parametrize("pack", PACKS)
def test_a_demo_book_says_that_it_is_invented_and_on_which_day_it_ends(pack: str) -> None:
    said = (folder(pack) / "README.md").read_text("utf-8")
    assert "虚构" in said
    assert LAST_DAY.isoformat() in said
