"""Say how each contract of a customer stands: when it ends, who was told, what renewed it (E5, E10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from crmkit.calendar.span import after, before
from crmkit.calendar.working import Calendar
from crmkit.compute.contracts import RENEWAL, TERMINATION, ContractMove, Contracts, ListedContract
from crmkit.history import stands
from crmkit.language import Label
from crmkit.policy import Policy
from crmkit.policy.files.contracts import ContractRules
from crmkit.schema.names import fold
from crmkit.view.numbered import stood

_DAY = timedelta(days=1)


class Ends(StrEnum):
    """How a contract stands, seen from a day; `lapsed` ended and nobody wrote what became of it."""

    RUNS = "runs"
    ENDING = "ending"
    TOLD = "told"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    LAPSED = "lapsed"


STATES = {
    Ends.RUNS: Label("履行中", "Runs"),
    Ends.ENDING: Label("待告知", "To be told"),
    Ends.TOLD: Label("已告知", "Told"),
    Ends.RENEWED: Label("已续约", "Renewed"),
    Ends.NOT_RENEWED: Label("未续约", "Not renewed"),
    Ends.LAPSED: Label("已到期，未记录去向", "Ended, nothing written"),
}
"""How each state is said, on the terminal and on pages."""


@dataclass(frozen=True, slots=True)
class FollowedContract:
    """A contract; amounts are in the book's currency, `lacks` is true of one that cannot be counted.

    `opens` and `tell` are the days on which the owner's task opens and until which the customer is told.
    `told` is the talk that told them, `renewed` the entry that renewed it and `followed` the id of the
    contract that does, `ended` the entry by which it is not renewed.
    """

    key: str
    id: str
    product: str
    start: date | None
    end: date | None
    amount: Decimal | None
    lacks: bool
    line: int
    opens: date | None = None
    tell: date | None = None
    told: ContractMove | None = None
    renewed: ContractMove | None = None
    followed: str = ""
    ended: ContractMove | None = None

    def state(self, *, as_of: date) -> Ends:
        """How it stands on a day."""
        if self.renewed or self.followed:
            return Ends.RENEWED
        if self.ended:
            return Ends.NOT_RENEWED
        if self.end is None or self.opens is None or as_of < self.opens:
            return Ends.RUNS if self.end is None or as_of <= self.end else Ends.LAPSED
        if as_of > self.end:
            return Ends.LAPSED
        return Ends.TOLD if self.told else Ends.ENDING


class _Known(NamedTuple):
    """What is known at a moment: entries until then, those behind it, and how the procedures read them."""

    past: Sequence[ContractMove]
    future: Sequence[ContractMove]
    day: date
    rules: ContractRules
    calendar: Calendar


def contracts_of(told: Contracts, policy: Policy, moment: datetime) -> tuple[FollowedContract, ...]:
    """Every contract that was known at a moment: those of the profile in its order, then those of entries."""
    if not told.listed:
        return ()
    ever = [move for move in told.moves if stands(move.voided_on, as_of=moment.date())]
    past = stood(ever, moment)
    lines = {move.line for move in past}
    future = [move for move in ever if move.line not in lines]
    known = _Known(past, future, moment.date(), policy.get(ContractRules), policy.get(Calendar))
    found = [
        _contract(one.id or f"#{number}", one, told.line, known)
        for number, one in enumerate(told.listed, 1)
        if _heard(one, known)
    ]
    return tuple(_settled(each, found, known) for each in found)


def _heard(one: ListedContract, known: _Known) -> bool:
    """Whether a contract was known: signed by then, named by an entry, or nothing says that it came later."""
    key = fold(one.id)
    if any(_names(move, key) for move in known.past):
        return True
    if one.signed is not None:
        return one.signed <= known.day
    if any(_names(move, key) and not move.contact and move.kind != TERMINATION for move in known.future):
        return False
    return one.start is None or before(one.start, known.rules.next_within, known.calendar) <= known.day


def _names(move: ContractMove, key: str) -> bool:
    return bool(key) and fold(move.id) == key


def _contract(key: str, one: ListedContract, line: int, known: _Known) -> FollowedContract:
    """A contract with its end as of then: a renewal moves the end of the one that it names."""
    end, rules, id = one.end, known.rules, fold(one.id)
    later = [m for m in known.future if _names(m, id) and m.kind == RENEWAL and m.end and not m.renews]
    moved = next((m.end for m in reversed(known.past) if _names(m, id) and m.end and not m.contact), None)
    if later:
        start = later[0].start
        end = moved or (start - _DAY if start else end)
    elif moved is not None and (end is None or moved > end):
        end = moved
    opens = before(end, rules.opens, known.calendar) if end and rules.opens else None
    tell = before(end, rules.tell, known.calendar) if end and rules.tell else None
    return FollowedContract(
        key, one.id, one.product, one.start, end, one.amount, one.lacks, line, opens, tell
    )  # fmt: skip


def _settled(one: FollowedContract, every: Sequence[FollowedContract], known: _Known) -> FollowedContract:
    """The contract with who was told of its end, and what became of it."""
    if one.end is None:
        return one
    key, opens, channels = fold(one.id), one.opens or one.end, known.rules.channels
    follows = next((each for each in every if _follows(each, one, known)), None)
    talks = [m for m in known.past if m.contact and m.reached and (not channels or m.kind in channels)]
    about = (m for m in talks if _names(m, key) or (not m.id and _only_ending(one, every, m.date)))
    told = next((m for m in about if opens <= m.date <= one.end), None)
    ended = next((m for m in reversed(known.past) if _names(m, key) and m.kind == TERMINATION), None)
    renewed = next((m for m in known.past if m.kind == RENEWAL and _renews(m, key, opens)), None)
    return replace(one, told=told, ended=ended, renewed=renewed, followed=follows.id if follows else "")


def _renews(move: ContractMove, key: str, opens: date) -> bool:
    """Whether a renewal follows a contract: it says so, or names it when it is about to end."""
    if move.renews:
        return fold(move.renews) == key
    return _names(move, key) and move.end is None and move.date >= opens


def _only_ending(one: FollowedContract, every: Sequence[FollowedContract], day: date) -> bool:
    """Whether a talk that names none can only be about this one."""
    ending = [each for each in every if each.opens and each.end and each.opens <= day <= each.end]
    return len(ending) == 1 and ending[0].key == one.key


def _follows(other: FollowedContract, one: FollowedContract, known: _Known) -> bool:
    """Whether another contract begins about where this one ends and lasts longer: of the same product, or one
    that an entry calls a renewal.
    """
    if other.key == one.key or other.start is None or one.end is None or one.start == other.start:
        return False
    key = fold(other.id)
    called = [m for m in known.past if m.kind == RENEWAL and _names(m, key)]
    if any(m.renews for m in called):
        return any(fold(m.renews) == fold(one.id) for m in called)
    if one.product and other.product and fold(one.product) != fold(other.product) and not called:
        return False
    if other.end is not None and other.end <= one.end:
        return False
    within, calendar = known.rules.next_within, known.calendar
    return before(one.end, within, calendar) <= other.start <= after(one.end, within, calendar)
