"""Ask for the answer to a need, and for what was promised of it (F3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from crmkit.calendar.deadline import Deadline
from crmkit.compute.needs import NEEDS
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.limits import zoned
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.needs import NeedRules
from crmkit.view import Standing, View
from crmkit.view.needs import ANSWER, DONE, FollowedNeed, needs_of
from crmkit.view.numbered import clock

_ABOUT = {
    ANSWER: Label("答复需求：", "Answer the need: "),
    DONE: Label("答应的需求：", "Promised for the need: "),
}
_FULFILLED = {
    ANSWER: Label("一条带需求编号的联系，或需求条目", "a contact or an entry with the need's number"),
    DONE: Label("需求记为已解决", "the need solved"),
}
_VERBS = {ANSWER: "update", DONE: "solve"}
_STAYS = Label(
    "需求的期限不能跳过也不能延后：请用 crmkit need update 答复",
    "the limit of a need is neither left out nor put off: answer it with crmkit need update",
)


def items(seen: Seen) -> Iterator[DueItem]:
    """What each need that is not solved is owed, for who does it; of who is gone nothing."""
    told = seen.standing.facts.of(NEEDS)
    if not told.moves or seen.standing.gone:
        return
    for need in needs_of(told, seen.policy, seen.view.moment.replace(tzinfo=None)):
        if need.solved:
            continue
        limit = need.limit(seen.policy)
        owed = limit.due if limit else None
        if limit is not None and limit.open() and isinstance(limit.due, Deadline):
            yield _item(need, ANSWER, limit.due, seen)
        if need.due is not None and not (isinstance(owed, Deadline) and need.due.day <= owed.day):
            yield _item(need, DONE, need.due, seen)


def _item(need: FollowedNeed, step: str, due: Deadline, seen: Seen) -> DueItem:
    about = Label(*(f"{said}{need.text or need.key}" for said in _ABOUT[step]))
    opened = need.opened
    wanted = Fulfil((), opened.date if opened else seen.as_of)
    return SOURCE.item(
        seen, f"{PREFIX}{need.key}:{step}", zoned(due, seen), about, seen.policy.get(NeedRules).source,
        wanted, reset_by=need.line, owner=need.handler,
    )  # fmt: skip


def turns(standing: Standing, view: View) -> Iterator[time]:
    """When an entry of the day moves a need."""
    told = standing.facts.of(NEEDS)
    found = {said for move in told.moves if move.date == view.as_of and (said := clock(move))}
    yield from sorted(found)[:MOST_SHOWN]


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """An entry with its number, or the need solved."""
    return _FULFILLED[_step(item)]


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """The command that answers; which need is asked for where several are open."""
    return ["crmkit", "need", _VERBS[_step(item)], item.customer]


def _step(item: DueItem) -> str:
    return item.key.rsplit(":", 1)[-1]


PREFIX = "need-"
SOURCE = DueSource(
    key="needs",
    label=Label("需求待答复", "A need to answer"),
    rank=Rank.WAITED_FOR,
    items=items,
    fulfilled=fulfilled,
    command=command,
    free=Label("需求", "A need"),
    turns=turns,
    prefix=PREFIX,
    stays=_STAYS,
    fixed=True,
)
