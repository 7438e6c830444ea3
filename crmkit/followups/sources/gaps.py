"""Ask for the fields that a spot check pointed out and nobody filled yet (C2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmkit.calendar.deadline import Deadline
from crmkit.calendar.span import Span
from crmkit.compute.spot_checks import SPOT_CHECKS, SpotCheck, open_on
from crmkit.followups.item import DueItem, Fulfil
from crmkit.followups.put_off import put_off, skipped
from crmkit.followups.seen import Seen
from crmkit.followups.source import DueSource, Rank
from crmkit.language import LANGUAGES, Label, Lang
from crmkit.load.gaps import Gap
from crmkit.policy import Policy
from crmkit.policy.files.quality import Quality
from crmkit.view import Standing

PREFIX = "fill-"
_ABOUT = Label("补齐：", "Fill in: ")
_BETWEEN = Label("、", ", ")


def items(seen: Seen) -> Iterator[DueItem]:
    """An item for each day whose checks left gaps open, the earliest first; who is gone is let go."""
    within = seen.policy.get(Quality).fill_within
    if within is None or seen.standing.gone:
        return
    left_out = skipped(seen)
    days: dict[date, tuple[SpotCheck, list[Gap]]] = {}
    checks = seen.standing.facts.of(SPOT_CHECKS)
    if within.by_minutes:
        checks = tuple(one for one in checks if seen.happened(one.date, one.time))
    for check, found in open_on(checks, as_of=seen.as_of):
        days.setdefault(check.date, (check, []))[1].extend(found)
    for check, lacking in days.values():
        item = _item(check, lacking, within, seen)
        if item.key not in left_out:
            yield put_off(item, seen)


def _item(check: SpotCheck, found: Sequence[Gap], within: Span, seen: Seen) -> DueItem:
    due = seen.within(within, check.date, check.time)
    if due.at is None and not within.natural:
        due = Deadline(seen.working(due.day))
    about = (_ABOUT[n] + _BETWEEN[n].join(gap.label[n] for gap in found) for n in range(len(_ABOUT)))
    return SOURCE.item(
        seen,
        f"{PREFIX}{check.date.isoformat()}",
        due,
        Label(*about),
        seen.policy.get(Quality).fill_source,
        Fulfil((), check.date, fields=tuple(gap.path for gap in found)),
        reset_by=check.line,
    )


def fulfilled(item: DueItem, policy: Policy) -> Label:
    """The fields filled, or found to be well."""
    fields = [(path, policy.schema.profile.find(path)) for path in item.fulfilled_by.fields]
    zh, en = ([field.label.said(lang) if field else path for path, field in fields] for lang in LANGUAGES)
    return Label(
        f"补齐{'，'.join(zh)}，或抽查写「合格」", f"{', '.join(en)} filled in, or a spot check that says fine"
    )


def command(item: DueItem, policy: Policy, lang: Lang) -> Sequence[str]:
    """What fills the fields that the profile has; else a look at the record."""
    fields = [policy.schema.profile.find(path) for path in item.fulfilled_by.fields]
    filled = [f"{field.label.said(lang)}=…" for field in fields if field is not None]
    return ["crmkit", "set", item.customer, *filled] if filled else ["crmkit", "show", item.customer]


def late(item: DueItem, standing: Standing) -> Label:
    """The day of the spot check."""
    day = item.fulfilled_by.since
    return Label(f"{day} 抽查指出", f"pointed out on {day}")


SOURCE = DueSource(
    key="gaps",
    label=Label("抽查指出", "Found by a spot check"),
    rank=Rank.POINTED_OUT,
    items=items,
    fulfilled=fulfilled,
    command=command,
    late=late,
    free=Label("待补齐的必填项", "Fields to fill in"),
    prefix=PREFIX,
    contact=False,
)
