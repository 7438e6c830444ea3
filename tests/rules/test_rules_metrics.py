"""Metrics are declared once and take their window from their name (D1-D7)."""

from __future__ import annotations

import pytest

from crmkit.diagnostics import Source
from crmkit.resources import PlugInError
from crmkit.rules import Answering, Family, MetricType, declared, metric, near, parse, plain
from crmkit.rules import metrics as metrics_module


@pytest.mark.parametrize(
    ("name", "kind", "months", "zh", "en"),
    [
        ("amount_12m", MetricType.MONEY, 12, "近 12 个月金额", "12-month amount"),
        ("amount_3m_change", MetricType.PERCENT, 3, "近 3 个月金额环比", "3-month amount change"),
        ("amount_3m_yoy", MetricType.PERCENT, 3, "近 3 个月金额同比", "3-month amount year on year"),
        ("amount_12m_top", MetricType.PERCENT, 12, "近 12 个月金额排名（自高到低）",
         "12-month amount rank from the top"),
        ("contacts_6m", MetricType.COUNT, 6, "近 6 个月互动次数", "6-month contacts"),
        ("feedback_3m", MetricType.SCORE, 3, "近 3 个月最新反馈评分", "3-month latest feedback"),
        ("potential", MetricType.PERCENT, 0, "潜力", "potential"),
        ("benchmark", MetricType.FLAG, 0, "标杆客户", "benchmark customer"),
    ],
)  # fmt: skip
def test_the_name_gives_type_window_and_labels(
    name: str, kind: MetricType, months: int, zh: str, en: str
) -> None:
    found = metric(name)
    assert found is not None
    assert (found.name, found.type, found.months) == (name, kind, months)
    assert (found.label.zh, found.label.en) == (zh, en)


@pytest.mark.parametrize(
    "name",
    ["", "amount", "amount_m", "amount_0m", "amount_012m", "amount_1000m", "amount_12m_", "amount_12m_best",
     "feedback_3m_change", "potential_12m", "Amount_12m", "amount_12m_change_change", "amount_１２m"],
)  # fmt: skip
def test_any_other_name_is_no_metric(name: str) -> None:
    assert metric(name) is None


def test_every_variant_of_every_family_is_a_percentage_of_its_window() -> None:
    for family in declared().values():
        if not isinstance(family, Family):
            continue
        for variant in family.variants:
            found = metric(f"{family.name}_5m_{variant}")
            assert found is not None
            assert (found.type, found.family, found.months) == (MetricType.PERCENT, family.name, 5)


class Moods(Answering):
    """A question that answers a metric of its own, and one that another answers."""

    __slots__ = ()
    metrics = (plain("mood", MetricType.CHOICE, "心情", "mood"), plain("tier", MetricType.CHOICE, "", ""))


def test_two_that_answer_one_metric_are_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics_module, "discover", lambda *_: [Moods()])
    declared.cache_clear()
    with pytest.raises(PlugInError, match="two questions answer tier"):
        declared()
    monkeypatch.undo()
    assert "mood" not in declared()


@pytest.mark.parametrize("name", ["open_tickets", "mood", "feedback"])
def test_what_nobody_answers_is_no_metric(name: str) -> None:
    """A condition on it would never hold, and nobody would know."""
    (finding,) = parse(f"{name} >= 1", Source("sop/tiers.md"), {})[1]
    assert (finding.code, metric(name)) == ("CRM925", None)


def test_a_near_name_keeps_the_window_that_was_written() -> None:
    assert near("amonut_7m")[0] == "amount_7m"
    assert near("bench_mark")[0] == "benchmark"
