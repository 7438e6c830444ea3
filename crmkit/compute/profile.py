"""What does the profile say of their worth: potential, marks such as benchmark, fit, stage, completeness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute import Ask, Question
from crmkit.model import Customer
from crmkit.policy import Policy
from crmkit.rules import Quantity
from crmkit.rules.percent import share
from crmkit.schema.presence import wanted

FLAGS = ("benchmark", "strategic", "influence", "single_need")
NUMBERS = ("need_fit",)
CHOICES = ("type", "stage", "urgency")

_WHERE = {"open_needs": "needs", "need_state": "needs", "product_count": "products"}


class Said(NamedTuple):
    """Plain profile values by metric, how many fields are required, and which of them are missing."""

    values: dict[str, Decimal | bool | str | None]
    required: int
    lacking: int
    missing: tuple[str, ...]
    open_needs: int
    products: int
    need_state: str | None
    lines: dict[str, int]


def facts(customer: Customer, policy: Policy) -> Said:
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
    lines = {key: customer.line(key) for key in (*values, "needs", "products")}
    missing = tuple(path for path in customer.missing if "." not in path)
    return Said(
        values, required, len(missing), missing, len(unsolved), len(customer.words("products")), state, lines
    )


def _solved(policy: Policy) -> str | None:
    """The last of a need's states, in which nothing is left to do."""
    needs = policy.schema.profile.find("needs")
    state = needs.fields.find("state") if needs else None
    return state.choices[-1].key if state and state.choices else None


def per_customer(said: Said, ask: Ask) -> Quantity:
    """The value as the profile has it."""
    name = ask.metric.name
    if name == "completeness":
        return Quantity(share(said.required - said.lacking, said.required), (ask.place(1),))
    place = (ask.place(said.lines[_WHERE.get(name, name)]),)
    if name == "open_needs":
        return Quantity(Decimal(said.open_needs), place)
    if name == "product_count":
        return Quantity(Decimal(said.products), place)
    if name == "need_state":
        return Quantity(said.need_state, place)
    return Quantity(said.values[name], place)


def turns(_: Said, ask: Ask) -> tuple[date, ...]:
    """Never: the profile says what is so today."""
    return ()


QUESTION = Question(
    "profile",
    frozenset({*FLAGS, *NUMBERS, *CHOICES, "completeness", "open_needs", "product_count", "need_state"}),
    facts,
    per_customer,
    turns=turns,
)
