"""Find a row for all that is due in the book, and for each customer for whom nothing is planned."""

from __future__ import annotations

from crmkit.followups import Bucket, DueItem, due, in_order, owner_of
from crmkit.policy.said import minder
from crmkit.table import Word
from crmkit.view import Standing, View

BUCKETS = {
    Bucket.OVERDUE: Word("overdue", "逾期", "overdue"),
    Bucket.TODAY: Word("today", "今天", "today"),
    Bucket.TOMORROW: Word("tomorrow", "明天", "tomorrow"),
    Bucket.THIS_WEEK: Word("this_week", "本周", "this week"),
    Bucket.LATER: Word("later", "以后", "later"),
}
NOTHING = Word("nothing_planned", "暂无安排", "nothing planned")


def rows(view: View) -> list[tuple[object, ...]]:
    """The rows of `crmkit due` for all customers, however far ahead; last who waits for a plan."""
    planned = due(view)
    items = in_order(each for found in planned.values() for each in found)
    idle = [view.standings[id] for id, found in planned.items() if not found]
    return [
        *(row(each, view) for each in items),
        *(_idle(each, view) for each in idle if each.awaits_plan),
    ]


def row(each: DueItem, view: View) -> tuple[object, ...]:
    """Keys for programs, words for people; what it is about has no key."""
    policy = view.policy
    kinds = [
        policy.vocabulary.kinds[channel] for channel in each.channels if channel in policy.vocabulary.kinds
    ]
    channel = Word(
        "/".join(each.channels), "/".join(k.label.zh for k in kinds), "/".join(k.label.en for k in kinds)
    )
    return (
        *_who(view.standings[each.customer], each.tier, each.owner, each.former, view),
        each.said, BUCKETS[each.bucket], channel if kinds else None,
        Word("", each.about.zh, each.about.en),
        f"{each.rule.path}:{each.rule.line}", each.last_touch.isoformat() if each.last_touch else None,
        each.former or None, each.last_day or None,
    )  # fmt: skip


def in_full(each: DueItem, view: View) -> tuple[object, ...]:
    """The same with the key for `snooze` and `skip`, what reset it, and what would fulfil it."""
    wanted, reset = each.fulfilled_by, each.reset_by
    return (
        *row(each, view), each.key, f"{reset.path}:{reset.line}" if reset else None,
        list(wanted.channels), wanted.since.isoformat(), wanted.purpose or None,
    )  # fmt: skip


def _idle(standing: Standing, view: View) -> tuple[object, ...]:
    owner, former = owner_of(standing, view)
    touch, who = standing.last_touch, _who(standing, standing.tiering.key, owner, former, view)
    return (*who, None, NOTHING, None, None, None, touch.isoformat() if touch else None, former or None, None)


def _who(standing: Standing, tier: str, owner: str, former: str, view: View) -> tuple[object, ...]:
    known, facts = view.policy.tiers.find(tier), standing.facts
    called = Word(tier, known.label.zh, known.label.en) if known else None
    return facts.id, facts.name, called, minder(view.policy, owner, former)
