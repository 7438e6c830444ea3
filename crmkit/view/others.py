"""Tell what a view of some customers needs to know of the whole book, and what each adds to that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from crmkit.compute import Facts, Together
from crmkit.policy import Policy
from crmkit.view.asked import TOP, measured, metrics_of, named, posed, shared
from crmkit.view.view import Others, View, asked_of, places

Told = Mapping[str, Any]
"""What the extracts that are seen of all customers at once read of one, by question."""


def others(seen: View) -> Others:
    """From a view of the whole book."""
    ranks = {
        id: {name: said.value for name, said in each.metrics.items() if name.endswith(f"_{TOP}")}
        for id, each in seen.standings.items()
    }
    return Others(seen.together, ranks)


def told(facts: Facts) -> Told:
    """What one customer adds."""
    return {one.name: facts.of(one.extract) for one in shared()}


def told_types() -> dict[str, Any]:
    """The type of each part of it."""
    found = {}
    for one in shared():
        hints = get_type_hints(one.across)
        first = next(kind for name, kind in hints.items() if name != "return")
        found[one.name] = get_args(first)[1]
    return found


def together(book: Mapping[str, Told]) -> Together:
    """What the questions make of what all customers add."""
    return Together({
        one.name: one.across({id: said[one.name] for id, said in book.items()}) for one in shared()
    })  # fmt: skip


def concerned(before: Together, after: Together) -> Iterator[str]:
    """The numbers of those of whom all together say something else now."""
    for one in shared():
        old, now = before.of(one), after.of(one)
        yield from (id for id in {*old, *now} if old.get(id) != now.get(id))


def ranked(policy: Policy) -> dict[str, str]:
    """The ranks that rules ask for, each with the metric that it ranks."""
    return {one.name: one.name.removesuffix(f"_{TOP}") for one in asked_of(policy) if one.variant == TOP}


def ranked_values(
    book: Iterable[Facts], policy: Policy, shared: Together, *, as_of: date
) -> dict[str, dict[str, Decimal]]:
    """What ranks are made of, by number and metric, as far as it is known."""
    asks = posed(measured(named(ranked(policy).values())), shared, as_of=as_of)
    said = {facts.id: metrics_of(facts, asks) for facts in book}
    return {
        id: {name: known.value for name, known in one.items() if isinstance(known.value, Decimal)}
        for id, one in said.items()
    }


def ranks(values: Mapping[str, Mapping[str, Decimal]], policy: Policy) -> dict[str, dict[str, Decimal]]:
    """The places by number and rank, from the values by number and metric."""
    found: dict[str, dict[str, Decimal]] = {id: {} for id in values}
    for name, base in ranked(policy).items():
        for id, said in places({id: known.get(base) for id, known in values.items()}, name).items():
            found[id] |= said
    return found
