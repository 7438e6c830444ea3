"""A condition is read with its precedence, and every error is reported at its character (C1, D1)."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from crmkit import words
from crmkit.diagnostics import Source
from crmkit.rules import Both, Compare, Condition, Either, Not, boundaries, names, parse, render

START = Source("sop/tiers.md", 7, 11)
CHOICES = {"status": {"active": "active", "活跃": "active", "lost": "lost", "opportunity": "opportunity"}}
FINDINGS = Path(__file__).resolve().parents[2] / "crmkit" / "findings"

A, B, C = (Compare(name, "is", True) for name in ("benchmark", "strategic", "influence"))


def tree(text: str) -> Condition:
    condition, findings = parse(text, START, CHOICES)
    assert findings == ()
    assert condition is not None
    return condition


def test_tier_a_of_d1_is_read_as_requirements_read_it() -> None:
    """(amount or benchmark) and potential."""
    assert tree("(amount_12m >= 50万 or benchmark) and potential >= 30%") == Both(
        (Either((Compare("amount_12m", ">=", Decimal(500_000)), A)), Compare("potential", ">=", Decimal(30)))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("benchmark or strategic and influence", Either((A, Both((B, C))))),
        ("benchmark and strategic or influence", Either((Both((A, B)), C))),
        ("not benchmark and strategic", Both((Not(A), B))),
        ("not (benchmark and strategic)", Not(Both((A, B)))),
        ("not not benchmark", Not(Not(A))),
        ("benchmark and strategic and influence", Both((A, B, C))),
        ("benchmark and (strategic and influence)", Both((A, Both((B, C))))),
        ("((benchmark))", A),
        ("benchmark 且 strategic 或 非 influence", Either((Both((A, B)), Not(C)))),
        ("（benchmark OR strategic）And influence", Both((Either((A, B)), C))),
        ("benchmark\n  and strategic", Both((A, B))),
    ],
)
def test_not_binds_before_and_before_or(text: str, expected: Condition) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("written", "amount"),
    [("500000", 500_000), ("500_000", 500_000), ("50万", 500_000), ("50 万", 500_000), ("1.5亿", 150_000_000),
     ("0.5万", 5_000), ("-3", -3), ("−3", -3), ("0", 0)],
)  # fmt: skip
def test_a_sum_is_written_as_people_write_it(written: str, amount: int) -> None:
    assert tree(f"amount_12m >= {written}") == Compare("amount_12m", ">=", Decimal(amount))


@pytest.mark.parametrize(
    ("sign", "operator"),
    [(">=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<="), (">", ">"), ("<", "<"), ("=", "="), ("==", "="),
     ("!=", "!="), ("≠", "!="), ("＞", ">"), ("＝", "="), ("＞＝", ">=")],
)  # fmt: skip
def test_every_sign_is_known_with_and_without_spaces(sign: str, operator: str) -> None:
    expected = Compare("amount_3m_change", operator, Decimal(-50))
    assert tree(f"amount_3m_change {sign} -50%") == expected
    assert tree(f"amount_3m_change{sign}-50 %") == expected


def test_a_change_is_compared_with_a_bare_zero() -> None:
    assert tree("contacts_3m_change < 0") == Compare("contacts_3m_change", "<", Decimal(0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status = 活跃", Compare("status", "=", "active")),
        ("status = Active", Compare("status", "=", "active")),
        ('status != "active"', Compare("status", "!=", "active")),
        ("status in (active, 'lost')", Compare("status", "in", ("active", "lost"))),
        ("status not in (active，lost)", Compare("status", "not in", ("active", "lost"))),
        ("stage = 'close friend'", Compare("stage", "=", "close friend")),
        ("tier in (A, B)", Compare("tier", "in", ("A", "B"))),
    ],
)
def test_a_choice_is_read_as_its_key_or_as_written_when_it_is_open(text: str, expected: Condition) -> None:
    assert tree(text) == expected


WRONG = [  # text with ^ before the character that is reported
    ("^", "CRM920"),
    ("amount_12m >= ^$5", "CRM921"),
    ("amount_12m >= ^500,000", "CRM922"),
    ("amount_12m >= ^5k", "CRM922"),
    ("amount_12m >= ^5__0", "CRM922"),
    ("amount_12m >= ^1234567890123456789", "CRM922"),
    ("^50万 <= amount_12m", "CRM923"),
    ("benchmark and ^)", "CRM923"),
    ("^(benchmark or strategic", "CRM924"),
    ("status in ^(active", "CRM924"),
    ("benchmark and ^amount_12 >= 5", "CRM925"),
    ("^import", "CRM925"),
    ("potential >= ^30", "CRM926"),
    ("amount_12m >= ^30%", "CRM926"),
    ("amount_12m >= ^active", "CRM926"),
    ("benchmark ^= yes", "CRM927"),
    ("status ^>= active", "CRM927"),
    ("amount_12m ^in (5, 6)", "CRM927"),
    ("^amount_12m or benchmark", "CRM928"),
    ("status = ^activ", "CRM929"),
    ("status in (active, ^5)", "CRM929"),
    ("not " * 21 + "^benchmark", "CRM930"),
    ("(" * 21 + "^benchmark" + ")" * 21, "CRM930"),
    ("^" + "(" * 2001, "CRM931"),
    ("status = ^'active", "CRM932"),
    ("amount_12m >= ^>= 5", "CRM933"),
    ("status in ^active", "CRM933"),
    ("status in (^)", "CRM933"),
    ("benchmark and^", "CRM934"),
    ("amount_12m >=^", "CRM934"),
    ("benchmark ^strategic", "CRM935"),
    ("benchmark^)", "CRM935"),
    ("benchmark^(strategic)", "CRM935"),
    ("benchmark ^not strategic", "CRM935"),
]


@pytest.mark.parametrize(("marked", "code"), WRONG)
def test_an_error_is_reported_at_its_character_and_alone(marked: str, code: str) -> None:
    text = marked.replace("^", "", 1)
    condition, findings = parse(text, START, CHOICES)
    assert condition is None
    assert [(f.code, f.source) for f in findings] == [(code, Source(START.path, 7, 11 + marked.index("^")))]


def test_every_wrong_comparison_is_reported_at_once() -> None:
    _, findings = parse("amount_12 > 1 or potential > 3 or status = activ", START, CHOICES)
    assert [f.code for f in findings] == ["CRM925", "CRM926", "CRM929"]


def test_the_caret_underlines_the_word_and_near_names_are_told() -> None:
    _, (finding,) = parse("amout_12m > 1", START, CHOICES)
    assert finding.end - finding.source.column == len("amout_12m")
    assert dict(finding.arguments)["near"].startswith("amount_12m")


def test_a_further_line_of_a_block_is_placed_on_its_line() -> None:
    _, (finding,) = parse("benchmark\nor potential", START, CHOICES)
    assert finding.source == Source(START.path, 8, 11 + len("or "))


def test_names_and_boundaries_are_read_off_the_tree() -> None:
    text = "not (amount_12m >= 10万 or benchmark) and amount_12m < 50万 or status in (active, lost)"
    condition = tree(text)
    assert names(condition) == {"amount_12m", "benchmark", "status"}
    assert boundaries(condition) == (
        ("amount_12m", Decimal(100_000)),
        ("benchmark", True),
        ("amount_12m", Decimal(500_000)),
        ("status", "active"),
        ("status", "lost"),
    )


def test_render_writes_what_it_read() -> None:
    text = "not (amount_12m >= 0.5 or benchmark) and potential < -30%"
    text += """ and stage in ("close friend", 'a"b', "in")"""
    assert render(tree(text)) == text


def explained() -> list[tuple[str, list[str]]]:
    fence = re.compile(r"```crm\n(.*?)\n```", re.DOTALL)
    pages = sorted(FINDINGS.glob("CRM9[23]*.md"))
    told = [(page.stem, fence.findall(page.read_text("utf-8"))) for page in pages]
    return [(code, snippets) for code, snippets in told if snippets]  # the calendar's pages show no condition


@pytest.mark.parametrize(("code", "snippets"), explained())
def test_the_page_of_a_code_shows_a_condition_that_has_it_and_one_that_has_not(
    code: str, snippets: list[str]
) -> None:
    wrong_en, right_en, wrong_zh, right_zh = snippets
    assert (wrong_en, right_en) == (wrong_zh, right_zh)
    wrong, right = (yaml.safe_load(text) for text in (wrong_en, right_en))
    wrong, right = (one[0] if isinstance(one, list) else one for one in (wrong, right))
    assert parse(right["when"], START, CHOICES)[1] == ()
    if "and so on" not in wrong_en:
        assert {f.code for f in parse(wrong["when"], START, CHOICES)[1]} == {code}


@pytest.mark.parametrize(("marked", "code"), WRONG)
def test_an_error_is_said_in_both_languages_with_every_value_it_names(marked: str, code: str) -> None:
    (finding,) = parse(marked.replace("^", "", 1), START, CHOICES)[1]
    page = (FINDINGS / f"{code}.md").read_text("utf-8")
    front = yaml.safe_load(page.split("---\n")[1])
    assert front["name"] == finding.name
    for lang in ("zh", "en"):
        asked = re.findall(r"\{(\w+)\}", front["message"][lang] + front["help"][lang])
        assert set(asked) == set(dict(finding.arguments))
        assert all(words.say(finding, lang))
