"""Find a row for all that is due in the book, and for each customer for whom nothing is planned."""

from __future__ import annotations

from typing import Any

from crmkit.followups import Bucket, DueItem, due, in_order, owner_of
from crmkit.language import Label, Word, joined, same
from crmkit.policy.said import minder
from crmkit.view import Standing, View

BUCKETS = {
    Bucket.OVERDUE: Word("overdue", Label("逾期", "overdue")),
    Bucket.TODAY: Word("today", Label("今天", "today")),
    Bucket.TOMORROW: Word("tomorrow", Label("明天", "tomorrow")),
    Bucket.THIS_WEEK: Word("this_week", Label("本周", "this week")),
    Bucket.LATER: Word("later", Label("以后", "later")),
}
NOTHING = Word("nothing_planned", Label("暂无安排", "nothing planned"))


def rows(view: View) -> list[dict[str, Any]]:
    """The rows of `crmkit due` for all customers, however far ahead; last who waits for a plan."""
    planned = due(view)
    items = in_order(each for found in planned.values() for each in found)
    idle = [view.standings[id] for id, found in planned.items() if not found]
    return [
        *(row(each, view) for each in items),
        *(_idle(each, view) for each in idle if each.awaits_plan),
    ]


def row(each: DueItem, view: View) -> dict[str, Any]:
    """Keys for programs, words for people; what it is about has no key."""
    policy = view.policy
    kinds = [
        policy.vocabulary.kinds[channel] for channel in each.channels if channel in policy.vocabulary.kinds
    ]
    channel = Word("/".join(each.channels), joined((kind.label for kind in kinds), same("/")))
    return _who(view.standings[each.customer], each.tier, each.owner, each.former, view) | {
        "due": each.said,
        "bucket": BUCKETS[each.bucket],
        "channel": channel if kinds else None,
        "about": each.about,
        "rule": f"{each.rule.path}:{each.rule.line}",
        "last_touch": each.last_touch.isoformat() if each.last_touch else None,
        "limit": each.last_day or None,
    }


def in_full(each: DueItem, view: View) -> dict[str, Any]:
    """The same with the key for `snooze` and `skip`, what reset it, and what would fulfil it."""
    wanted, reset = each.fulfilled_by, each.reset_by
    return row(each, view) | {
        "item": each.key,
        "reset_by": f"{reset.path}:{reset.line}" if reset else None,
        "fulfilled_by": list(wanted.channels),
        "fulfilled_from": wanted.since.isoformat(),
        "purpose": wanted.purpose or None,
    }


def _idle(standing: Standing, view: View) -> dict[str, Any]:
    owner, former = owner_of(standing, view)
    touch = standing.last_touch
    return _who(standing, standing.tiering.key, owner, former, view) | {
        "due": None,
        "bucket": NOTHING,
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
        "owner": minder(view.policy, owner, former),
        "former_owner": former or None,
    }
