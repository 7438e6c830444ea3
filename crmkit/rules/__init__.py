"""The closed language of conditions: metrics, parse, evaluate in three values, explain."""

from crmkit.rules.evaluate import Quantity, Reason, Value, Verdict, evaluate, outcome
from crmkit.rules.metrics import FAMILIES, PLAIN, VARIANTS, Family, Metric, MetricType, metric, near
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
    "FAMILIES", "PLAIN", "VARIANTS", "Both", "Choices", "Compare", "Condition", "Either", "Family",
    "Limit", "Metric", "MetricType", "Not", "Quantity", "Reason", "Value", "Verdict", "boundaries",
    "comparisons", "evaluate", "metric", "names", "near", "outcome", "parse", "render", "say", "say_all",
]  # fmt: skip
