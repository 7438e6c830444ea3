"""Find a row for all that is due in the book, and for each customer for whom nothing is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from crmkit.cli.kept import rows_in, rows_out
from crmkit.codec import plain
from crmkit.followups import DueItem, due_for, owner_of, place, planned
from crmkit.followups.hours import WHOLE, DayPart, through_the_day
from crmkit.language import Word, joined, same
from crmkit.policy.labels import minder
from crmkit.view import Standing, View


def of_customer(standing: Standing, view: View) -> list[Any]:
    """What `crmkit due` shows of a customer, however far ahead: places in the queue, and as many rows.

    Where they wait for a plan a row without a place follows. Rows hold for the whole day of the view, and say
    from when on and until when they stand.
    """
    places, said, idle = [], [], []
    for stretch, items in through_the_day(standing, view, due_for):
        places += [place(item) for item in items]
        said += [row(item, view) | _stands(stretch) for item in items]
        if standing.awaits_plan and not planned(items):
            idle.append(_idle(standing, view) | _stands(stretch))
    return [plain(places), rows_out([*said, *idle])]


def rows(found: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows for all customers, from what was found of each in the order of numbers; the idle last."""
    queue: list[tuple[Any, dict[str, Any]]] = []
    idle: list[dict[str, Any]] = []
    for places, kept in found:
        said = rows_in(kept)
        queue += zip(places, said, strict=False)
        idle += said[len(places) :]
    return [*(row for _, row in sorted(queue, key=itemgetter(0))), *idle]


def row(each: DueItem, view: View) -> dict[str, Any]:
    """Keys for programs, words for people; what it is about has no key. Lateness is not kept."""
    policy = view.policy
    kinds = [
        policy.vocabulary.kinds[channel] for channel in each.channels if channel in policy.vocabulary.kinds
    ]
    channel = Word("/".join(each.channels), joined((kind.label for kind in kinds), same("/")))
    return _who(view.standings[each.customer], each.tier, each.owner, each.former, view) | {
        "due": each.day.isoformat(),
        "due_at": each.due.minute,
        "grace": each.grace.day.isoformat() if each.grace else None,
        "channel": channel if kinds else None,
        "about": each.about,
        "rule": f"{each.rule.path}:{each.rule.line}",
        "last_touch": each.last_touch.isoformat() if each.last_touch else None,
        "limit": each.last_day or None,
    }


def in_full(each: DueItem, view: View) -> dict[str, Any]:
    """The same with the key for `snooze` and `skip`, what reset it, and what would fulfil it."""
    wanted, reset = each.fulfilled_by, each.reset_by
    return (
        row(each, view)
        | _stands(WHOLE)
        | {
            "item": each.key,
            "reset_by": f"{reset.path}:{reset.line}" if reset else None,
            "fulfilled_by": list(wanted.channels),
            "fulfilled_from": wanted.since.isoformat(),
            "purpose": wanted.purpose or None,
        }
    )


def _stands(stretch: DayPart) -> dict[str, Any]:
    """The part of the day in which a row stands, in ISO."""
    return {"from": stretch.start.isoformat(), "to": stretch.end.isoformat() if stretch.end else None}


def _idle(standing: Standing, view: View) -> dict[str, Any]:
    owner, former = owner_of(standing, view)
    touch = standing.last_touch
    return _who(standing, standing.tiering.key, owner, former, view) | {
        "due": None,
        "due_at": None,
        "grace": None,
        "channel": None,
        "about": None,
        "rule": None,
        "last_touch": touch.isoformat() if touch else None,
        "limit": None,
    }


def _who(standing: Standing, tier: str, owner: str, former: str, view: View) -> dict[str, Any]:
    known, facts = view.policy.tiers.find(tier), standing.facts
    return {
        "id": facts.id,
        "name": facts.name,
        "tier": Word(tier, known.label) if known else None,
        "turn": view.policy.tiers.turn(tier),
        "owner": minder(view.policy, owner, former),
        "former_owner": former or None,
    }
