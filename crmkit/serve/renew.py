"""Make anew the pages that a change touches: its own at once, then those about the whole book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from crmkit.load import Absent, load_record
from crmkit.model import Customer
from crmkit.pages import FOLDER, address
from crmkit.serve.kept import Change, Kept, Plan, rows_by_number
from crmkit.serve.shown import Shown
from crmkit.site import build, generation
from crmkit.site.build import whole_files
from crmkit.site.render import Site, customer_pages, words
from crmkit.site.search import Row, row


def renew(change: Change, plan: Plan, shown: Shown) -> Kept:
    """Write the new generation of the site. What the change itself touches is shown before it is done."""
    kept = change.kept
    if change.touched is None:
        # One process: a fork of one that runs threads may never come back.
        rows = rows_by_number(build(change.files, kept.site, plan.out).rows)
        shown.settle()
        return replace(kept, rows=rows)
    pages, fresh = _pages(change, change.touched)
    shown.lay(pages)
    more, also = _pages(change, change.moved)
    pages, fresh = pages | more, fresh | also
    rows = {id: each for id in kept.site.view.standings if (each := fresh.get(id) or kept.rows.get(id))}
    _write(kept.site, plan, pages, rows, shown)
    return replace(kept, rows=rows)


def _pages(change: Change, ids: Iterable[str]) -> tuple[dict[str, bytes], dict[str, Row]]:
    """The pages and search rows of some customers."""
    site = change.kept.site
    pages: dict[str, bytes] = {}
    rows: dict[str, Row] = {}
    said = [(lang, words(site, lang)) for lang in site.languages]
    for customer in _customers(change, ids):
        rows[customer.id] = row(customer, said[0][1])
        for lang, spoken in said:
            made = customer_pages(site, lang, spoken, customer)
            pages |= {site.folder(lang) + name: data for name, data in made}
    return pages, rows


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


def _write(site: Site, plan: Plan, pages: Mapping[str, bytes], rows: Mapping[str, Row], shown: Shown) -> None:
    """A generation of the pages made anew, the old ones of all others, and the files about the book."""
    new = generation.begin(plan.out)
    for folder in map(site.folder, site.languages):
        for id in site.view.standings:
            name = folder + FOLDER + address(id)
            if name not in pages:
                generation.keep(new, plan.out, name)
    for name, data in (*pages.items(), *whole_files(site, rows.values())):
        generation.write(new, plan.out, name, data)
    shown.settle(lambda: generation.finish(new, plan.out))
