"""What does the profile say of their worth: potential, marks such as benchmark, fit, stage, completeness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute import Ask, Extract, Facts, Measure, Question
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import MetricType, Quantity, plain
from crmkit.rules.percent import share
from crmkit.schema.presence import wanted

MARKS = (
    plain("benchmark", MetricType.FLAG, "标杆客户", "benchmark customer"),
    plain("strategic", MetricType.FLAG, "战略客户", "strategic customer"),
    plain("influence", MetricType.FLAG, "有行业影响力", "influential customer"),
    plain("single_need", MetricType.FLAG, "单一需求或低频", "single need or low frequency"),
)
SCORES = (plain("need_fit", MetricType.SCORE, "需求匹配度", "need fit"),)
KEYS = (
    plain("type", MetricType.CHOICE, "客户类型", "type"),
    plain("stage", MetricType.CHOICE, "关系阶段", "relationship stage"),
    plain("urgency", MetricType.CHOICE, "紧急程度", "urgency"),
)
COMPLETENESS = plain("completeness", MetricType.PERCENT, "档案完整率", "completeness")
OPEN_NEEDS = plain("open_needs", MetricType.COUNT, "未解决需求数", "open needs")
NEED_STATE = plain("need_state", MetricType.CHOICE, "需求状态", "need state")
PRODUCT_COUNT = plain("product_count", MetricType.COUNT, "在用产品数", "products in use")
FLAGS, NUMBERS, CHOICES = (tuple(one.name for one in some) for some in (MARKS, SCORES, KEYS))
NEEDS, PRODUCTS = "needs", "products"


class ProfileValues(NamedTuple):
    """Plain profile values by metric, how many fields are required, and which of them are missing."""

    values: dict[str, Decimal | bool | str | None]
    required: int
    lacking: int
    missing: tuple[str, ...]
    open_needs: int
    products: int
    need_state: str | None
    lines: dict[str, int]


def read(customer: Customer, policy: Policy) -> ProfileValues:
    """A mark that is not written is no mark; a number that is not written is unknown."""
    values: dict[str, Decimal | bool | str | None] = {}
    for key in FLAGS:
        values[key] = customer.get(key) is True
    for key in NUMBERS:
        said = customer.get(key)
        values[key] = said if isinstance(said, Decimal) else None
    for key in CHOICES:
        word = customer.get(key)
        values[key] = word if isinstance(word, str) else None
    fields = policy.schema.profile
    required = len(wanted(fields, customer.type, customer.status))
    solved = _solved(policy)
    unsolved = [need for need in customer.needs if need.state != solved]
    state = unsolved[-1].state if unsolved else (solved if customer.needs else None)
    lines = {key: customer.line(key) for key in (*values, NEEDS, PRODUCTS)}
    missing = tuple(path for path in customer.missing if "." not in path)
    return ProfileValues(
        values, required, len(missing), missing, len(unsolved), len(customer.words(PRODUCTS)), state, lines
    )


def _solved(policy: Policy) -> str | None:
    """The last of a need's states, in which nothing is left to do."""
    needs = policy.schema.profile.find("needs")
    state = needs.fields.find("state") if needs else None
    return state.choices[-1].key if state and state.choices else None


SAID: Extract[ProfileValues] = Extract("profile", read)


def as_written(facts: Facts, ask: Ask) -> Quantity:
    """The value as the profile has it."""
    said, name = facts.of(SAID), ask.metric.name
    return Quantity(said.values[name], (facts.source(said.lines[name]),))


def completeness(facts: Facts, ask: Ask) -> Quantity:
    """How much of what is required is said, in percent."""
    said = facts.of(SAID)
    return Quantity(share(said.required - said.lacking, said.required), (facts.source(1),))


def open_needs(facts: Facts, ask: Ask) -> Quantity:
    """How many needs are not solved."""
    said = facts.of(SAID)
    return Quantity(Decimal(said.open_needs), (facts.source(said.lines[NEEDS]),))


def need_state(facts: Facts, ask: Ask) -> Quantity:
    """How far the last need is that is not solved."""
    said = facts.of(SAID)
    return Quantity(said.need_state, (facts.source(said.lines[NEEDS]),))


def product_count(facts: Facts, ask: Ask) -> Quantity:
    """How many products are in use."""
    said = facts.of(SAID)
    return Quantity(Decimal(said.products), (facts.source(said.lines[PRODUCTS]),))


def turns(_: Facts, ask: Ask) -> tuple[date, ...]:
    """Never: the profile says what is so today."""
    return ()


QUESTION = Question(
    SAID,
    (
        Measure((*MARKS, *SCORES, *KEYS), as_written, turns),
        Measure((COMPLETENESS,), completeness, turns),
        Measure((OPEN_NEEDS,), open_needs, turns),
        Measure((NEED_STATE,), need_state, turns),
        Measure((PRODUCT_COUNT,), product_count, turns),
    ),
)
