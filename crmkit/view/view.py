"""Put every question's answer together: each customer's standing as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crmkit.compute import Ask, Facts, Past, Question
from crmkit.policy import Policy
from crmkit.rules import Metric, Quantity, Value, metric, names
from crmkit.rules.percent import share
from crmkit.view.facts import questions
from crmkit.view.tier import Tiering, decide

# What lists and pages always show, whether or not a rule asks for it.
SHOWN = ("amount_12m", "amount_3m", "contacts_3m", "days_since_touch", "completeness", "orders_12m")
TOP = "top"


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer as of a day. `status` and `owner` say whether a change entry proves them."""

    facts: Facts
    status: Past
    owner: Past
    potential: Past
    metrics: Mapping[str, Quantity]
    tiering: Tiering
    last_touch: date | None
    as_of: date
    shared: Mapping[str, Any]

    def quantity(self, name: str) -> Quantity:
        """Any metric of `rules`, with the lines it comes from; one that no rule asked for is worked out now.

        A name that is no metric, or a rank that no rule asked for, is misuse and raises KeyError.
        """
        known = self.metrics.get(name)
        if known is not None:
            return known
        one = metric(name)
        if one is None or one.variant == TOP:
            raise KeyError(name)
        found = _metrics(self.facts, _asked((one,)), self.shared, as_of=self.as_of)
        return found.get(name, Quantity(None))

    def number(self, name: str) -> Decimal | None:
        """A metric's number, None when it is unknown."""
        value = self.quantity(name).value
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True, slots=True)
class View:
    """The whole book as of a day: standings by customer number, in order, of those who were there by then."""

    as_of: date
    policy: Policy
    standings: Mapping[str, Standing]


def view(all_facts: Iterable[Facts], policy: Policy, *, as_of: date) -> View:
    """Every customer's standing; of two with one number the first is kept; who began later is left out."""
    book: dict[str, Facts] = {}
    for facts in sorted(all_facts, key=lambda facts: (facts.id, facts.path)):
        if facts.began is None or facts.began <= as_of:
            book.setdefault(facts.id, facts)
    wanted = _wanted(policy)
    asked, shared = _asked(wanted), _across(book)
    metrics = {id: _metrics(facts, asked, shared, as_of=as_of) for id, facts in book.items()}
    _rank(metrics, wanted)
    standings = {id: _standing(facts, metrics[id], shared, policy, as_of=as_of) for id, facts in book.items()}
    return View(as_of, policy, standings)


def needs_others(policy: Policy) -> bool:
    """Whether a customer's standing depends on other customers: ranks, referrals."""
    shared = {name for question in questions() if question.across for name in question.metrics}
    return any(one.variant == TOP or (one.family or one.name) in shared for one in _wanted(policy))


def _wanted(policy: Policy) -> tuple[Metric, ...]:
    """The metrics that rules ask for and pages show; a rank needs what it ranks."""
    asked = {name for rule in policy.tiers.tiers if rule.when for name in names(rule.when)}
    found: dict[str, Metric] = {}
    for name in (*SHOWN, *sorted(asked)):
        known = metric(name)
        if known is not None:
            if known.variant == TOP:
                base = metric(name.removesuffix(f"_{TOP}"))
                assert base is not None
                found[base.name] = base
            found[known.name] = known
    return tuple(found.values())


def _across(book: Mapping[str, Facts]) -> dict[str, Any]:
    """What each question makes of all customers at once."""
    return {
        question.name: question.across({id: facts.answers[question.name] for id, facts in book.items()})
        for question in questions()
        if question.across is not None
    }


Asked = tuple[tuple[Metric, Question], ...]


def _asked(wanted: tuple[Metric, ...]) -> Asked:
    """Each metric with the question that answers it; one that nothing answers is unknown."""
    by_name = {name: question for question in questions() for name in question.metrics}
    named = ((one, by_name.get(one.family or one.name)) for one in wanted if one.variant != TOP)
    return tuple((one, question) for one, question in named if question is not None)


def _metrics(facts: Facts, asked: Asked, shared: Mapping[str, Any], *, as_of: date) -> dict[str, Quantity]:
    """The answers for one customer."""
    found = {}
    for one, question in asked:
        ask = Ask(one, as_of, facts.id, facts.path, shared.get(question.name))
        found[one.name] = question.per_customer(facts.answers[question.name], ask)
    return found


def _rank(metrics: Mapping[str, dict[str, Quantity]], wanted: tuple[Metric, ...]) -> None:
    """Add each customer's place from the top, in percent of all with a value above zero; equals share one."""
    for one in wanted:
        if one.variant != TOP:
            continue
        base = one.name.removesuffix(f"_{TOP}")
        values = [found[base].value for found in metrics.values()]
        above = sorted((v for v in values if isinstance(v, Decimal) and v > 0), reverse=True)
        place: dict[Value, int] = {value: index for index, value in reversed(list(enumerate(above, 1)))}
        for found in metrics.values():
            value, sources = found[base]
            rank = place.get(value)
            found[one.name] = Quantity(share(rank, len(above)), sources) if rank else Quantity(None)


def _standing(
    facts: Facts, metrics: dict[str, Quantity], shared: Mapping[str, Any], policy: Policy, *, as_of: date
) -> Standing:
    status = facts.at("status", facts.status, as_of=as_of)
    owner = facts.at("owner", facts.owner, as_of=as_of)
    potential = facts.at("potential", facts.potential, as_of=as_of)
    metrics["potential"] = _said(facts, potential, Decimal, facts.potential_line)
    metrics["status"] = _said(facts, status, str, facts.place.line)
    tiering = decide(facts, metrics, policy.tiers, as_of=as_of)
    days = metrics["days_since_touch"].value
    last = as_of - timedelta(days=int(days)) if isinstance(days, Decimal) else None
    return Standing(facts, status, owner, potential, metrics, tiering, last, as_of, shared)


def _said(facts: Facts, past: Past, kind: type[Decimal] | type[str], line: int) -> Quantity:
    """What a field was, with the change entry or the line of the profile that says so."""
    if not isinstance(past.value, kind):
        return Quantity(None)
    return Quantity(past.value, (facts.source(past.change.line if past.change else line),))
