"""Make anew the pages that a change touches: its own at once, then lists, then whoever moved in rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from crmkit.load import Absent, load_record
from crmkit.model import Customer
from crmkit.pages import FOLDER, address
from crmkit.serve.kept import Change, Kept, Plan
from crmkit.serve.shown import Screen
from crmkit.site import build, generation
from crmkit.site.build import whole_files
from crmkit.site.search import row


def renew(change: Change, plan: Plan, shown: Screen) -> Kept:
    """Write the new generation of the site. What the change itself touches is shown before it is done."""
    change.kept.build.index.take(_still_so(change))
    return _whole(change, plan, shown) if change.anew else _touched(change, plan, shown)


def _whole(change: Change, plan: Plan, shown: Screen) -> Kept:
    """Every page, first those that are looked at."""
    kept = change.kept
    shown.lay(dict(_looked_at(change, shown.looked_at())))
    rows = build(change.files, kept.build, plan.out, workers=plan.workers).rows
    shown.settle()
    return replace(kept, rows=rows)


def _looked_at(change: Change, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Those of the named pages that can be made at once: customers, and lists while what is due is known."""
    site, wanted = change.kept.site, frozenset(names)
    folders = [site.folder(lang) + FOLDER for lang in site.languages]
    ids = [id for id in site.view.standings if any(folder + address(id) in wanted for folder in folders)]
    for _, made in _made(change, ids):
        yield from made.items()
    if change.touched is not None:
        for lang in site.languages:
            here = frozenset(name.removeprefix(site.folder(lang)) for name in wanted)
            for name, data in change.kept.build.book_pages(lang, only=here):
                yield site.folder(lang) + name, data


def _touched(change: Change, plan: Plan, shown: Screen) -> Kept:
    """The pages that a change touches; those of all others are taken over."""
    kept = change.kept
    pages: dict[str, bytes] = {}
    fresh: dict[str, str] = {}
    spoken = kept.build.reader(kept.site.languages[0])
    for customer, made in _made(change, change.touched or ()):
        fresh[customer.id] = row(customer, kept.site.policy, spoken).data()
        pages |= made
    shown.lay(pages)
    rows = {id: each for id in kept.site.view.standings if (each := fresh.get(id) or kept.rows.get(id))}
    pages = pages | dict(whole_files(kept.build, rows.values()))
    shown.lay(pages)
    _write(change, plan, pages, shown)
    return replace(kept, rows=rows)


def _still_so(change: Change) -> dict[str, dict[str, object]]:
    """What was found of customers who stand as they stood, among the same others."""
    before, now = change.before, change.kept.site
    if change.touched is None or before.site.view.together != now.view.together:
        return {}
    return before.index.without(change.touched | change.moved)


def _made(change: Change, ids: Iterable[str]) -> Iterator[tuple[Customer, dict[str, bytes]]]:
    """Some customers, each with their pages by name in the site."""
    build = change.kept.build
    site = build.site
    for customer in _customers(change, ids):
        yield (
            customer,
            {
                site.folder(lang) + name: data
                for lang in site.languages
                for name, data in build.customer_pages(lang, customer)
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


def _write(change: Change, plan: Plan, pages: Mapping[str, bytes], shown: Screen) -> None:
    """A generation of the files made anew, of who moved in rank, and of the old pages of all others."""
    site = change.kept.site
    with generation.renewed(plan.out) as new:
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
    shown.settle()
