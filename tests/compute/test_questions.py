"""A question says what it reads and what it answers: each under one name, and none for show (C1)."""

from __future__ import annotations

from collections import Counter

import pytest
from by_hand import pack

from crmkit.compute import Extract, Facts, Shared, Together
from crmkit.load import load_record
from crmkit.view import facts_of
from crmkit.view.asked import extracts, measures, questions, shared

RECORD = "---\nid: CRM-202405001\nname: 孙记\ntype: business\nstatus: active\nowner: zhang.wei\n---\n"


def facts() -> Facts:
    policy = pack("standard")
    loaded = load_record("records/CRM-202405001.md", RECORD.encode(), policy)
    assert loaded.customer is not None
    return facts_of(loaded.customer, policy, loaded.document)


def test_every_question_reads_or_answers() -> None:
    assert all(question.extract is not None or question.measures for question in questions())
    assert all(measure.names for measure in measures().values())


def test_nothing_has_the_name_of_another() -> None:
    names = [name for question in questions() for measure in question.measures for name in measure.names]
    for found in (names, [one.name for one in extracts()], [one.name for one in shared()]):
        assert [name for name, times in Counter(found).items() if times > 1] == []


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
