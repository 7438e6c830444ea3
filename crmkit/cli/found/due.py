"""Find a row for all that is due in the book, and for each customer for whom nothing is planned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from crmkit.cli.kept import rows_in, rows_out
from crmkit.codec import plain
from crmkit.followups import Bucket, DueItem, due_for, order, owner_of, served
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


def of_customer(standing: Standing, view: View) -> list[Any]:
    """What `crmkit due` shows of a customer, however far ahead: places in the queue, and as many rows.

    One for whom nothing is planned has a row without a place, and whom nobody serves has none.
    """
    items = due_for(standing, view)
    idle = [_idle(standing, view)] if not items and served(standing, view.policy) else []
    return [plain([order(item) for item in items]), rows_out([row(item, view) for item in items] or idle)]


def rows(found: Iterable[Sequence[Any]]) -> list[tuple[object, ...]]:
    """The rows for all customers, from what was found of each in the order of numbers; the idle last."""
    queue: list[tuple[Any, tuple[object, ...]]] = []
    idle: list[tuple[object, ...]] = []
    for places, kept in found:
        said = rows_in(kept)
        queue += zip(places, said, strict=False)
        idle += said[len(places) :]
    return [*(row for _, row in sorted(queue, key=itemgetter(0))), *idle]


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
        each.due.isoformat(), BUCKETS[each.bucket], channel if kinds else None,
        Word("", each.about.zh, each.about.en),
        f"{each.rule.path}:{each.rule.line}", each.last_touch.isoformat() if each.last_touch else None,
        each.former or None, each.limit.isoformat() if each.limit else None,
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
