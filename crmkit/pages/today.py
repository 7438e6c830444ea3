"""Show who needs us now: what is due, by when and why, and who has nothing planned or may leave."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from crmkit.compute.milestones import Marks, next_on
from crmkit.followups import Bucket, DueItem, Note, Sort, in_order
from crmkit.pages import (
    FOLDER,
    Cell,
    Context,
    Page,
    Task,
    Words,
    address,
    ago,
    evidence,
    later,
    number,
    person,
    task,
    tier_cell,
)
from crmkit.policy import Policy
from crmkit.view import Standing, View

NAME = "today"
SHOWN = 150
"""Rows of one kind on a page; who has more gets the command that lists them all."""
LOAD_DAYS, NEAR_DAYS = 14, 7
IDLE = "idle"


class Line(NamedTuple):
    """A row of the queue: the customer, and what is to be done; `last` is the day of the last touch."""

    tier: Cell
    href: str
    name: str
    number: str
    owner: str
    task: Task | None
    last: str
    ago: str
    command: str


class Queue(NamedTuple):
    """What is due for some customers, in order, and those for whom nothing is."""

    items: list[DueItem]
    idle: list[Standing]
    standings: list[Standing]


def sheets(view: View, policy: Policy, words: Words) -> Iterator[tuple[str, Context]]:
    """A page for everybody's queue, and one for each owner's, which link to each other."""
    found = list(view.standings.values())
    owned = words.sees_field(policy.schema.profile, "owner")
    ids = sorted({owner(each) for each in found if served(each, policy)}) if owned else []
    owners = [id for id in ids if policy.people.find(id)]
    everything = in_order(item for standing in found for item in words.plan(standing.facts.id))
    line = _liner(view, policy, words, owned=owned)
    for id in ("", *owners):
        mine = [each for each in found if not id or owner(each) == id]
        items = [item for item in everything if not id or item.owner == id]
        idle = [each for each in mine if served(each, policy) and not words.plan(each.facts.id)
                and not each.facts.answers["contacts"].quiet]  # fmt: skip
        idle.sort(key=lambda each: (each.last_touch or date.min, each.facts.id))
        switch = [
            {"href": _file(one), "label": person(one, policy, words) if one else words.tr("Everybody"),
             "current": one == id} for one in ("", *owners)
        ]  # fmt: skip
        yield _file(id), _context(Queue(items, idle, mine), switch, line, view, policy, words)


def _file(owner: str) -> str:
    return f"{NAME}-{address(owner)}" if owner else f"{NAME}.html"


def owner(standing: Standing) -> str:
    """Who looks after the customer, empty for nobody."""
    return standing.owner.value if isinstance(standing.owner.value, str) else ""


def served(standing: Standing, policy: Policy) -> bool:
    """Whether there is somebody to look after: neither gone nor laid to rest."""
    status = policy.statuses.statuses.get(str(standing.status.value))
    return status is not None and status.stage not in ("ended", "resting")


Liner = Callable[[Standing, DueItem | None], Line]


def _liner(view: View, policy: Policy, words: Words, *, owned: bool) -> Liner:
    """How a row is made; the same row stands on everybody's page and on the owner's."""

    def line(standing: Standing, item: DueItem | None) -> Line:
        id, last = standing.facts.id, standing.last_touch
        said = task(item, policy, words, as_of=view.as_of) if item else None
        return Line(
            tier_cell(standing.tiering.key, policy, words), FOLDER + address(id), words.names[id], id,
            person(owner(standing), policy, words) if owned else "", said,
            last.isoformat() if last else "",
            ago(last, words, as_of=view.as_of) if last else words.tr("never"),
            said.command if said else plan_with(id, policy, words),
        )  # fmt: skip

    return line


def plan_with(id: str, policy: Policy, words: Words) -> str:
    """The command that logs a contact with its next step."""
    kinds = [words.label(kind.label) for kind in policy.vocabulary.kinds.values() if kind.cls == "contact"]
    return f"{shlex.join(['crmkit', 'log', id, *kinds[:1]])} --next"


def _context(
    queue: Queue, switch: list[Context], line: Liner, view: View, policy: Policy, words: Words
) -> Context:
    standings, as_of = view.standings, view.as_of
    titles = {
        Bucket.OVERDUE: words.tr("Overdue"),
        Bucket.TODAY: words.tr("Today"),
        Bucket.TOMORROW: words.tr("Tomorrow"),
        Bucket.THIS_WEEK: words.tr("This week"),
        Bucket.LATER: words.tr("Within %(num)s days", num=LOAD_DAYS),
    }
    near = [item for item in queue.items if item.due < as_of + timedelta(days=LOAD_DAYS)]
    groups = []
    for bucket, title in titles.items():
        items = [item for item in near if item.bucket is bucket]
        rows = [line(standings[item.customer], item) for item in items[:SHOWN]]
        groups.append(_group(bucket.value, title, rows, len(items)))
    idle = [line(standing, None) for standing in queue.idle[:SHOWN]]
    groups.append(_group(IDLE, words.tr("Nothing planned"), idle, len(queue.idle)))
    return {
        "owners": switch if len(switch) > 2 else [],
        "any": bool(queue.standings),
        "groups": [group for group in groups if group["rows"]],
        "tiles": _tiles(near, queue.idle, words),
        "load": _load(near, words, as_of=as_of),
        "churn": _churn(queue.standings, policy, words),
        "days": _days(queue.standings, policy, words, as_of=as_of),
    }


def _group(key: str, title: str, rows: list[Line], count: int) -> Context:
    return {"key": key, "title": title, "rows": rows, "count": count, "more": count - len(rows)}


def _tiles(near: list[DueItem], idle: list[Standing], words: Words) -> list[Context]:
    counts = Counter(item.bucket for item in near)
    late = {item.customer for item in near if item.bucket is Bucket.OVERDUE}
    today = {item.customer for item in near if item.bucket is Bucket.TODAY}
    week = counts[Bucket.TODAY] + counts[Bucket.TOMORROW] + counts[Bucket.THIS_WEEK]
    customers = ("%(num)s customer", "%(num)s customers")
    return [
        _tile(words.tr("Overdue"), counts[Bucket.OVERDUE], words.count(*customers, len(late))),
        _tile(words.tr("Today"), counts[Bucket.TODAY], words.count(*customers, len(today))),
        _tile(words.tr("This week"), week, words.tr("with today and tomorrow")),
        _tile(words.tr("Nothing planned"), len(idle), words.tr("no next step is known")),
    ]


def _tile(label: str, value: int, note: str) -> Context:
    return {"label": label, "value": number(Decimal(value)), "note": note}


def _load(near: list[DueItem], words: Words, *, as_of: date) -> Context:
    """The contacts of each coming day; what is sent automatically is no work, a field to fill no contact."""
    work = [item for item in near if Note.AUTOMATIC not in item.notes and item.sort is not Sort.GAP]
    counts = Counter(item.due for item in work)
    days = [as_of + timedelta(days=n) for n in range(LOAD_DAYS)]
    most = max([counts[day] for day in days], default=0)
    marks = [
        {"height": round(counts[day] * 100 / most) if most else 0, "name": str(day.day),
         "label": f"{day}: {counts[day]}"}
        for day in days
    ]  # fmt: skip
    whole = sum(counts[day] for day in days)
    return {
        "id": "load",
        "title": words.tr("Load of the next %(num)s days", num=LOAD_DAYS),
        "summary": words.count("%(num)s contact", "%(num)s contacts", whole),
        "marks": marks,
        "data": words.tr("Data"),
        "columns": [words.tr("Date"), words.tr("Contacts")],
        "rows": [[day.isoformat(), str(counts[day])] for day in days if counts[day]],
    }


def _churn(standings: Iterable[Standing], policy: Policy, words: Words) -> Context:
    """Customers in a segment that warns, with the evidence; those with the largest amounts first."""
    stages = policy.cadence.stages
    found = []
    for standing in standings:
        status = policy.statuses.statuses.get(str(standing.status.value))
        reasons = [reason for each in standing.segments if each.warns for reason in each.reasons]
        if reasons and status is not None and (not stages or status.stage in stages):
            found.append((standing.number("amount_12m") or Decimal(0), standing, reasons))
    found.sort(key=lambda each: (-each[0], each[1].facts.id))
    rows = [
        {
            "tier": tier_cell(standing.tiering.key, policy, words),
            "href": FOLDER + address(standing.facts.id),
            "name": words.names[standing.facts.id],
            "why": evidence(reasons, policy, words),
        }
        for _, standing, reasons in found[:SHOWN]
    ]
    return _group("churn", words.tr("May leave"), [], len(found)) | {"rows": rows}


def _days(standings: Iterable[Standing], policy: Policy, words: Words, *, as_of: date) -> list[Context]:
    """Festivals and the customers' own days in the coming week; which day it is, their page says."""
    seen = all(
        words.sees_field(policy.schema.profile, *one.path.split(".")) for one in policy.milestones.milestones
    )
    found: set[tuple[date, str, str]] = set()
    festivals: Marks | None = None
    for standing in standings:
        festivals = standing.facts.answers["milestones"]
        assert festivals is not None
        for mark in festivals.yearly if seen else ():
            on = next_on(mark.day, festivals, as_of=as_of) if mark.line else None
            if on is not None and (on - as_of).days <= NEAR_DAYS:
                found.add((on, words.names[standing.facts.id], FOLDER + address(standing.facts.id)))
    for one in policy.milestones.festivals if festivals else ():
        assert festivals is not None
        on = next_on(one.day, festivals, as_of=as_of)
        if on is not None and (on - as_of).days <= NEAR_DAYS:
            found.add((on, words.label(one.label), ""))
    return [
        {"date": on.isoformat(), "label": label, "href": href, "when": ago(on, words, as_of=as_of)}
        for on, label, href in sorted(found)
    ][:SHOWN]


PAGE = Page(NAME, "today.html", later("Today"), later("Who needs me now?"), order=1, key="t", sheets=sheets)
