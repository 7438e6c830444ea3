"""Ask for a decision where a track that lasts for a while is over (E2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crmkit.calendar.deadline import Deadline
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off
from crmkit.followups.seen import NEWS, Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.followups.tracks import holds, stretch
from crmkit.followups.wording import log_entry
from crmkit.language import Label, Lang
from crmkit.policy import Policy

_ASK = Label("期满，待处理", ": time to decide")
_TAKEN = Label(
    "记一条“定级”或“状态”：恢复原级、延长有效期，或转其他状态",
    "an entry that changes the tier or the status, or gives the tier until a later day",
)


def items(seen: Seen) -> Iterator[DueItem]:
    """What becomes of the customer, from the day after the track's last."""
    for track in seen.cadence.tracks:
        ends = track.lasts and holds(track, seen.standing) and not seen.standing.quiet
        lasts = stretch(track, seen) if ends else None
        if lasts is None or seen.as_of <= lasts.end:
            continue
        about = Label(*(f"{label}{ask}" for label, ask in zip(track.label, _ASK, strict=True)))
        wanted = Fulfil((), lasts.end, fields=NEWS)
        item = SOURCE.item(seen, track.key, Deadline(seen.working(lasts.end)), about, track.source, wanted)
        yield put_off(item, seen, lasts.end)


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """An entry of the tier or the status."""
    return log_entry(item, item.fulfilled_by.fields, policy, lang)


SOURCE = DueSource(
    key="decisions",
    label=Label("待决定", "To be decided"),
    rank=Rank.TO_DECIDE,
    items=items,
    fulfilled=lambda item, policy: _TAKEN,
    command=command,
    stays=Label(
        "待决定的事项不能跳过：请记一条“定级”或“状态”",
        "a decision is taken, not left out: write an entry of the tier or the status",
    ),
)
