"""Ask that those whom the procedures name know of a move of the tier (D6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from crmkit.calendar.span import before
from crmkit.compute.tier_entries import TIER_ENTRIES
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import TIER, Seen, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.wording import log_entry
from crmkit.history import stood
from crmkit.language import Label, Lang, same
from crmkit.policy import Policy
from crmkit.policy.files.tier_review import TierReview
from crmkit.view import Standing
from crmkit.view.doers import holder
from crmkit.view.since import compares, tier_on

PREFIX = "tell-"
_DAY = timedelta(days=1)
_DONE = Label(
    "一条“定级”或“分级复核”，写明记录人、批准人或“已告知”",
    "an entry of the tier that names them: who wrote it, who approved it, who was told",
)


def items(seen: Seen) -> Iterator[DueItem]:
    """An item for each who does not know yet, by entries of the tier from the day of the move on."""
    rule, standing = seen.policy.get(TierReview), seen.standing
    if rule.within is None or rule.lapses is None or not rule.tell or not standing.looked_after:
        return
    if compares(seen.policy.tiers):  # a rank is not decided day by day
        return
    since = before(seen.as_of, rule.lapses, seen.calendar)
    moved = seen.tier_since(since)
    facts = standing.facts
    if moved <= since or (facts.began is not None and facts.began >= moved):
        return
    was = tier_on(standing, seen.view, moved - _DAY)
    entries = [one for one in stood(facts.of(TIER_ENTRIES), as_of=seen.as_of) if one.date >= moved]
    known = {who for one in entries if one.tier == standing.tiering.key for who in one.known_to}
    owner, left_out = owner_of(standing, seen.view)[0], skipped(seen, moved)
    line = entries[-1].line if entries else 0
    for role in rule.tell:
        who = holder(role, owner, seen.policy, as_of=seen.as_of)
        key = f"{PREFIX}{role}"
        if not who or who in known or key in left_out:
            continue
        known.add(who)
        about = _about(was, standing.tiering.key, seen.policy)
        wanted = Fulfil((), moved, fields=(TIER,))
        due = seen.within(rule.within, moved)
        item = SOURCE.item(seen, key, due, about, rule.source, wanted, reset_by=line, owner=who)
        yield put_off(item, seen, moved)


def _about(was: str, now: str, policy: Policy) -> Label:
    old, new = (policy.tiers.find(key) for key in (was, now))
    one, other = ((tier.label if tier else same(key or "—")) for tier, key in ((old, was), (new, now)))
    return Label(f"告知等级变动：{one.zh} → {other.zh}", f"Tell of the tier: {one.en} → {other.en}")


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """An entry of the tier that says who was told."""
    return [*log_entry(item, (TIER,), policy, lang), "--field", f"told={item.owner}"]


def late(item: DueItem, standing: Standing) -> Label:
    """The day of the move."""
    day = item.fulfilled_by.since
    return Label(f"{day} 变动", f"moved on {day}")


SOURCE = DueSource(
    key="to_tell",
    label=Label("等级变动待告知", "Tier moved, to be told"),
    rank=Rank.TO_DECIDE,
    items=items,
    fulfilled=lambda item, policy: _DONE,
    command=command,
    late=late,
    prefix=PREFIX,
    contact=False,
    aside=True,
)
