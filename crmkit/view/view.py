"""Put every question's answer together: each customer's standing as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from crmkit.compute import Facts, Past
from crmkit.policy import Policy
from crmkit.rules import Metric, Quantity, Value, metric, names
from crmkit.rules.percent import share
from crmkit.view.asked import TOP, metrics_of, questions_for
from crmkit.view.brief import Brief
from crmkit.view.facts import questions
from crmkit.view.segment import segments_of
from crmkit.view.standing import Standing
from crmkit.view.tier import decide

# What lists and pages always show, whether or not a rule asks for it.
SHOWN = ("amount_12m", "amount_3m", "contacts_3m", "days_since_touch", "completeness", "orders_12m")


R = TypeVar("R", Facts, Brief)


@dataclass(frozen=True, slots=True)
class View:
    """The whole book as of a day: standings by customer number, in order, of those who were there by then.

    `shared` is what the questions made of all customers at once.
    """

    as_of: date
    policy: Policy
    standings: Mapping[str, Standing]
    shared: Mapping[str, Any] = field(default_factory=dict)


class Others(NamedTuple):
    """The part that all customers play in each one's standing: `shared` as in a `View`, places by number."""

    shared: Mapping[str, Any]
    ranks: Mapping[str, Mapping[str, Value]]


def view(
    all_facts: Iterable[Facts],
    policy: Policy,
    *,
    as_of: date,
    before: View | None = None,
    others: Others | None = None,
) -> View:
    """Every customer's standing; of two with one number the first is kept; who began later is left out.

    What an earlier view of the same day and policy says of the same facts is taken from it, except where
    other customers play a part. A standing that comes out the same is the same object. With `others`, which
    a view of the whole book told, some customers' facts are enough for their standings.
    """
    book = chosen(all_facts, as_of=as_of)
    wanted = asked_of(policy)
    asked, shared = questions_for(wanted), others.shared if others else across(_told(book))
    usable = before is not None and before.as_of == as_of and before.policy is policy
    old = (
        {id: s for id, s in before.standings.items() if book.get(id) is s.facts} if before and usable else {}
    )
    own = _own(wanted)
    metrics = {
        id: metrics_of(facts, asked, shared, _kept(old.get(id), own), as_of=as_of)
        for id, facts in book.items()
    }
    _rank(metrics, wanted, others.ranks if others else None)
    standings = {
        id: old[id] if id in old and metrics[id].items() <= old[id].metrics.items()
        else _standing(facts, metrics[id], shared, policy, as_of=as_of)
        for id, facts in book.items()
    }  # fmt: skip
    return View(as_of, policy, standings, shared)


def chosen(records: Iterable[R], *, as_of: date) -> dict[str, R]:
    """By number, in order, who stands for a customer: of several records the first, none that began later."""
    book: dict[str, R] = {}
    for one in sorted(records, key=lambda one: (one.id, one.path)):
        if one.began is None or one.began <= as_of:
            book.setdefault(one.id, one)
    return book


def _own(wanted: tuple[Metric, ...]) -> frozenset[str]:
    """The metrics in which no other customer plays a part."""
    shared = {name for question in questions() if question.across for name in question.metrics}
    return frozenset(
        one.name for one in wanted if one.variant != TOP and (one.family or one.name) not in shared
    )


def _kept(old: Standing | None, own: frozenset[str]) -> Mapping[str, Quantity]:
    return {name: said for name, said in old.metrics.items() if name in own} if old is not None else {}


def needs_others(policy: Policy) -> bool:
    """Whether a customer's standing depends on other customers: ranks, referrals."""
    shared = {name for question in questions() if question.across for name in question.metrics}
    return any(one.variant == TOP or (one.family or one.name) in shared for one in asked_of(policy))


def asked_of(policy: Policy) -> tuple[Metric, ...]:
    """The metrics that rules ask for and pages show; a rank needs what it ranks."""
    asked = {name for rule in policy.tiers.tiers if rule.when for name in names(rule.when)}
    asked |= {name for segment in policy.segments for name in names(segment.when)}
    asked |= {name for rule in policy.cadence.shorten for name in names(rule.when)}
    return named(asked, SHOWN)


def named(asked: Iterable[str], first: tuple[str, ...] = ()) -> tuple[Metric, ...]:
    """The metrics of these names, `first` in front, and those that they rank; other names are left out."""
    found: dict[str, Metric] = {}
    for name in (*first, *sorted(asked)):
        known = metric(name)
        if known is not None:
            if known.variant == TOP:
                base = metric(name.removesuffix(f"_{TOP}"))
                assert base is not None
                found[base.name] = base
            found[known.name] = known
    return tuple(found.values())


def _told(book: Mapping[str, Facts]) -> dict[str, dict[str, Any]]:
    return {
        one.name: {id: facts.answers[one.name] for id, facts in book.items()}
        for one in questions() if one.across is not None
    }  # fmt: skip


def across(told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What each question makes of all customers at once, from what it read of each."""
    return {one.name: one.across(told[one.name]) for one in questions() if one.across is not None}


def _rank(
    metrics: Mapping[str, dict[str, Quantity]],
    wanted: tuple[Metric, ...],
    told: Mapping[str, Mapping[str, Value]] | None,
) -> None:
    """Add in how many percent from the top each customer is, of all with a value above zero."""
    for one in wanted:
        if one.variant != TOP:
            continue
        base = one.name.removesuffix(f"_{TOP}")
        values = {id: found[base].value for id, found in metrics.items()}
        standing = places(values, one.name) if told is None else told
        for id, found in metrics.items():
            place = standing.get(id, {}).get(one.name)
            found[one.name] = Quantity(place, found[base].sources) if place else Quantity(None)


def places(values: Mapping[str, Value], name: str) -> dict[str, dict[str, Decimal]]:
    """The lowest whole percent whose share of all, rounded up, holds the customer and all who equal them.

    So the top 20 % of four is one; where equals do not fit into a share, none of them is in it.
    """
    above = sorted((v for v in values.values() if isinstance(v, Decimal) and v > 0), reverse=True)
    last: dict[Value, int] = {value: place for place, value in enumerate(above, 1)}
    within = {value: share(place - 1, len(above)) or Decimal(0) for value, place in last.items()}
    return {id: {name: within[value] // 1 + 1} for id, value in values.items() if value in within}


def with_past(facts: Facts, metrics: dict[str, Quantity], *, as_of: date) -> dict[str, Quantity]:
    """The metrics with what change entries say of that day."""
    status = facts.at("status", facts.status, as_of=as_of)
    potential = facts.at("potential", facts.potential, as_of=as_of)
    metrics["potential"] = _said(facts, potential, Decimal, facts.potential_line)
    metrics["status"] = _said(facts, status, str, facts.place.line)
    return metrics


def _standing(
    facts: Facts, metrics: dict[str, Quantity], shared: Mapping[str, Any], policy: Policy, *, as_of: date
) -> Standing:
    status = facts.at("status", facts.status, as_of=as_of)
    owner = facts.at("owner", facts.owner, as_of=as_of)
    potential = facts.at("potential", facts.potential, as_of=as_of)
    tiering = decide(facts, with_past(facts, metrics, as_of=as_of), policy.tiers, as_of=as_of)
    for name, key in (("tier", tiering.key), ("base_tier", tiering.base), ("hand_tier", tiering.hand)):
        metrics[name] = Quantity(key or None)
    if policy.statuses.gone(status.value):  # nobody greets who has left us
        metrics["days_to_milestone"] = Quantity(None)
    days = metrics["days_since_touch"].value
    last = as_of - timedelta(days=int(days)) if isinstance(days, Decimal) else None
    segments = segments_of(policy.segments, metrics)
    return Standing(facts, status, owner, potential, metrics, tiering, last, as_of, shared, segments)


def _said(facts: Facts, past: Past, kind: type[Decimal] | type[str], line: int) -> Quantity:
    """What a field was, with the change entry or the line of the profile that says so."""
    if not isinstance(past.value, kind):
        return Quantity(None)
    return Quantity(past.value, (facts.source(past.change.line if past.change else line),))
