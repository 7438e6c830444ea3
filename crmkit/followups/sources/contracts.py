"""Ask for the talk before a contract ends, then for what becomes of it (E5, E10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.calendar.deadline import Deadline
from crmkit.compute.contracts import CONTRACTS
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.wording import by_contact
from crmkit.language import Label, Lang, joined
from crmkit.policy import Policy
from crmkit.policy.files.contracts import ContractRules
from crmkit.policy.files.vocabulary import RENEWAL_TOPICS
from crmkit.view.contracts import Ends, FollowedContract, contracts_of

PREFIX, TELL, DECIDE = "contract-", "tell", "end"
_DECIDED = Label(
    "记一条“续约”，或记“终止”和原因", "an entry that renews it, or one that ends it with the reason"
)


def items(seen: Seen) -> Iterator[DueItem]:
    """Of each contract that ends: the talk from the day on which its task opens, then the decision."""
    told = seen.standing.facts.of(CONTRACTS)
    if not told.listed or seen.standing.gone:
        return
    for contract in contracts_of(told, seen.policy, seen.view.moment.replace(tzinfo=None)):
        state = contract.state(as_of=seen.as_of)
        if state in (Ends.RUNS, Ends.ENDING):
            item = _tell(contract, seen)
        elif state in (Ends.TOLD, Ends.LAPSED):
            item = _decide(contract, seen)
        else:
            continue
        if item is not None and item.key not in skipped(seen, contract.opens or item.day):
            yield put_off(item, seen, contract.opens or item.day)


def _tell(one: FollowedContract, seen: Seen) -> DueItem | None:
    """The owner's from the day on which the task opens, late behind the last on which telling is in time."""
    if one.end is None or one.opens is None or one.tell is None:
        return None
    rules = seen.policy.get(ContractRules)
    name, topics = one.product or one.key, _topics(seen.policy)
    about = Label(
        f"{name} {one.end} 到期，带上{topics.zh}" if topics.zh else f"{name} {one.end} 到期",
        f"{name} ends on {one.end}: {topics.en}" if topics.en else f"{name} ends on {one.end}",
    )
    wanted, last = Fulfil(rules.channels, one.opens, rules.purpose), Deadline(one.tell)
    return SOURCE.item(
        seen, f"{PREFIX}{one.key}:{TELL}", Deadline(min(one.opens, one.tell)), about, rules.source, wanted,
        channels=rules.channels, reset_by=one.line, limit=last, grace=last,
        letter=rules.letter,
    )  # fmt: skip


def _decide(one: FollowedContract, seen: Seen) -> DueItem | None:
    if one.end is None:
        return None
    name = one.product or one.key
    about = Label(f"{name} {one.end} 到期：续约，还是不续", f"{name} ends on {one.end}: renewed or not")
    line = one.told.line if one.told else one.line
    return SOURCE.item(
        seen, f"{PREFIX}{one.key}:{DECIDE}", Deadline(one.end), about, seen.policy.get(ContractRules).source,
        Fulfil((), one.end, fields=("contract",)), reset_by=line,
    )  # fmt: skip


def _topics(policy: Policy) -> Label:
    """What the talk brings, in the words of the vocabulary."""
    words = {one.key: one.label for one in policy.vocabulary.lists.get(RENEWAL_TOPICS, ())}
    return joined([words[key] for key in policy.get(ContractRules).about if key in words], Label("、", ", "))


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """The talk, or what became of the contract."""
    return by_contact(item, policy) if _step(item) == TELL else _DECIDED


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that writes it; which contract is asked for where several end."""
    if _step(item) != TELL:
        return ["crmkit", "contract", "renew", item.customer]
    kinds = [policy.vocabulary.kinds[key] for key in item.channels[:1] if key in policy.vocabulary.kinds]
    return ["crmkit", "contract", "tell", item.customer, *(kind.label.said(lang) for kind in kinds)]


def _step(item: DueItem) -> str:
    return item.key.rsplit(":", 1)[-1]


SOURCE = DueSource(
    key="contracts",
    label=Label("合同到期", "A contract ends"),
    rank=Rank.PROMISED,
    items=items,
    fulfilled=fulfilled,
    command=command,
    free=Label("合同到期", "A contract ends"),
    prefix=PREFIX,
)
