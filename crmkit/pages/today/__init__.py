"""Show who needs us now: what is due, by when and why, and who has nothing planned or may leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmkit.followups import in_order, owner_of, planned
from crmkit.pages import BookIndex, Context, Page, address, later, person
from crmkit.pages.today.around import churn, days, latest
from crmkit.pages.today.figures import LOAD_DAYS, load, tiles, weeks_of
from crmkit.pages.today.queue import Liner, Queue, groups, liner, team
from crmkit.reader import Reader

NAME = "today"


def sheets(index: BookIndex, words: Reader) -> Iterator[tuple[str, Context | bytes]]:
    """A page for everybody's queue, and one for each owner's, which link to each other."""
    view, policy = index.view, index.policy
    found = list(view.standings.values())
    owned = words.sees_field(policy.schema.profile, "owner")
    minded = {each.facts.id: owner_of(each, view)[0] for each in found}
    everything = in_order(item for standing in found for item in index.due(standing.facts.id, words))
    busy = {minded[each.facts.id] for each in found if each.looked_after} | {one.owner for one in everything}
    busy |= {one.id for role in busy for one in policy.people.with_role(role)}
    owners = [id for id in sorted(busy) if policy.people.find(id)] if owned else []
    line = liner(index, words, owned=owned)
    queues = {}
    for id in ("", *owners):
        mine = [each for each in found if not id or minded[each.facts.id] == id]
        own = policy.people.names_of(id, as_of=view.as_of)
        items = [item for item in everything if not id or item.owner in own]
        idle = [each for each in mine if each.awaits_plan and not planned(index.due(each.facts.id, words))]
        idle.sort(key=lambda each: (each.last_touch or date.min, each.facts.id))
        queues[id] = Queue(items, idle, mine)
    people = [(person(id, policy, words), _file(id), queues[id]) for id in owners]
    for id, queue in queues.items():
        switch = [
            {"href": _file(one), "label": person(one, policy, words) if one else words.tr("Everybody"),
             "current": one == id} for one in queues
        ]  # fmt: skip
        shared = {
            "owners": switch if len(switch) > 2 else [],
            "team": team(people, index, words) if not id and len(people) > 1 else [],
        }
        yield _file(id), shared | _context(queue, line, index, words, owner=id)


def _file(owner: str) -> str:
    return f"{NAME}-{address(owner)}" if owner else f"{NAME}.html"


def _context(queue: Queue, line: Liner, index: BookIndex, words: Reader, *, owner: str) -> Context:
    policy, as_of = index.policy, index.view.as_of
    near = [item for item in queue.items if item.ahead(as_of=as_of) < LOAD_DAYS]
    past = weeks_of(queue.standings, index)
    return {
        "any": bool(queue.standings or queue.items),
        "groups": groups(queue, near, line, index, words, alone=bool(owner)),
        "tiles": tiles(near, queue.idle, past, index, words, owner=owner),
        "load": load(near, words, as_of=as_of),
        "churn": churn(queue.standings, policy, words),
        "days": days(queue.standings, index, words),
        "latest": latest(queue.standings, index, words),
    }


PAGE = Page(NAME, "today.html", later("Today"), later("Who needs me now?"), order=1, key="t", sheets=sheets)
