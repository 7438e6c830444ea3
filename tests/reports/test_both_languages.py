"""Every report, heading and cell speaks the language asked for, but for what people wrote (H6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crmkit import tree
from crmkit.calendar.deadline import end_of
from crmkit.calendar.period import quarter_of
from crmkit.cli.answers import due as due_rows
from crmkit.cli.answers import segments as segment_rows
from crmkit.cli.answers import tiers as tier_rows
from crmkit.cli.commands import due as due_command
from crmkit.cli.commands import find, list_, segments, tiers
from crmkit.cli.lateness import standing_at
from crmkit.compute.logged import LOGGED
from crmkit.followups.logged import Evidence
from crmkit.language import Label, Word
from crmkit.load import load_policy, load_record, record_paths
from crmkit.reports import Report, reports
from crmkit.schema.classes.opportunity import CLASS as DEAL
from crmkit.table import Cell, Table
from crmkit.view import View, facts_of, view

ROOT = Path(__file__).resolve().parent.parent.parent
HAN, LATIN = re.compile(r"[\u3400-\u9fff，。：；（）]"), re.compile(r"[A-Za-z]{2,}")


@cache
def demo() -> tuple[View, tuple[str, ...]]:
    """The demo book on its last day, and what people wrote in it that tables repeat, the longest first."""
    files = tree.snapshot(ROOT)
    policy, _ = load_policy(files)
    assert policy is not None
    contents = {path: files[path] for path in record_paths(files)}
    loaded = [load_record(path, data, policy) for path, data in contents.items() if isinstance(data, bytes)]
    assert len(loaded) == len(contents)
    customers = [one.customer for one in loaded if one.customer]
    facts = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer]
    seen = view(facts, policy, moment=end_of(date(2025, 12, 31)))
    wrote = {person.name for person in policy.people.people.values()} | {policy.book.currency}
    wrote |= {customer.name for customer in customers}
    wrote |= {contact.name for customer in customers for contact in customer.contacts}
    wrote |= {need.text for customer in customers for need in customer.needs}
    wrote |= {deal.name for customer in customers for deal in customer.opportunities}
    wrote |= {contract.product for customer in customers for contract in customer.contracts}
    wrote |= {event.subject for customer in customers for event in customer.events if event.cls is DEAL}
    reasons = {event.say("reason") for customer in customers for event in customer.events}
    wrote |= {standing.tiering.hand_reason for standing in seen.standings.values()}
    return seen, tuple(sorted(filter(None, wrote | reasons), key=len, reverse=True))


def labels(cell: Any) -> Iterator[Label]:
    """The texts of a cell; plain text is what people wrote or a number, in any language."""
    if isinstance(cell, Word):
        yield cell.label
    elif isinstance(cell, Label):
        yield cell
    elif isinstance(cell, Cell):
        yield from labels(cell.value)
    elif isinstance(cell, list):
        for each in cell:
            yield from labels(each)
    elif isinstance(cell, str):
        yield Label("", cell)


def ours(label: Label) -> Label:
    """A text without what people wrote."""
    zh, en = label
    for text in demo()[1]:
        zh, en = zh.replace(text, ""), en.replace(text, "")
    return Label(zh, en)


NUMBER = re.compile(r"\b[A-Z]+-[0-9]+\b")
"""A ticket's or a customer's, which both languages call so."""


def mixed(label: Label) -> bool:
    zh, en = (NUMBER.sub("", text) for text in ours(label))
    return bool(HAN.search(en) or LATIN.search(zh))


def in_tables(report: Report) -> Iterator[Table]:
    seen, _ = demo()
    yield report.table(seen)
    if report.during:
        yield report.table(seen, quarter_of(seen.as_of))
    if report.judged is not None:
        yield report.judged(seen, never_committed(seen))


def never_committed(seen: View) -> Evidence:
    """A history that holds nothing of the book yet: all whose time is over is late."""
    facts = [standing.facts for standing in seen.standings.values()]
    return Evidence(
        {one.path: {0: None} | {talk.line: None for talk in one.of(LOGGED)} for one in facts}, True
    )


@pytest.mark.parametrize("name", reports())
def test_no_report_says_a_word_of_ours_in_the_other_language(name: str) -> None:
    report = reports()[name]
    seen, _ = demo()
    said = [report.title(), report.title(quarter_of(seen.as_of))]
    tables = list(in_tables(report))
    assert any(table.rows for table in tables)
    for table in tables:
        said += [column.label for column in table.columns]
        said += [label for cells in table.cells() for cell in cells for label in labels(cell)]
    assert [label for label in said if mixed(label)] == []


def due_rows_of(seen: View) -> list[dict[str, Any]]:
    kept = (due_rows.of_customer(standing, seen) for standing in seen.standings.values())
    return list(standing_at(due_rows.rows(kept), seen.as_of, seen.moment))


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (due_command.COLUMNS, due_rows_of),
        (segments.COLUMNS, segment_rows.rows),
        (tiers.COLUMNS, tier_rows.rows),
        (list_.COLUMNS, lambda seen: []),
        (find.COLUMNS, lambda seen: []),
    ],
    ids=["due", "segments", "tiers", "list", "find"],
)
def test_no_other_table_does(columns: Any, rows: Any) -> None:
    seen, _ = demo()
    found = [row for row in rows(seen) if not promised(row)]
    said = [column.label for column in columns]
    said += [
        label for cells in Table(columns, tuple(found)).cells() for cell in cells for label in labels(cell)
    ]
    assert [label for label in said if mixed(label)] == []


def promised(row: Mapping[str, Any]) -> bool:
    """Whether a row is about what somebody promised, in their words."""
    return str(row.get("rule") or "").startswith("records/")
