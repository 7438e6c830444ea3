"""Put every answer together: each customer's standing as of a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar

from crmkit.calendar.working import Calendar
from crmkit.calendar.zones import in_zone
from crmkit.compute import OWNER, POTENTIAL, STATUS, Facts, Shared, Together
from crmkit.compute.milestones import MARKS, nearest_day
from crmkit.history import past
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.segments import Segments
from crmkit.rules import Metric, Quantity, Value, names
from crmkit.rules.percent import share
from crmkit.view.asked import TOP, measured, metrics_of, named, needs_all, posed, shared
from crmkit.view.brief import Brief
from crmkit.view.segment import segments_of
from crmkit.view.standing import NEAREST, Standing, days_to_keep
from crmkit.view.tier import decide

T = TypeVar("T")
S = TypeVar("S")
R = TypeVar("R", Facts, Brief)

# What lists and pages always show, whether or not a rule asks for it.
SHOWN = ("amount_12m", "amount_3m", "contacts_3m", "days_since_touch", "completeness", "orders_12m")
# What a standing always says, last of all.
CHANGED = (POTENTIAL, STATUS)


@dataclass(frozen=True, slots=True)
class View:
    """The whole book as of a moment: standings by customer number, in order, of those who were there by then.

    `moment` is told in the book's zone. Standings are of its day, whatever the hour: only what is due by the
    minute looks at the clock. `together` is what the questions made of all customers at once.
    """

    moment: datetime
    policy: Policy
    standings: Mapping[str, Standing]
    together: Together

    @property
    def as_of(self) -> date:
        """The day of the moment."""
        return self.moment.date()


class Others(NamedTuple):
    """The part that all customers play in each one's standing: what was made of them, places by number."""

    together: Together
    ranks: Mapping[str, Mapping[str, Value]]


def view(
    all_facts: Iterable[Facts],
    policy: Policy,
    *,
    moment: datetime,
    before: View | None = None,
    others: Others | None = None,
) -> View:
    """Every customer's standing as of a moment, a day's being its end; one without a zone is the book's.

    Of two with one number the first is kept; who began later is left out. What an earlier view of the same
    day and policy says of the same facts is taken from it, except where other customers play a part. A
    standing that comes out the same is the same object. With `others`, which a view of the whole book told,
    some customers' facts are enough for their standings.
    """
    moment = in_zone(moment, policy.get(Calendar).timezone)
    as_of = moment.date()
    book = chosen(all_facts, as_of=as_of)
    wanted = asked_of(policy)
    together = others.together if others else _together(book)
    asks, changed = (posed(measured(of), together, as_of=as_of) for of in (wanted, named((), CHANGED)))
    usable = before is not None and before.as_of == as_of and before.policy is policy
    old = (
        {id: s for id, s in before.standings.items() if book.get(id) is s.facts} if before and usable else {}
    )
    own = frozenset(one.name for one in wanted if not needs_all(one))
    metrics = {id: metrics_of(facts, asks, _kept(old.get(id), own)) for id, facts in book.items()}
    ranks = _ranks(metrics, wanted, others.ranks if others else None)
    standings = {}
    for id, facts in book.items():
        found = metrics[id] | ranks[id]
        if id in old and found.items() <= old[id].metrics.items():
            standings[id] = old[id]
        else:
            found |= metrics_of(facts, changed)
            standings[id] = _standing(facts, found, together, policy, as_of=as_of)
    return View(moment, policy, standings, together)


def chosen(records: Iterable[R], *, as_of: date) -> dict[str, R]:
    """By number, in order, who stands for a customer: of several records the first, none that began later."""
    book: dict[str, R] = {}
    for one in sorted(records, key=lambda one: (one.id, one.path)):
        if one.began is None or one.began <= as_of:
            book.setdefault(one.id, one)
    return book


def _kept(old: Standing | None, own: frozenset[str]) -> Mapping[str, Quantity]:
    return {name: said for name, said in old.metrics.items() if name in own} if old is not None else {}


def needs_others(policy: Policy) -> bool:
    """Whether a customer's standing depends on other customers: ranks, referrals."""
    return any(needs_all(one) for one in asked_of(policy))


def asked_of(policy: Policy) -> tuple[Metric, ...]:
    """The metrics that rules ask for and pages show; a rank needs what it ranks."""
    asked = {name for rule in policy.tiers.tiers if rule.when for name in names(rule.when)}
    asked |= {name for segment in policy.get(Segments) for name in names(segment.when)}
    asked |= {name for rule in policy.get(Cadence).shorten for name in names(rule.when)}
    return named(asked.difference(CHANGED), SHOWN)


def _together(book: Mapping[str, Facts]) -> Together:
    """What each question makes of all customers at once."""
    return Together({one.name: _across(one, book) for one in shared()})


def _across(one: Shared[T, S], book: Mapping[str, Facts]) -> S:
    return one.across({id: facts.of(one.extract) for id, facts in book.items()})


def _ranks(
    metrics: Mapping[str, Mapping[str, Quantity]],
    wanted: tuple[Metric, ...],
    told: Mapping[str, Mapping[str, Value]] | None,
) -> dict[str, dict[str, Quantity]]:
    """How many percent from the top each customer is, of all with a value above zero, by metric."""
    found: dict[str, dict[str, Quantity]] = {id: {} for id in metrics}
    for one in wanted:
        if one.variant != TOP:
            continue
        base = one.name.removesuffix(f"_{TOP}")
        values = {id: known[base].value for id, known in metrics.items()}
        standing = places(values, one.name) if told is None else told
        for id, known in metrics.items():
            place = standing.get(id, {}).get(one.name)
            found[id][one.name] = Quantity(place, known[base].sources) if place else Quantity(None)
    return found


def places(values: Mapping[str, Value], name: str) -> dict[str, dict[str, Decimal]]:
    """The lowest whole percent whose share of all, rounded up, holds the customer and all who equal them.

    So the top 20 % of four is one; where equals do not fit into a share, none of them is in it.
    """
    above = sorted((v for v in values.values() if isinstance(v, Decimal) and v > 0), reverse=True)
    last: dict[Value, int] = {value: place for place, value in enumerate(above, 1)}
    within = {value: share(place - 1, len(above)) or Decimal(0) for value, place in last.items()}
    return {id: {name: within[value] // 1 + 1} for id, value in values.items() if value in within}


def _standing(
    facts: Facts, known: dict[str, Quantity], together: Together, policy: Policy, *, as_of: date
) -> Standing:
    status, owner, potential = (past(facts, field, as_of=as_of) for field in (STATUS, OWNER, POTENTIAL))
    tiering = decide(facts, known, policy.tiers, as_of=as_of)
    metrics = known | tiering.metrics()
    kept = days_to_keep(facts, policy, status.value, as_of=as_of)
    if kept is not facts.of(MARKS):
        metrics[NEAREST] = nearest_day(kept, facts, as_of=as_of)
    days = metrics["days_since_touch"].value
    last = as_of - timedelta(days=int(days)) if isinstance(days, Decimal) else None
    segments = segments_of(policy.get(Segments), metrics)
    return Standing(
        facts, policy, status, owner, potential, metrics, tiering, last, as_of, together, segments
    )
