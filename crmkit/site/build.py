"""Build the site: gather all, then write a new generation, then exchange it with the old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crmkit import resources
from crmkit.load import Absent, Snapshot, load_record
from crmkit.pages import FOLDER, address
from crmkit.pinyin import syllables
from crmkit.site import generation
from crmkit.site.render import START, Build, Site, book_pages
from crmkit.site.search import opening, row, shards
from crmkit.sweep import in_parts, one_by_one, worth

INDEX = """<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={start}"><title>crmkit</title></head>
<body><p><a href="{start}">{start}</a></p></body></html>
"""


class Built(NamedTuple):
    """What a build did: files in the site, how many are new or changed, rows of the search by number as JSON.

    `unread` are records that vanished or broke since the view was made.
    """

    files: int
    changed: int
    rows: dict[str, str]
    unread: tuple[str, ...]


class _Part(NamedTuple):
    """What one part of the records became."""

    rows: dict[str, str]
    files: int
    changed: int
    found: dict[str, dict[str, object]]
    unread: list[str]


def build(
    snapshot: Snapshot, build: Build, out: Path, *, workers: int = 1, kept: Mapping[str, str] | None = None
) -> Built:
    """Render every page into `out`. The old site stays whole until the new one is complete.

    `kept` are rows of the search of customers whose pages in `out` are as they would be rendered: these are
    taken over, unread.
    """
    site = build.site
    with generation.renewed(out) as new:
        rows = {id: row for id, row in (kept or {}).items() if _taken_over(id, site, new, out)}
        taken = len(rows) * len(site.languages)
        paths = [each.facts.path for id, each in site.view.standings.items() if id not in rows]
        syllables("中")  # the dictionary is read once, before the work is shared
        parts = in_parts(_records, paths, (snapshot, build, new, out), workers)
        rows |= {id: each for part in parts for id, each in part.rows.items()}
        for part in parts:
            build.index.take(part.found)
        share = workers if worth(len(site.view.standings)) else 1
        names = [page.name for page in book_pages()]
        whole = [file for part in one_by_one(_book_page, names, build, share) for file in part]
        files = [*whole, *other_files(site, (rows[id] for id in site.view.standings if id in rows))]
        changed = sum(generation.write(new, out, name, data) for name, data in files)
    return Built(
        len(files) + taken + sum(part.files for part in parts),
        changed + sum(part.changed for part in parts),
        rows,
        tuple(path for part in parts for path in part.unread),
    )


def _taken_over(id: str, site: Site, new: Path, old: Path) -> bool:
    """Take the pages of a customer over from the old site, all of them or none."""
    names = [site.folder(lang) + FOLDER + address(id) for lang in site.languages]
    if all(generation.keep(new, old, name) for name in names):
        return True
    for name in names:  # else a page would be written through a link into the old site
        (new / name).unlink(missing_ok=True)
    return False


def whole_files(build: Build, rows: Iterable[str]) -> list[tuple[str, bytes]]:
    """The files about the whole book, by name in the site: lists, search data, what templates bring."""
    site, files = build.site, other_files(build.site, rows)
    for lang in site.languages:
        files += [(site.folder(lang) + name, data) for name, data in build.book_pages(lang)]
    return files


def _book_page(names: Sequence[str], build: Build) -> list[tuple[str, bytes]]:
    """Some pages about the whole book, in all languages."""
    site = build.site
    return [
        (site.folder(lang) + name, data)
        for page in book_pages()
        if page.name in names
        for lang in site.languages
        for name, data in build.book_page(lang, page)
    ]


def other_files(site: Site, rows: Iterable[str]) -> list[tuple[str, bytes]]:
    """The files that belong to no page: where to begin, search data, what templates bring."""
    scripts = list(shards(rows))
    files: list[tuple[str, bytes]] = [("index.html", INDEX.format(start=START).encode())]
    files += [(f"search/{number}.js", data) for number, data in enumerate(scripts)]
    files.append(("search/shards.js", opening(len(scripts))))
    static = resources.templates() / "static"
    files += [
        (f"static/{path.name}", path.read_bytes()) for path in sorted(static.iterdir()) if path.is_file()
    ]
    return files


def _records(paths: Sequence[str], shared: Any) -> _Part:
    """Load, render and write the pages of some records; each record is let go before the next is read."""
    snapshot, build, new, out = shared
    site, first = build.site, build.reader(build.site.languages[0])
    rows: dict[str, str] = {}
    unread: list[str] = []
    files = changed = 0
    for path in paths:
        data = snapshot[path]
        customer = None if isinstance(data, Absent) else load_record(path, data, site.policy).customer
        if customer is None:
            unread.append(path)
            continue
        rows[customer.id] = row(customer, site.policy, first).data()
        for lang in site.languages:
            for name, page in build.customer_pages(lang, customer):
                files += 1
                changed += generation.write(new, out, site.folder(lang) + name, page)
    return _Part(rows, files, changed, build.index.hand_over(), unread)
