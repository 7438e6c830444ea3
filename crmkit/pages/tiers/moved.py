"""Show whose tier moved in the quarter and who is due for another, with the rule that fired (D6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice

from crmkit.calendar.period import quarter_of
from crmkit.compute.tier_entries import TierEntry
from crmkit.pages import FOLDER, BookIndex, Context, address, evidence, owner_name, person, tier_cell
from crmkit.pages.tiers.rule import amount, metric_name
from crmkit.policy import Policy
from crmkit.reader import Reader
from crmkit.view import Standing
from crmkit.view.moves import Pending, TierMove, better, moves, newest, pending
from crmkit.view.nearest import Near, nearest

SHOWN = 100
NEAREST = 10


def changes(index: BookIndex, words: Reader) -> Context:
    """Both lists, capped, with the report that has all of each."""
    view, policy = index.view, index.policy
    quarter = quarter_of(view.as_of)
    moved = index.once("moves", lambda: moves(view, quarter))
    due = index.once("pending", lambda: pending(view))
    return {
        "moves": _list(
            words.tr("Moved in %(quarter)s", quarter=quarter.written), "tier-moves", len(moved),
            [_move(each, day, policy, words) for each, day in newest(moved[:SHOWN], view, quarter)],
        ),
        "due": _list(
            words.tr("Due for promotion or demotion"), "tier-review", len(due),
            [_pending(each, policy, words) for each in due[:SHOWN]],
        ),
    }  # fmt: skip


def near(index: BookIndex, words: Reader) -> list[Context]:
    """Who lacks least for the next better tier, and how far they are."""
    policy, found = index.policy, index.once("nearest", lambda: nearest(index.view))
    looked_after = (each for each in found if each.standing.looked_after)
    return [_near(each, policy, words) for each in islice(looked_after, NEAREST)]


def _near(one: Near, policy: Policy, words: Reader) -> Context:
    reason, value, limit = one.reason, one.reason.value, one.reason.limit
    assert isinstance(value, Decimal)
    assert isinstance(limit, Decimal)
    return {
        **_who(one.standing, one.standing.tiering.key, one.tier, policy, words),
        "what": metric_name(reason.metric, words),
        "lacks": words.tr(
            "%(value)s of %(limit)s",
            value=amount(reason.metric, value, policy), limit=amount(reason.metric, limit, policy),
        ),
        "percent": int(one.reached),
    }  # fmt: skip


def _list(title: str, report: str, count: int, rows: list[Context]) -> Context:
    more = count - len(rows)
    return {"title": title, "count": count, "rows": rows, "more": more, "command": f"crmkit report {report}"}


def _move(move: TierMove, day: date | None, policy: Policy, words: Reader) -> Context:
    tiering = move.standing.tiering
    if tiering.hand:
        reason = tiering.hand_reason if words.reads_text else ""
        why = [words.tr("set by hand: %(why)s", why=reason) if reason else words.tr("Set by hand")]
    else:
        why = evidence(tiering.reasons, policy, words)
    return {
        **_who(move.standing, move.before, tiering.key, policy, words),
        "why": why,
        "day": day.isoformat() if day else "",
        "recorded": _recorded(move.entry, policy, words),
        "tone": "" if move.entry else "warn",
    }


def _pending(one: Pending, policy: Policy, words: Reader) -> Context:
    if one.until is not None:
        state = words.tr("set by hand until %(day)s", day=one.until.isoformat())
    else:
        state = _recorded(one.entry, policy, words)
    return {
        **_who(one.standing, one.held, one.tier, policy, words),
        "why": evidence(one.standing.tiering.reasons, policy, words),
        "day": "",
        "recorded": state,
        "tone": "warn",
    }


def _who(standing: Standing, before: str, after: str, policy: Policy, words: Reader) -> Context:
    """The customer, and from where to where; the move is up, down or neither."""
    rules, owner = policy.tiers, standing.owner.value
    up, down = better(after, before, rules), better(before, after, rules)
    seen = words.sees_field(policy.schema.profile, "owner") and isinstance(owner, str)
    return {
        "href": FOLDER + address(standing.facts.id),
        "name": words.names[standing.facts.id],
        "owner": owner_name(str(owner), policy, words, as_of=standing.as_of) if seen else "",
        "before": tier_cell(before, policy, words),
        "after": tier_cell(after, policy, words),
        "way": words.tr("promoted") if up else words.tr("demoted") if down else "",
    }


def _recorded(entry: TierEntry | None, policy: Policy, words: Reader) -> str:
    if entry is None:
        return words.tr("not recorded yet")
    by = person(entry.approved_by, policy, words)
    day = entry.date.isoformat()
    return words.tr("recorded %(day)s, approved by %(by)s", day=day, by=by) if by else words.tr(
        "recorded %(day)s", day=day
    )  # fmt: skip
