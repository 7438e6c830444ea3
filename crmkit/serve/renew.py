"""Make anew the pages that a change touches: its own at once, then lists, then whoever moved in rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from crmkit.followups import DueItem
from crmkit.load import Absent, load_record
from crmkit.model import Customer
from crmkit.pages import FOLDER, address
from crmkit.serve.kept import Change, Kept, Plan, rows_by_number
from crmkit.serve.shown import Shown
from crmkit.site import build, generation
from crmkit.site.build import whole_files
from crmkit.site.render import customer_pages, forget, known_due, words
from crmkit.site.search import Row, row


def renew(change: Change, plan: Plan, shown: Shown) -> Kept:
    """Write the new generation of the site. What the change itself touches is shown before it is done."""
    kept = change.kept
    due = _still_due(change)
    forget()
    known_due(kept.site).update(due)
    if change.touched is None:
        # One process: a fork of one that runs threads may never come back.
        rows = rows_by_number(build(change.files, kept.site, plan.out).rows)
        shown.settle()
        return replace(kept, rows=rows)
    pages: dict[str, bytes] = {}
    fresh: dict[str, Row] = {}
    spoken = words(kept.site, kept.site.languages[0])
    for customer, made in _made(change, change.touched):
        fresh[customer.id] = row(customer, kept.site.policy, spoken)
        pages |= made
    shown.lay(pages)
    rows = {id: each for id in kept.site.view.standings if (each := fresh.get(id) or kept.rows.get(id))}
    pages = pages | dict(whole_files(kept.site, rows.values()))
    shown.lay(pages)
    _write(change, plan, pages, shown)
    return replace(kept, rows=rows)


def _still_due(change: Change) -> dict[str, tuple[DueItem, ...]]:
    """What was due before and is so still: of customers who stand as they stood, among the same others."""
    before, now = change.before, change.kept.site
    if change.touched is None or before.view.shared != now.view.shared:
        return {}
    anew = change.touched | change.moved
    return {id: items for id, items in known_due(before).items() if id not in anew}


def _made(change: Change, ids: Iterable[str]) -> Iterator[tuple[Customer, dict[str, bytes]]]:
    """Some customers, each with their pages by name in the site."""
    site = change.kept.site
    said = [(lang, words(site, lang)) for lang in site.languages]
    for customer in _customers(change, ids):
        yield (
            customer,
            {
                site.folder(lang) + name: data
                for lang, spoken in said
                for name, data in customer_pages(site, lang, spoken, customer)
            },
        )


def _customers(change: Change, ids: Iterable[str]) -> Iterator[Customer]:
    """The customers of these numbers; those whose record did not change are read again."""
    site = change.kept.site
    for id in sorted(ids):
        standing = site.view.standings.get(id)
        if standing is None:
            continue
        path = standing.facts.path
        loaded = change.loaded.get(path)
        if loaded is None:
            data = change.files.get(path, Absent.VANISHED)
            loaded = None if isinstance(data, Absent) else load_record(path, data, site.policy)
        if loaded is not None and loaded.customer is not None:
            yield loaded.customer


def _write(change: Change, plan: Plan, pages: Mapping[str, bytes], shown: Shown) -> None:
    """A generation of the files made anew, of who moved in rank, and of the old pages of all others."""
    site = change.kept.site
    new = generation.begin(plan.out)
    for folder in map(site.folder, site.languages):
        for id in site.view.standings:
            name = folder + FOLDER + address(id)
            if name not in pages and id not in change.moved:
                generation.keep(new, plan.out, name)
    for name, data in pages.items():
        generation.write(new, plan.out, name, data)
    for _, made in _made(change, change.moved):  # written one by one: they may be thousands
        for name, data in made.items():
            generation.write(new, plan.out, name, data)
    shown.settle(lambda: generation.finish(new, plan.out))
