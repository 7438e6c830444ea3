"""A question says what it reads and what it answers: each under one name, and none for show (C1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import assert_type

import pytest
from by_hand import pack
from plug_in import Add, beside

from crmkit import compute
from crmkit.calendar.deadline import end_of
from crmkit.compute import Extract, Facts, Shared, Together
from crmkit.compute.amounts import SALES, Sale
from crmkit.compute.contacts import CONTACTS, Contacts
from crmkit.compute.referrals import BROUGHT, Referral
from crmkit.diagnostics import Source
from crmkit.load import load_record
from crmkit.policy.files.satisfaction import METRICS
from crmkit.resources import PlugInError
from crmkit.rules import declared, metric, parse
from crmkit.view import facts_of, view
from crmkit.view.asked import extracts, measures, questions, shared

RECORD = "---\nid: CRM-202405001\nname: 孙记\ntype: business\nstatus: active\nowner: zhang.wei\n---\n"


def facts() -> Facts:
    policy = pack("standard")
    loaded = load_record("records/CRM-202405001.md", RECORD.encode(), policy)
    assert loaded.customer is not None
    return facts_of(loaded.customer, policy, loaded.document)


def test_every_question_reads_or_answers() -> None:
    assert all(question.extract is not None or question.measures for question in questions())
    assert all(measure.metrics for measure in measures().values())


def test_nothing_has_the_name_of_another() -> None:
    names = [one.name for question in questions() for one in question.metrics]
    for found in (names, [one.name for one in extracts()], [one.name for one in shared()]):
        assert [name for name, times in Counter(found).items() if times > 1] == []


MOODS = """
from crmkit.compute import Measure, Question
from crmkit.rules import MetricType, Quantity, plain

MOOD = plain("mood", MetricType.SCORE, "心情", "mood")
QUESTION = Question(measures=(Measure((MOOD,), lambda facts, ask: Quantity(None)),))
"""


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Puts a file beside the questions for one test."""
    with beside(compute, tmp_path / "plug-ins", declared, metric) as write:
        yield write


def test_a_question_file_is_all_that_a_metric_needs(add: Add) -> None:
    """A condition may name it, in the words of its question."""
    assert metric("mood") is None
    add("moods", MOODS)
    condition, findings = parse("mood <= 3", Source("sop/tiers.md"), {})
    assert condition is not None
    assert not findings


def test_a_question_whose_constant_is_misspelt_fails_with_its_name(add: Add) -> None:
    add("moods", MOODS.replace("QUESTION", "QEUSTION"))
    with pytest.raises(PlugInError, match=r"^crmkit\.compute\.moods: no QUESTION; is QEUSTION meant\?$"):
        metric("mood")


def test_the_scores_that_a_policy_compares_are_metrics() -> None:
    assert {*METRICS.values()} <= {*declared()}


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
    brought = view([known], pack("standard"), moment=end_of(date(2024, 6, 30))).together.of(BROUGHT)
    assert_type(brought, dict[str, list[Referral]])
    assert (contacts.interactions, sales, brought) == ((), (), {})
