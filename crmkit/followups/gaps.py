"""Find the fields that a spot check pointed out and nobody filled yet (C2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time

from crmkit.calendar.span import Span, after
from crmkit.compute.spot_checks import SPOT_CHECKS, Gap, SpotCheck, open_on
from crmkit.diagnostics import Source
from crmkit.followups.item import DueItem, Fulfil, Sort, bucket
from crmkit.followups.promises import OVER
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen, clock
from crmkit.language import Label
from crmkit.policy.files.quality import Quality

PREFIX = "fill-"
_ABOUT = Label("补齐：", "Fill in: ")
_BETWEEN = Label("、", ", ")


def gaps(seen: Seen) -> Iterator[DueItem]:
    """An item for each day whose checks left gaps open, the earliest first; who is gone is let go."""
    within = seen.policy.get(Quality).fill_within
    if within is None or seen.stage == OVER:
        return
    left_out = skipped(seen)
    days: dict[date, tuple[SpotCheck, list[Gap]]] = {}
    for check, found in open_on(seen.standing.facts.of(SPOT_CHECKS), as_of=seen.as_of):
        days.setdefault(check.date, (check, []))[1].extend(found)
    for check, lacking in days.values():
        item = _item(check, lacking, within, seen)
        if item.key not in left_out:
            yield put_off(item, seen)


def _item(check: SpotCheck, found: Sequence[Gap], within: Span, seen: Seen) -> DueItem:
    facts = seen.standing.facts
    # Without a time it may have been said in the evening: the span begins when the day ends.
    day = after(check.date, within, seen.calendar, clock(check.time) if check.time else time.max)
    due = day if within.natural else seen.working(day)
    labels = [gap.label for gap in found]
    return DueItem(
        customer=facts.id,
        key=f"{PREFIX}{check.date.isoformat()}",
        sort=Sort.GAP,
        owner=seen.owner,
        tier=seen.standing.tiering.key,
        due=due,
        bucket=bucket(due, seen.calendar, as_of=seen.as_of),
        about=Label(
            *(_ABOUT[n] + _BETWEEN[n].join(label[n] for label in labels) for n in range(len(_ABOUT)))
        ),
        channels=(),
        rule=seen.policy.get(Quality).fill_source,
        reset_by=Source(facts.path, check.line),
        last_touch=seen.standing.last_touch,
        fulfilled_by=Fulfil((), check.date, fields=tuple(gap.path for gap in found)),
    )
