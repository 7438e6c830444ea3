"""Gather the opportunities and contracts of a book: by stage, by month, those that end (A8, E5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute.contracts import CONTRACTS
from crmkit.compute.deals import DEALS
from crmkit.diagnostics import Source
from crmkit.policy.files.contracts import ContractRules
from crmkit.rules.percent import part
from crmkit.view.contracts import Ends, FollowedContract, contracts_of
from crmkit.view.deals import Deal, deals_of
from crmkit.view.standing import Standing
from crmkit.view.view import View


class Hope(NamedTuple):
    """An opportunity with whose it is."""

    standing: Standing
    deal: Deal


class Signed(NamedTuple):
    """A contract with whose it is, and how it stands on the day of the view."""

    standing: Standing
    contract: FollowedContract
    state: Ends


class Sum(NamedTuple):
    """So many, worth so much together, with their lines; `lacks` is how many could not be counted."""

    number: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    lacks: int = 0
    sources: tuple[Source, ...] = ()


class Month(NamedTuple):
    """What a month may bring: open opportunities by their expected close, contracts that end in it.

    `first` is its first day; None gathers opportunities whose close nobody wrote. `expected` is the weighted
    amount, and of contracts the share that the procedures count on.
    """

    first: date | None
    deals: Sum
    contracts: Sum
    expected: Decimal


def hopes(view: View) -> list[Hope]:
    """Every opportunity of who is not gone; those of who is gone only where they ended."""
    moment = _moment(view)
    return [
        Hope(standing, deal)
        for standing in view.standings.values()
        for deal in deals_of(standing.facts.of(DEALS), view.policy, moment)
        if not (standing.gone and deal.open)
    ]


def open_by_stage(found: Iterable[Hope]) -> list[Hope]:
    """The open ones: by stage, in each those first that have been there longest; unknown days last."""
    still = [each for each in found if each.deal.open]
    return sorted(
        still, key=lambda each: (_place(each.deal), each.deal.since or date.max, each.standing.facts.id)
    )


def _place(deal: Deal) -> int:
    keys = list(deal.rules.stages)
    return keys.index(deal.stage) if deal.stage in keys else len(keys)


def together(found: Iterable[Hope]) -> Sum:
    """What they are worth together; one without an amount, or with one that cannot be counted, is lacking."""
    every = list(found)
    worth = [each.deal for each in every if each.deal.amount is not None]
    return Sum(
        len(every),
        sum((deal.amount or Decimal(0) for deal in worth), Decimal(0)),
        sum((deal.weighted or Decimal(0) for deal in worth), Decimal(0)),
        len(every) - len(worth),
        tuple(Source(each.standing.facts.path, each.deal.line) for each in every),
    )


def signed(view: View) -> list[Signed]:
    """Every contract that ends on a day and whose customer is not gone, the first to end first."""
    moment = _moment(view)
    found = [
        Signed(standing, contract, contract.state(as_of=view.as_of))
        for standing in view.standings.values()
        for contract in contracts_of(standing.facts.of(CONTRACTS), view.policy, moment)
        if contract.end is not None
    ]
    return sorted(found, key=lambda each: (each.contract.end or date.max, each.standing.facts.id))


def ahead(found: Iterable[Signed]) -> list[Signed]:
    """Those whose task is open, or that ended and nobody wrote what became of them."""
    asked = (Ends.ENDING, Ends.TOLD, Ends.LAPSED)
    return [each for each in found if each.state in asked and not each.standing.gone]


def months(view: View) -> list[Month]:
    """What each month from that of the day on may bring; what should have come before counts in the first."""
    this, rules = view.as_of.replace(day=1), view.policy.get(ContractRules)
    by_close: dict[date | None, list[Hope]] = {}
    for each in hopes(view):
        if each.deal.open:
            close = each.deal.close
            by_close.setdefault(max(close.replace(day=1), this) if close else None, []).append(each)
    by_end: dict[date | None, list[Signed]] = {}
    for one in signed(view):
        end = one.contract.end
        open_yet = one.state in (Ends.RUNS, Ends.ENDING, Ends.TOLD, Ends.LAPSED) and not one.standing.gone
        if end is not None and open_yet and end >= this:
            by_end.setdefault(end.replace(day=1), []).append(one)
    found = []
    for first in sorted({*by_close, *by_end}, key=lambda first: first or date.max):
        deals, contracts = together(by_close.get(first, ())), _contracts(by_end.get(first, ()))
        found.append(Month(first, deals, contracts, deals.weighted + part(rules.expected, contracts.amount)))
    return found


def _contracts(found: Iterable[Signed]) -> Sum:
    every = list(found)
    worth = [each.contract.amount for each in every if each.contract.amount is not None]
    sources = tuple(Source(each.standing.facts.path, each.contract.line) for each in every)
    return Sum(len(every), sum(worth, Decimal(0)), Decimal(0), len(every) - len(worth), sources)


def _moment(view: View) -> datetime:
    return view.moment.replace(tzinfo=None)


def ended(found: Iterable[Hope], start: date, end: date) -> Iterator[Hope]:
    """Those won or lost in a period: behind its first day, up to its last."""
    for each in found:
        day = each.deal.ended
        if day is not None and start < day <= end:
            yield each
