"""Ask that a lead that arrived is put on record in time (B5, F1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.compute.approvals import APPROVALS
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import Label, Lang
from crmkit.policy import Policy
from crmkit.policy.files.recording import Recording

RECORDED = "recorded"
_ABOUT = Label("线索建档", "Put the lead on record")
_DONE = Label("填上“建档”的记录人和记录日期", "who recorded it, and on which day")


def items(seen: Seen) -> Iterator[DueItem]:
    """One while the record of a lead does not say when it was recorded."""
    rule, told = seen.policy.get(Recording).lead, seen.standing.facts.of(APPROVALS)
    arrived = told.arrived
    if rule is None or arrived is None or told.recorded is not None or seen.standing.gone:
        return
    if arrived.date > seen.as_of or not seen.happened(arrived.date, arrived.time):
        return
    due = seen.within(rule.within, arrived.date, arrived.time)
    wanted = Fulfil((), arrived.date, fields=(RECORDED,))
    yield put_off(
        SOURCE.item(
            seen, SOURCE.key, due, _ABOUT, rule.source, wanted, reset_by=arrived.line, owner=arrived.by
        ),
        seen,
    )


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """What fills the recording."""
    field = policy.schema.profile.find(RECORDED)
    parts = [part.label.said(lang) for part in field.fields if part.key in ("by", "date")] if field else []
    name = field.label.said(lang) if field else RECORDED
    return ["crmkit", "set", item.customer, *(f"{name}.{part}=…" for part in parts)]


SOURCE = DueSource(
    key="capture",
    label=Label("线索到达", "A lead arrived"),
    rank=Rank.WAITED_FOR,
    items=items,
    fulfilled=lambda item, policy: _DONE,
    command=command,
    contact=False,
    stays=Label("线索要建档，不能跳过", "a lead is put on record, not left out"),
)
