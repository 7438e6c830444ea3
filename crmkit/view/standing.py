"""Say how one customer stands as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from crmkit.compute import Facts, Together
from crmkit.compute.contacts import CONTACTS
from crmkit.compute.milestones import MARKS, Marks
from crmkit.history import Past
from crmkit.policy import Policy
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.stages import LET_GO, Stage
from crmkit.rules import Quantity, metric
from crmkit.view.asked import TOP, measured, metrics_of, posed
from crmkit.view.segment import Belonging
from crmkit.view.tier import Tiering

QUIET, NEAREST = "do_not_contact", "days_to_milestone"


@dataclass(frozen=True, slots=True)
class Standing:
    """One customer as of a day. `status` and `owner` say whether a change entry proves them.

    Who is gone, looked after, followed, quiet, silent or about to leave is decided here and nowhere else.
    """

    facts: Facts
    policy: Policy = field(repr=False)
    status: Past
    owner: Past
    potential: Past
    metrics: Mapping[str, Quantity]
    tiering: Tiering
    last_touch: date | None
    as_of: date
    together: Together
    segments: tuple[Belonging, ...] = ()

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
        return metrics_of(self.facts, posed(measured((one,)), self.together, as_of=self.as_of))[name]

    def number(self, name: str) -> Decimal | None:
        """A metric's number, None when it is unknown."""
        value = self.quantity(name).value
        return value if isinstance(value, Decimal) else None

    @property
    def stage(self) -> Stage | None:
        """What the status means; None where none is said, or one that nobody knows."""
        return self.policy.statuses.stage(self.status.value)

    @property
    def gone(self) -> bool:
        """Whether they have left us; nobody of an unknown status has."""
        return self.policy.statuses.gone(self.status.value)

    @property
    def looked_after(self) -> bool:
        """Whether they are ours to look after: neither gone nor laid to rest, as far as anybody said."""
        return self.stage not in LET_GO

    @property
    def followed(self) -> bool:
        """Whether the procedures follow customers of their status; of an unknown one they say nothing."""
        return self.stage in self.policy.get(Cadence).stages

    @property
    def quiet(self) -> bool:
        """Whether they, or all who are there, asked for no contact, and the procedures respect it (E8)."""
        return wants_quiet(self.facts, self.policy, as_of=self.as_of)

    @property
    def awaits_plan(self) -> bool:
        """Whether something should be planned: somebody to look after, who did not ask for quiet."""
        return self.looked_after and not self.quiet

    @property
    def warnings(self) -> tuple[Belonging, ...]:
        """The segments by which somebody who is followed may leave, with the evidence (D8)."""
        return tuple(each for each in self.segments if each.warns) if self.followed else ()

    @property
    def silent_since(self) -> date | None:
        """The day of the last sign of life, else the record's beginning; None where it names no day."""
        days = self.number("days_silent")
        return self.as_of - timedelta(days=int(days)) if days is not None else None

    @property
    def marks(self) -> Marks:
        """The days to keep with them: birthdays, anniversaries, festivals, ends of contracts."""
        return days_to_keep(self.facts, self.policy, self.status.value, as_of=self.as_of)


def wants_quiet(facts: Facts, policy: Policy, *, as_of: date) -> bool:
    """Whether a customer is left alone on a day because they asked for it."""
    return QUIET in policy.get(Cadence).respect and facts.of(CONTACTS).quiet_on(as_of)


def days_to_keep(facts: Facts, policy: Policy, status: object, *, as_of: date) -> Marks:
    """No day of who is gone; of who asked for quiet the ends of contracts, which are no greeting (E4, E8)."""
    marks = facts.of(MARKS)
    if policy.statuses.gone(status):
        return marks._replace(yearly=(), ends=())
    return marks._replace(yearly=()) if wants_quiet(facts, policy, as_of=as_of) else marks
