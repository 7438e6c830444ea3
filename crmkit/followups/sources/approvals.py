"""Ask for approval of who may give it, and for what was sent back of who handed it in (C4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from crmkit.compute.approvals import APPROVALS
from crmkit.diagnostics import MOST_SHOWN
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import Seen, clock, owner_of
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label, Lang, joined
from crmkit.policy import Policy
from crmkit.view import Standing, View
from crmkit.view.approval import Wait, waits
from crmkit.view.doers import told

APPROVE, MEND = "approve", "mend"
_RECORD = Label("审核新建档案", "Approve the new record")
_CHANGE = Label("审核变更：", "Approve the change of: ")
_MEND = Label("审核退回，请补：", "Sent back, mend: ")
_AGAIN = Label("审核退回：补好后重新提交", "Sent back: mend it and hand it in again")
_BETWEEN = Label("、", ", ")
_DECIDED = Label("crmkit approve 或 crmkit reject", "crmkit approve or crmkit reject")
_YES = Label("审核已通过：请改状态", "Approved: move the status")
_HANDED_IN = Label("补好后把状态改回待审核", "mended, and the status moved to where it waits")


def items(seen: Seen) -> Iterator[DueItem]:
    """An item for each approval that is open, and for each that was sent back; none of who is gone."""
    if seen.standing.gone:
        return
    for wait in waits(seen.standing.facts, seen.policy, as_of=seen.as_of):
        if not seen.happened(wait.date, wait.time):
            continue
        item = _mend(wait, seen) if wait.back is not None else _approve(wait, seen)
        if item is not None:
            yield put_off(item, seen)


def _approve(wait: Wait, seen: Seen) -> DueItem | None:
    if wait.decided is not None:
        return None
    owner = owner_of(seen.standing, seen.view)[0]
    does = told(wait.role, wait.by or owner, seen.policy, as_of=seen.as_of)
    about = _joined(_CHANGE, _named(wait.field, seen.policy)) if wait.field else _RECORD
    due = seen.within(wait.rule.within, wait.date, wait.time)
    wanted = Fulfil((), wait.date, fields=(wait.field,) if wait.field else ())
    key = f"{APPROVE}-{wait.field}" if wait.field else APPROVE
    return SOURCE.item(seen, key, due, about, wait.rule.source, wanted, reset_by=wait.line, owner=does)


def _mend(wait: Wait, seen: Seen) -> DueItem | None:
    """For who handed it in; without a limit in the procedures nobody is reminded."""
    back, within = wait.back, wait.rule.mend_within
    if back is None or within is None or not seen.happened(back.date, back.time):
        return None
    about = _YES if back.fine else _AGAIN
    if back.missing:
        about = _joined(_MEND, joined([gap.label for gap in back.missing], _BETWEEN))
    wanted = Fulfil((), back.date, fields=tuple(gap.path for gap in back.missing))
    key = f"{MEND}-{wait.field}" if wait.field else MEND
    due = seen.within(within, back.date, back.time)
    return SOURCE.item(seen, key, due, about, wait.rule.source, wanted, reset_by=back.line, owner=wait.by)


def _joined(one: Label, other: Label) -> Label:
    return Label(one.zh + other.zh, one.en + other.en)


def _named(key: str, policy: Policy) -> Label:
    field = policy.schema.profile.find(key)
    return field.label if field else Label(key, key)


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """A decision, or what was asked for mended and handed in again."""
    return _HANDED_IN if item.key.startswith(MEND) else _DECIDED


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """What decides it, or what fills the fields."""
    fields = [policy.schema.profile.find(path) for path in item.fulfilled_by.fields]
    labels = [field.label.said(lang) for field in fields if field is not None]
    if item.key.startswith(MEND):
        filled = [f"{label}=…" for label in labels]
        return ["crmkit", "set", item.customer, *filled] if filled else ["crmkit", "show", item.customer]
    return ["crmkit", "approve", item.customer, *labels]


def late(item: DueItem, standing: Standing) -> Label:
    """The day from which it waits."""
    day = item.fulfilled_by.since
    return Label(f"{day} 起等待", f"waits since {day}")


def turns(standing: Standing, view: View) -> Iterator[time]:
    """When an entry of the day asks for approval or decides it."""
    asking, verdicts, *_ = standing.facts.of(APPROVALS)
    said = [one.time for one in asking if one.date == view.as_of and one.time]
    said += [one.time for one in verdicts if one.date == view.as_of and one.time]
    yield from sorted({clock(each) for each in said})[:MOST_SHOWN]


SOURCE = DueSource(
    key="approvals",
    label=Label("待审核", "Approval"),
    rank=Rank.WAITED_FOR,
    items=items,
    fulfilled=fulfilled,
    command=command,
    late=late,
    turns=turns,
    free=Label("审核事项", "An approval"),
    contact=False,
    aside=True,
    stays=Label("待审核的要审，不能跳过", "an approval is given or refused, not left out"),
)
