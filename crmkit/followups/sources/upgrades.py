"""Ask to tell users of a product of its planned upgrade (E5)."""

from __future__ import annotations

from collections.abc import Iterator

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import before
from crmkit.compute.contracts import CONTRACTS
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label
from crmkit.policy.files.contracts import ContractRules, Upgrade
from crmkit.schema.names import fold
from crmkit.view.contracts import Ends, contracts_of

PREFIX = "upgrade-"


def items(seen: Seen) -> Iterator[DueItem]:
    """An item per planned upgrade of a product of which a contract runs; of who is gone nothing."""
    rules, told = seen.policy.get(ContractRules), seen.standing.facts.of(CONTRACTS)
    if not rules.upgrades or rules.upgrade_tell is None or not told.listed or seen.standing.gone:
        return
    running = contracts_of(told, seen.policy, seen.view.moment.replace(tzinfo=None))
    for one in rules.upgrades:
        using = [each for each in running if fold(one.product) in fold(each.product)]
        if seen.as_of > one.on or not any(_runs(each.state(as_of=seen.as_of)) for each in using):
            continue
        item = _item(one, using[0].line, seen)
        if not _told(item, seen) and item.key not in skipped(seen, item.fulfilled_by.since):
            yield put_off(item, seen)


def _runs(state: Ends) -> bool:
    return state in (Ends.RUNS, Ends.ENDING, Ends.TOLD)


def _item(one: Upgrade, line: int, seen: Seen) -> DueItem:
    """Due so long before the upgrade as the procedures say; a talk counts from as long before that on."""
    rules = seen.policy.get(ContractRules)
    assert rules.upgrade_tell is not None  # asked before
    due = before(one.on, rules.upgrade_tell, seen.calendar)
    since = before(due, rules.upgrade_tell, seen.calendar)
    about = Label(f"告知升级：{one.label.zh}（{one.on}）", f"Tell of the upgrade: {one.label.en} ({one.on})")
    wanted = Fulfil(rules.channels, since)
    return SOURCE.item(
        seen, f"{PREFIX}{one.key}", Deadline(due), about, one.source, wanted,
        channels=rules.channels, reset_by=line,
    )  # fmt: skip


def _told(item: DueItem, seen: Seen) -> bool:
    """Whether a talk by one of the channels reached them since."""
    wanted = item.fulfilled_by
    return any(
        one.reached and (not wanted.channels or one.kind in wanted.channels) and one.date >= wanted.since
        for one in seen.interactions
    )


SOURCE = DueSource(
    key="upgrades",
    label=Label("产品升级", "An upgrade"),
    rank=Rank.PROMISED,
    items=items,
    prefix=PREFIX,
)
