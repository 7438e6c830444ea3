"""Ask what becomes of an opportunity that stays in its stage longer than the procedures allow (A8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.calendar.deadline import Deadline
from crmkit.compute.deals import DEALS
from crmkit.diagnostics import Source
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.labels import entry_word
from crmkit.schema.classes.opportunity import CLASS as OPPORTUNITY
from crmkit.view.deals import Deal, deals_of

PREFIX = "deal-"
_MOVED = Label("商机换阶段，或记赢单、输单", "the opportunity in another stage, won or lost")


def items(seen: Seen) -> Iterator[DueItem]:
    """An item for each open opportunity of somebody who is looked after, on the last day of its stage."""
    told = seen.standing.facts.of(DEALS)
    if not told.moves or not seen.standing.looked_after:
        return
    for deal in deals_of(told, seen.policy, seen.view.moment.replace(tzinfo=None)):
        item = _item(deal, seen)
        if item is not None and item.key not in skipped(seen, deal.since or item.day):
            yield put_off(item, seen, deal.since or item.day)


def _item(deal: Deal, seen: Seen) -> DueItem | None:
    last, since = deal.limit(seen.calendar), deal.since
    if last is None or since is None:
        return None
    stage = entry_word(seen.policy, OPPORTUNITY, "stage", deal.stage)
    name = deal.name or deal.key
    about = Label(f"推进商机：{name}（{stage.zh}）", f"Move the opportunity on: {name} ({stage.en})")
    rule = deal.rule.source if deal.rule else Source("")
    due = Deadline(seen.working(last))
    return SOURCE.item(
        seen, f"{PREFIX}{deal.key}", due, about, rule, Fulfil((), since, fields=(OPPORTUNITY.key,)),
        reset_by=deal.reset_by,
    )  # fmt: skip


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that moves one; which one is asked for where several are open."""
    return ["crmkit", "deal", "move", item.customer]


SOURCE = DueSource(
    key="deals",
    label=Label("商机停滞", "An opportunity stands still"),
    rank=Rank.TO_DECIDE,
    items=items,
    fulfilled=lambda item, policy: _MOVED,
    command=command,
    free=Label("商机", "An opportunity"),
    prefix=PREFIX,
    contact=False,
)
