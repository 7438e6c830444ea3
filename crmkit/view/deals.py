"""Say how each opportunity of a customer stands at a moment: stage, since when, worth (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from crmkit.calendar.span import after
from crmkit.calendar.working import Calendar
from crmkit.compute.deals import DealMove, ListedDeal, Opportunities
from crmkit.history import stands
from crmkit.policy import Policy
from crmkit.policy.files.deals import LOST, OPEN, Deals, DealStage
from crmkit.rules.percent import part
from crmkit.schema.names import fold
from crmkit.view.numbered import gather, stood


class Stay(NamedTuple):
    """A stage from a day on, by the entry at `line`; None and 0 where no entry says since when."""

    stage: str
    since: date | None
    line: int


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity. `key` names it: its id, or the line of its entry; amounts are in the book's currency.

    `stays` are its stages in the order of time. `lacks` is true of an amount that cannot be counted;
    `probability` is its own or its stage's, in percent points. `line` is where it is written.
    """

    key: str
    id: str
    name: str
    product: str
    stays: tuple[Stay, ...]
    amount: Decimal | None
    lacks: bool
    probability: Decimal
    close: date | None
    because: str
    reason: str
    line: int
    moves: tuple[DealMove, ...]
    rules: Deals

    @property
    def stage(self) -> str:
        """The key of the stage that it is in."""
        return self.stays[-1].stage if self.stays else ""

    @property
    def since(self) -> date | None:
        """The day on which it came into its stage, None where no entry says so."""
        return self.stays[-1].since if self.stays else None

    @property
    def reset_by(self) -> int:
        """The line of the entry that began its stage; 0 for none."""
        return self.stays[-1].line if self.stays else 0

    @property
    def ends(self) -> str:
        """Whether it is open, won or lost."""
        return self.rules.ends(self.stage)

    @property
    def open(self) -> bool:
        """Whether it may still be won."""
        return self.ends == OPEN

    @property
    def ended(self) -> date | None:
        """When it was won or lost, as far as anybody wrote; None while it is open."""
        return None if self.open else self.since or self.close

    @property
    def weighted(self) -> Decimal | None:
        """The amount by how likely it is; None where no amount is known."""
        return part(self.probability, self.amount) if self.amount is not None else None

    @property
    def rule(self) -> DealStage | None:
        """What the procedures say of its stage."""
        return self.rules.stages.get(self.stage)

    def days(self, *, as_of: date) -> int | None:
        """How many days it has been in its stage; None where nobody wrote since when."""
        return (as_of - self.since).days if self.since is not None else None

    def limit(self, calendar: Calendar) -> date | None:
        """The last day that it may be in its stage; None for no limit, or where nobody wrote since when."""
        rule = self.rule
        if not self.open or rule is None or rule.limit is None or self.since is None:
            return None
        return after(self.since, rule.limit, calendar)


def deals_of(told: Opportunities, policy: Policy, moment: datetime) -> tuple[Deal, ...]:
    """Every opportunity as of a moment: those of the profile in its order, then those that only entries name.

    The profile says what is true now. Where entries behind the moment tell more, it is asked for nothing that
    they may have changed; what nobody had heard of by then is left out.
    """
    return gathered(told, policy, moment)[0]


def gathered(
    told: Opportunities, policy: Policy, moment: datetime
) -> tuple[tuple[Deal, ...], list[DealMove]]:
    """The same, and the entries of opportunities that are about none."""
    if not told.listed and not told.moves:
        return (), []
    rules = policy.get(Deals)
    ever = [move for move in told.moves if stands(move.voided_on, as_of=moment.date())]
    by_id, strays = gather(
        stood(ever, moment),
        [one.id for one in told.listed],
        lambda move: rules.ends(move.stage) != OPEN,
        lambda move: move.own,
    )
    future = {fold(move.id) for move in ever if move.id} | set(by_id)
    later = {fold(move.id) for move in ever if move.id and move.line not in _lines(by_id)}
    found = []
    for index, one in enumerate(told.listed):
        key = fold(one.id)
        moves = by_id.pop(key, []) if key else []
        if not moves and (key in future or _not_yet(one, rules, moment.date())):
            continue
        found.append(
            _deal(one.id or f"#{index + 1}", one, moves, told.line, rules, moment, later=key in later)
        )
    for key, moves in by_id.items():
        name = moves[0].id or key
        hoped = ListedDeal(moves[0].id, "", "", "", None, False, None, None)
        found.append(_deal(name, hoped, moves, moves[0].line, rules, moment, later=False))
    return tuple(found), [move for move in strays if move.own]


def _lines(by_id: dict[str, list[DealMove]]) -> set[int]:
    return {move.line for moves in by_id.values() for move in moves}


def _not_yet(one: ListedDeal, rules: Deals, day: date) -> bool:
    """Whether one that no entry tells of ended only behind the day: how it stood then, nobody wrote."""
    return rules.ends(one.stage) != OPEN and one.close is not None and one.close > day


def _deal(
    key: str,
    one: ListedDeal,
    moves: Sequence[DealMove],
    line: int,
    rules: Deals,
    moment: datetime,
    *,
    later: bool,
) -> Deal:
    stays = _stays(one, moves, rules, moment.date(), later=later)
    priced = [move for move in moves if move.amount is not None or move.lacks]
    likely = [
        m.probability
        for m in moves
        if m.probability is not None and m.line >= (stays[-1].line if stays else 0)
    ]
    dated = [move.close for move in moves if move.close is not None]
    amount, lacks = (priced[-1].amount, priced[-1].lacks) if priced else (one.amount, one.lacks)
    own, close = (likely[-1] if likely else None), (dated[-1] if dated else one.close)
    if not later:  # nothing follows: the profile is as true as the last entry, and says it once for all
        if one.amount is not None or one.lacks:
            amount, lacks = one.amount, one.lacks
        own, close = one.probability if one.probability is not None else own, one.close or close
    rule = rules.stages.get(stays[-1].stage) if stays else None
    if rule is not None and (own is None or rule.ends != OPEN):
        own = rule.probability
    last = next((move for move in reversed(moves) if move.because or move.reason), None)
    ended = bool(last and rule and rule.ends == LOST)
    return Deal(
        key, one.id, one.name or next((move.subject for move in moves if move.subject), ""), one.product,
        stays, amount, lacks, own or Decimal(0), close,
        last.because if last and ended else "", last.reason if last and ended else "",
        line, tuple(moves), rules,
    )  # fmt: skip


def _stays(
    one: ListedDeal, moves: Sequence[DealMove], rules: Deals, day: date, *, later: bool
) -> tuple[Stay, ...]:
    """Its stages by the entries; an end that only the profile tells counts from the day of its close."""
    stays: list[Stay] = []
    for move in moves:
        if move.stage and (not stays or move.stage != stays[-1].stage):
            stays.append(Stay(move.stage, move.date, move.line))
    if not stays and one.stage:
        stays.append(Stay(next(iter(rules.stages), one.stage) if later else one.stage, None, 0))
    over = rules.ends(one.stage) != OPEN and one.close is not None and one.close <= day
    if (
        over
        and not later
        and one.stage != stays[-1].stage
        and (stays[-1].since or date.min) <= (one.close or day)
    ):
        stays.append(Stay(one.stage, one.close, 0))
    return tuple(stays)
