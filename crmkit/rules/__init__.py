"""The closed language of conditions: metrics, parse, evaluate in three values, explain."""

from crmkit.rules.evaluate import Quantity, Reason, Value, Verdict, evaluate, outcome
from crmkit.rules.metrics import (
    VARIANTS,
    Answering,
    Declared,
    Family,
    Metric,
    MetricType,
    declared,
    family,
    metric,
    near,
    plain,
)
from crmkit.rules.parse import Choices, parse
from crmkit.rules.say import say, say_all
from crmkit.rules.tree import (
    Both,
    Compare,
    Condition,
    Either,
    Limit,
    Not,
    boundaries,
    comparisons,
    names,
    render,
)

__all__ = [
    "VARIANTS", "Answering", "Both", "Choices", "Compare", "Condition", "Declared", "Either", "Family",
    "Limit", "Metric", "MetricType", "Not", "Quantity", "Reason", "Value", "Verdict", "boundaries",
    "comparisons", "declared", "evaluate", "family", "metric", "names", "near", "outcome", "parse", "plain",
    "render", "say", "say_all",
]  # fmt: skip
