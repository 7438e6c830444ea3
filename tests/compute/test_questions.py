"""A question says what it reads and what it answers: each under one name, and none for show (C1)."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import assert_type

import pytest
from by_hand import pack

import crmkit.compute
from crmkit.compute import Extract, Facts, Shared, Together
from crmkit.compute.amounts import SALES, Sale
from crmkit.compute.contacts import CONTACTS, Contacts
from crmkit.compute.referrals import BROUGHT, Referral
from crmkit.diagnostics import Source
from crmkit.load import load_record
from crmkit.policy.files.tiers import OUTCOMES
from crmkit.resources import PlugInError
from crmkit.rules import FAMILIES, PLAIN, parse
from crmkit.view import facts_of, view
from crmkit.view.asked import extracts, measures, of_others, questions, shared

RECORD = "---\nid: CRM-202405001\nname: 孙记\ntype: business\nstatus: active\nowner: zhang.wei\n---\n"


def facts(log: str = "") -> Facts:
    policy = pack("standard")
    loaded = load_record("records/CRM-202405001.md", (RECORD + log).encode(), policy)
    assert loaded.customer is not None
    return facts_of(loaded.customer, policy, loaded.document)


def test_every_question_reads_or_answers() -> None:
    assert all(question.extract is not None or question.measures for question in questions())
    assert all(measure.names for measure in measures().values())


def test_nothing_has_the_name_of_another() -> None:
    names = [name for question in questions() for measure in question.measures for name in measure.names]
    for found in (names, [one.name for one in extracts()], [one.name for one in shared()]):
        assert [name for name, times in Counter(found).items() if times > 1] == []


def test_every_metric_that_a_condition_may_name_is_answered() -> None:
    """One that nothing answers is no metric, so that a condition that names it is told at its place."""
    answered = measures().keys() | set(OUTCOMES)
    assert {one.name for one in (*PLAIN, *FAMILIES)} == answered
    _, findings = parse("open_tickets >= 1", Source("sop/tiers.md"), {})
    assert [finding.name for finding in findings] == ["unknown-metric"]


def test_facts_give_back_what_each_extract_read() -> None:
    known = facts()
    assert set(known.extracts) == {one.name for one in extracts()}
    for one in extracts():
        assert known.of(one) is known.extracts[one.name]


def test_an_extract_that_no_question_file_declares_is_misuse() -> None:
    stray: Extract[int] = Extract("stray", lambda customer, policy: 1)
    with pytest.raises(KeyError):
        facts().of(stray)
    with pytest.raises(KeyError):
        Together().of(Shared("stray", stray, len))


def test_only_a_field_whose_past_is_kept_has_a_present() -> None:
    known = facts()
    said = [known.present(field) for field in ("status", "owner", "potential", "tier")]
    assert said == ["active", "zhang.wei", None, ""]
    with pytest.raises(KeyError):
        known.present("name")


def test_the_type_of_what_was_read_comes_with_the_extract() -> None:
    """mypy reads these lines too, and knows without a cast what each is."""
    known = facts()
    contacts, sales = known.of(CONTACTS), known.of(SALES)
    assert_type(contacts, Contacts)
    assert_type(sales, tuple[Sale, ...])
    brought = view([known], pack("standard"), as_of=date(2024, 6, 30)).together.of(BROUGHT)
    assert_type(brought, dict[str, list[Referral]])
    assert (contacts.interactions, sales, brought) == ((), (), {})


CALLS = '''"""How many calls does the log tell of."""

from __future__ import annotations

from crmkit.compute import Extract, Question
from crmkit.model import Customer
from crmkit.policy import Policy


def read(customer: Customer, policy: Policy) -> int:
    """Every contact by phone."""
    return sum(event.kind == "phone" for event in customer.events)


CALLS: Extract[int] = Extract("calls", read)
{constant} = Question(CALLS)
'''


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """`added(text)`: one more file in the folder of questions, for one test."""
    found = (questions, extracts, measures, shared, of_others)
    monkeypatch.setattr(crmkit.compute, "__path__", [*crmkit.compute.__path__, str(tmp_path)])

    def add(text: str) -> ModuleType:
        (tmp_path / "calls.py").write_text(text, "utf-8")
        for one in found:
            one.cache_clear()
        return importlib.import_module("crmkit.compute.calls")

    yield add
    sys.modules.pop("crmkit.compute.calls", None)
    for one in found:
        one.cache_clear()


def test_a_question_is_added_by_one_file(added: Callable[[str], ModuleType]) -> None:
    module = added(CALLS.format(constant="QUESTION"))
    assert facts("\n## 2024-05-06 电话 报价\n\n## 2024-05-07 微信 好\n").of(module.CALLS) == 1


def test_a_misspelt_question_is_told_by_its_file(added: Callable[[str], ModuleType]) -> None:
    added(CALLS.format(constant="QUESTOIN"))
    with pytest.raises(PlugInError, match=r"crmkit\.compute\.calls: no QUESTION; is QUESTOIN meant\?"):
        facts()
