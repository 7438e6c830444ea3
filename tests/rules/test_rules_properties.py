"""Laws of the condition language that hold for every condition and every value."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.diagnostics import Source
from crmkit.rules import (
    Both,
    Compare,
    Condition,
    Either,
    Family,
    Metric,
    MetricType,
    Not,
    Quantity,
    Value,
    boundaries,
    comparisons,
    declared,
    evaluate,
    metric,
    names,
    outcome,
    parse,
    render,
    say_all,
)

NAMES = [one.name for one in declared().values() if isinstance(one, Metric)] + [
    f"{family.name}_{months}m{tail}"
    for family in declared().values()
    if isinstance(family, Family)
    for months in (1, 12)
    for tail in ("", *(f"_{variant}" for variant in family.variants))
]
WORDS = st.text(min_size=1, max_size=8).filter(lambda w: "\n" not in w and not {"'", '"'} <= set(w))
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@st.composite
def compares(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(NAMES))
    known = metric(name)
    assert known is not None
    if known.type is MetricType.FLAG:
        return Compare(name, "is", True)
    if known.type is not MetricType.CHOICE:
        return Compare(name, draw(st.sampled_from([">=", "<=", ">", "<", "=", "!="])), draw(NUMBERS))
    if draw(st.booleans()):
        return Compare(name, draw(st.sampled_from(["=", "!="])), draw(WORDS))
    keys = tuple(draw(st.lists(WORDS, min_size=1, max_size=3)))
    return Compare(name, draw(st.sampled_from(["in", "not in"])), keys)


def grown(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(inner.map(Not), several.map(Both), several.map(Either))


CONDITIONS = st.recursive(compares(), grown, max_leaves=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.booleans(), st.decimals(), NUMBERS, st.sampled_from(["active", "A", ""])
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Condition, dict[str, Quantity]]:
    """A condition, and for its metrics values near its own limits, strange ones, and unknown ones."""
    condition = draw(CONDITIONS)
    values: dict[str, Quantity] = {}
    for name, limit in boundaries(condition):
        near = st.sampled_from([limit, limit + 1]) if isinstance(limit, Decimal) else st.just(limit)
        values[name] = Quantity(draw(st.one_of(near, VALUES)))
    return condition, values


@given(CONDITIONS)
def test_a_rendered_condition_parses_back_to_the_same_tree(condition: Condition) -> None:
    assert parse(render(condition), Source("sop/tiers.md"), {}) == (condition, ())


@given(st.text(alphabet="abmot_12 <>=≥()（,%万'\"-.非且andor\n") | st.text())
def test_any_text_gives_a_condition_or_findings_inside_it(text: str) -> None:
    condition, findings = parse(text, Source("sop/tiers.md"), {})
    assert (condition is None) == bool(findings)
    assert all(1 <= f.source.column <= len(text) + 1 for f in findings)


@given(situations())
def test_evaluating_never_raises_and_gives_reasons_among_its_comparisons(
    situation: tuple[Condition, dict[str, Quantity]],
) -> None:
    condition, values = situation
    verdict = evaluate(condition, values)
    assert outcome(condition, values) is verdict.value
    asked = {(one.metric, one.operator, one.limit) for one in comparisons(condition)}
    assert verdict.reasons
    assert {reason[:3] for reason in verdict.reasons} <= asked
    assert {reason.metric for reason in verdict.reasons} <= names(condition)
    assert say_all(verdict.reasons, "zh")
    assert say_all(verdict.reasons, "en", "CNY")


@settings(max_examples=200)
@given(situations(), st.data())
def test_learning_a_value_never_changes_a_known_outcome(
    situation: tuple[Condition, dict[str, Quantity]], data: st.DataObject
) -> None:
    condition, values = situation
    before = evaluate(condition, values).value
    learned = {
        name: data.draw(VALUES.map(Quantity)) if quantity.value is None else quantity
        for name, quantity in values.items()
    }
    assert before is None or evaluate(condition, learned).value is before


@given(situations())
def test_the_reasons_alone_decide_the_same(situation: tuple[Condition, dict[str, Quantity]]) -> None:
    """Forget every metric that is no reason: a known outcome stays."""
    condition, values = situation
    verdict = evaluate(condition, values)
    kept = {name: values[name] for name in {reason.metric for reason in verdict.reasons}}
    assert evaluate(condition, kept).value is verdict.value
