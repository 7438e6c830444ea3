"""What tests of checks share: a book from texts, and the findings of one check, said shortly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from crmkit.calendar.deadline import end_of
from crmkit.checks import Check
from crmkit.diagnostics import Diagnostic, in_order
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.view import brief, facts_of, view
from sop import sop

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "CRM-202405001"
PATH = f"records/{NUMBER}.md"
DAY = date(2024, 6, 30)

Found = Callable[..., list[str]]


@cache
def standard() -> Policy:
    """The procedures of this repository, read once."""
    policy, findings = read_policy(sop(ROOT / "sop"))
    assert policy is not None
    assert not findings
    return policy


def findings(check: Check, records: Mapping[str, str], policy: Policy, day: date) -> tuple[Diagnostic, ...]:
    """What one check says of a book."""
    loaded = [load_record(path, text.encode("utf-8"), policy) for path, text in records.items()]
    facts = [facts_of(one.customer, policy, one.document) for one in loaded if one.customer is not None]
    found: list[Diagnostic] = []
    if check.record:
        found += [each for one in loaded for each in check.record(one, policy, day)]
    if check.now:
        found += [each for one in loaded for each in check.now(one, policy, day)]
    if check.each:
        found += check.each(view(facts, policy, moment=end_of(day)))
    if check.book:
        found += check.book([brief(each) for each in facts], policy, day)
    if check.files:
        sizes = {path: len(text.encode("utf-8")) for path, text in records.items()}
        found += check.files(sizes.get, [brief(each) for each in facts], policy)
    if check.paths:
        found += check.paths(tuple(records), policy)
    return in_order(found)


def short(finding: Diagnostic) -> str:
    """`4:9 CRM421 status-differs`, with the file before it when it is not the usual one."""
    path, line, column = finding.source
    where = "" if path == PATH else f"{path}:"
    return f"{where}{line}:{column} {finding.code} {finding.name}"


@pytest.fixture
def policy() -> Policy:
    """The pack `standard`."""
    return standard()


@pytest.fixture
def found() -> Found:
    """`found(CHECK, record)`: places and names of the findings; a record is a text, or texts by path."""

    def run(check: Check, records: str | Mapping[str, str], *, on: date = DAY) -> list[str]:
        by_path = {PATH: records} if isinstance(records, str) else records
        return [short(each) for each in findings(check, by_path, standard(), on)]

    return run


@pytest.fixture
def told() -> Callable[..., tuple[Diagnostic, ...]]:
    """The findings themselves, for tests that look at arguments and fixes."""

    def run(
        check: Check, records: str | Mapping[str, str], *, on: date = DAY, under: Policy | None = None
    ) -> tuple[Diagnostic, ...]:
        by_path = {PATH: records} if isinstance(records, str) else records
        return findings(check, by_path, under or standard(), on)

    return run
