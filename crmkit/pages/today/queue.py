"""Lay out the queue of Today: rows in buckets of urgency, and each owner's share."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from crmkit.followups import Bucket, DueItem, owner_of, source_of
from crmkit.pages import FOLDER, BookIndex, Cell, Context, Task, address, ago, person, soon, task, tier_cell
from crmkit.pages.today.figures import IDLE, LOAD_DAYS
from crmkit.policy import Policy
from crmkit.policy.labels import minder, role
from crmkit.reader import Reader
from crmkit.view import Standing, View

SHOWN = 150
"""Rows of one kind on a page; who has more gets the command that lists them all."""
SOON = (Bucket.TODAY, Bucket.TOMORROW, Bucket.THIS_WEEK)
# What is open at first: a manager sees what is late, an owner also what this week asks.
OPEN = {False: (Bucket.OVERDUE,), True: (Bucket.OVERDUE, *SOON)}


class Line(NamedTuple):
    """A row of the queue: the customer, and what is to be done; `last` is the day of the last touch.

    `late` says of something late since when it was not done.
    """

    tier: Cell
    href: str
    name: str
    number: str
    owner: str
    task: Task | None
    late: str
    last: str
    ago: str
    command: str


class Queue(NamedTuple):
    """What is due for some customers, in order, and those for whom nothing is."""

    items: list[DueItem]
    idle: list[Standing]
    standings: list[Standing]


Liner = Callable[[Standing, DueItem | None], Line]


def liner(index: BookIndex, words: Reader, *, owned: bool) -> Liner:
    """How a row is made; the same row stands on everybody's page and on the owner's."""
    view, policy = index.view, index.policy

    def line(standing: Standing, item: DueItem | None) -> Line:
        id, last = standing.facts.id, standing.last_touch
        said = task(item, policy, words, as_of=view.as_of) if item else None
        overdue = item if item and index.state(item) is Bucket.OVERDUE else None
        return Line(
            tier_cell(standing.tiering.key, policy, words), FOLDER + address(id), words.names[id], id,
            _minder(standing, item, view, words) if owned else "", said,
            words.label(source_of(overdue).late(overdue, standing)) if overdue else "",
            last.isoformat() if last else "",
            ago(last, words, as_of=view.as_of) if last else words.tr("never"),
            said.command if said else plan_with(id, policy, words),
        )  # fmt: skip

    return line


def _minder(standing: Standing, item: DueItem | None, view: View, words: Reader) -> str:
    """Who does it, else looks after the customer, by name, and for whom who left."""
    owner, former = (item.owner, item.former) if item else owner_of(standing, view)
    said = minder(view.policy, owner, former) if former else None
    called = said.label if said else role(view.policy, owner)
    return words.label(called) if called else person(owner, view.policy, words)


def plan_with(id: str, policy: Policy, words: Reader) -> str:
    """The command that logs a contact with its next step."""
    kinds = [words.label(kind.label) for kind in policy.vocabulary.kinds.values() if kind.cls.contact]
    return f"{shlex.join(['crmkit', 'log', id, *kinds[:1]])} --next"


def groups(
    queue: Queue, near: list[DueItem], line: Liner, index: BookIndex, words: Reader, *, alone: bool
) -> list[Context]:
    """The buckets that hold something, those that can wait folded; `alone` for the page of one owner.

    In each stands first what somebody waits for by the minute, then the tiers in their turn, then by day.
    """
    titles = {
        Bucket.OVERDUE: words.tr("Overdue"),
        Bucket.TODAY: words.tr("Today"),
        Bucket.TOMORROW: soon(index.policy, words),
        Bucket.THIS_WEEK: words.tr("This week"),
        Bucket.LATER: words.tr("Within %(num)s days", num=LOAD_DAYS),
    }
    found = []
    for bucket, title in titles.items():
        items = [item for item in near if index.state(item) is bucket]
        items.sort(key=lambda item: (item.due.at is None, index.policy.tiers.turn(item.tier)))
        rows = [line(index.view.standings[item.customer], item) for item in items[:SHOWN]]
        found.append(group(bucket.value, title, rows, len(items)) | {"open": bucket in OPEN[alone]})
    idle = [line(standing, None) for standing in queue.idle[:SHOWN]]
    found.append(group(IDLE, words.tr("Nothing planned"), idle, len(queue.idle)) | {"open": alone})
    full = [each for each in found if each["rows"]]
    if full:
        full[0]["open"] = True
    return full


def group(key: str, title: str, rows: Iterable[object], count: int) -> Context:
    """A list under a title; `more` is how many of the `count` are not among the rows."""
    listed = list(rows)
    return {"key": key, "title": title, "rows": listed, "count": count, "more": count - len(listed)}


def team(people: list[tuple[str, str, Queue]], index: BookIndex, words: Reader) -> list[Context]:
    """Each person's share: what is late, today, this week, and for how many nothing is planned; by name."""
    found = []
    for name, href, queue in people:
        counts = Counter(map(index.state, queue.items))
        late, today = counts[Bucket.OVERDUE], counts[Bucket.TODAY]
        week = sum(counts[bucket] for bucket in SOON)
        many = len(queue.standings)
        customers = words.count("%(num)s customer", "%(num)s customers", many) if many else ""
        found.append({"name": name, "href": href, "late": late, "today": today, "week": week,
                      "idle": len(queue.idle), "customers": customers})  # fmt: skip
    return found
