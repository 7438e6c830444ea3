"""A score is on its field's scale, or says its own; scales never mix, and each pack says them once (H1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from by_hand import pack, record
from hypothesis import given
from hypothesis import strategies as st

from crmkit.calendar.deadline import end_of
from crmkit.load import load_record
from crmkit.policy import Policy, read_policy
from crmkit.policy.files.satisfaction import Compared, Satisfaction
from crmkit.resources import pack as folder_of
from crmkit.view import Standing, facts_of, view
from sop import sop

Value = Callable[..., object]
PACKS = ("standard", "abcd", "lifecycle", "toolkit", "partnership", "service")
ON = "2024-06-30"


def said(field: str, under: str = "standard") -> list[str]:
    """Which findings a field of a survey makes: code and arguments that matter."""
    loaded = load_record(
        "records/CRM-202405001.md", record(f"2024-05-20 满意度 回访\n- {field}").encode(), pack(under)
    )
    return [
        f"{one.code} {dict(one.arguments).get('own', '')}".strip()
        for one in loaded.findings
        if one.source.line > 10 and one.code not in ("CRM304",)
    ]


def standing(log: str, policy: Policy) -> Standing:
    loaded = load_record("records/CRM-202405001.md", record(log).encode(), policy)
    assert loaded.customer is not None
    facts = facts_of(loaded.customer, policy, loaded.document)
    return view([facts], policy, moment=end_of(date.fromisoformat(ON))).standings["CRM-202405001"]


@pytest.mark.parametrize("under", PACKS)
@pytest.mark.parametrize(
    ("field", "metric", "expected"),
    [
        ("score: 8", "feedback_3m", "8"),
        ("评分: 8/10", "feedback_3m", "8"),
        ("反馈评分: 8 / 10", "feedback_3m", "8"),
        ("反馈评分: ８／１０", "feedback_3m", "8"),
        ("score: 8分", "feedback_3m", "8"),
        ("score: 7.5", "feedback_3m", "7.5"),
        ("score: 10", "feedback_3m", "10"),
        ("attitude: 3/10", "feedback_3m", "3"),
        ("csat: 86/100", "satisfaction_3m", "86"),
        ("csat: 0", "satisfaction_3m", "0"),
        ("nps: 0", "nps_3m", "0"),
        ("nps: 10/10", "nps_3m", "10"),
        ("满意度评分: 4", "satisfaction_3m", "80"),
        ("满意度评分: 4/5", "satisfaction_3m", "80"),
        ("rating: 1", "satisfaction_3m", "20"),
    ],
)
def test_a_score_is_read_on_its_fields_scale(under: str, field: str, metric: str, expected: str) -> None:
    assert said(field, under) == []
    assert standing(f"2024-05-20 满意度\n- {field}", pack(under)).number(metric) == Decimal(expected)


@pytest.mark.parametrize("under", PACKS)
@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("score: 11", "CRM449 1–10"),
        ("score: 0", "CRM449 1–10"),
        ("score: 0/10", "CRM449 1–10"),
        ("score: -3", "CRM449 1–10"),
        ("score: 6/5", "CRM449 1–10"),
        ("score: 3/0", "CRM449 1–10"),
        ("满意度评分: 8", "CRM449 1–5"),
        ("满意度评分: 6/5", "CRM449 1–5"),
        ("response: 5.5", "CRM449 1–5"),
        ("csat: 101", "CRM449 0–100"),
        ("nps: 11", "CRM449 0–10"),
        ("score: 很好", "CRM448"),
        ("score: 8/", "CRM448"),
        ("score: 4/5/10", "CRM448"),
        ("score: 80%", "CRM448"),
        ("score: 4/5", "CRM480 1–10"),
        ("score: 86/100", "CRM480 1–10"),
        ("满意度评分: 8/10", "CRM480 1–5"),
    ],
)
def test_what_is_no_score_of_the_field_is_told_and_compared_with_nothing(
    under: str, field: str, found: str
) -> None:
    assert said(field, under) == [found]
    one = standing(f"2024-05-20 满意度\n- {field}", pack(under))
    assert [one.number(name) for name in ("feedback_3m", "satisfaction_3m", "nps_3m")] == [None] * 3
    assert "churn_risk" not in {each.key for each in one.segments}


def test_four_of_five_is_no_negative_feedback() -> None:
    for field in ("满意度评分: 4", "满意度评分: 4/5", "评分: 4/5", "score: 3 / 5"):
        one = standing(f"2024-05-20 满意度\n- {field}", pack("toolkit"))
        assert "churn_risk" not in {each.key for each in one.segments}, field
    one = standing("2024-05-20 满意度\n- score: 4", pack("toolkit"))
    assert "churn_risk" in {each.key for each in one.segments}


def test_a_score_of_another_scale_hides_no_earlier_one() -> None:
    log = "2024-05-01 电话\n- score: 2\n2024-05-20 满意度\n- score: 4/5"
    assert standing(log, pack("standard")).number("feedback_3m") == 2


def test_whether_attitude_counts_as_feedback_is_the_packs() -> None:
    """In the standard pack it does where no score is given."""
    policy = pack("standard")
    log = "2024-05-01 电话\n- attitude: 2"
    assert standing(log, policy).number("feedback_3m") == 2
    assert standing(f"{log}\n- score: 9", policy).number("feedback_3m") == 9
    rules = {**policy.get(Satisfaction).compared, "feedback": Compared(("score",))}
    other = policy.having(replace(policy.get(Satisfaction), compared=rules))
    assert standing(log, other).number("feedback_3m") is None
    assert standing(f"{log}\n- score: 9", other).number("feedback_3m") == 9


@given(st.decimals(-5, 120, places=1), st.one_of(st.none(), st.sampled_from([5, 10, 100])))
def test_a_score_counts_only_on_its_own_scale_and_within_it(value: Decimal, of: int | None) -> None:
    text = f"{value}" + (f"/{of}" if of else "")
    one = standing(f"2024-05-20 满意度\n- score: {text}", pack("standard"))
    fits = of in (None, 10) and 1 <= value <= 10
    assert one.number("feedback_3m") == (value if fits else None)
    assert bool(said(f"score: {text}")) is not fits


# --- the policy -------------------------------------------------------------------------------------------


def changed(old: str, new: str, file: str = "satisfaction.md") -> list[str]:
    """Findings of the standard pack in which one text is another."""
    folder = folder_of("standard")
    assert folder is not None
    files = sop(folder)
    assert old.encode() in files[f"sop/{file}"]
    files[f"sop/{file}"] = files[f"sop/{file}"].replace(old.encode(), new.encode(), 1)
    _, findings = read_policy(files)
    return [f"{one.source.path} {one.code}" for one in findings]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[score, attitude]", "[score]", ["sop/fields.md CRM481"]),
        ("[score, attitude]", "[score, atitude]", ["sop/fields.md CRM481", "sop/satisfaction.md CRM906"]),
        ("[score, attitude]", "[score, attitude, nps]", ["sop/satisfaction.md CRM907"]),
        ("from: 1, to: 10, chosen", "from: 10, to: 10, chosen", None),
        ("converts: [rating]", "converts: [csat]", ["sop/satisfaction.md CRM906"]),
        ("converts: [rating]", "convert: [rating]", ["sop/satisfaction.md CRM905"]),
        ("fields: [nps], from: 0", "fields: [nps], from: zero", None),
    ],
)
def test_a_mistake_in_the_scales_is_told(old: str, new: str, expected: list[str] | None) -> None:
    found = changed(old, new)
    assert found == expected if expected is not None else "sop/satisfaction.md CRM904" in found


def test_every_number_of_a_scale_stands_in_the_pack_once() -> None:
    """Another end of the scale takes other scores, without a second number to change."""
    folder = folder_of("standard")
    assert folder is not None
    files = sop(folder)
    old = b"feedback: {fields: [score, attitude], from: 1, to: 10"
    files["sop/satisfaction.md"] = files["sop/satisfaction.md"].replace(old, old.replace(b"10", b"7"))
    policy, findings = read_policy(files)
    assert policy is not None
    assert not findings
    assert standing("2024-05-20 满意度\n- score: 7", policy).number("feedback_3m") == 7
    assert standing("2024-05-20 满意度\n- score: 8", policy).number("feedback_3m") is None


def test_a_book_of_before_scales_were_said_reads_as_it_did() -> None:
    """Its fields are plain numbers with bounds, and attitude counts as it always did (P13)."""
    folder = folder_of("standard")
    assert folder is not None
    files = sop(folder)
    asked, fields = files["sop/satisfaction.md"].decode(), files["sop/fields.md"].decode()
    for new, old in (
        ("feedback: {fields: [score, attitude],", "feedback: {field: score,"),
        ("rating: {fields: [rating], from: 1, to: 5, source: S2}\n", ""),
        ("  fields: [csat]\n  from: 0\n  to: 100\n  converts: [rating]\n", "  scale: 100\n"),
        ("nps: {fields: [nps], ", "nps: {"),
    ):
        assert new in asked
        asked = asked.replace(new, old)
    files["sop/satisfaction.md"] = asked.encode()
    files["sop/fields.md"] = fields.replace("type: score", "type: number").encode()
    policy, findings = read_policy(files)
    assert policy is not None
    assert not findings
    assert standing("2024-05-20 电话\n- attitude: 3", policy).number("feedback_3m") == 3
