"""Build the site: gather all, then write a new generation, then exchange it with the old."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crmkit import resources
from crmkit.followups import DueItem
from crmkit.load import Absent, Snapshot, load_record
from crmkit.site import generation
from crmkit.site.render import START, Site, book_pages, customer_pages, known_due, words
from crmkit.site.search import Row, opening, row, shards
from crmkit.sweep import in_parts

_LET_GO_EVERY = 64
"""Records between two collections."""

INDEX = """<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={start}"><title>crmkit</title></head>
<body><p><a href="{start}">{start}</a></p></body></html>
"""


class Built(NamedTuple):
    """What a build did: files in the site, how many are new or changed, and the rows of the search.

    `unread` are records that vanished or broke since the view was made.
    """

    files: int
    changed: int
    rows: list[Row]
    unread: tuple[str, ...]


class _Part(NamedTuple):
    """What one part of the records became."""

    rows: list[Row]
    files: int
    changed: int
    due: dict[str, tuple[DueItem, ...]]
    unread: list[str]


def build(snapshot: Snapshot, site: Site, out: Path, *, workers: int = 1) -> Built:
    """Render every page into `out`. The old site stays whole until the new one is complete."""
    with generation.renewed(out) as new:
        paths = [standing.facts.path for standing in site.view.standings.values()]
        parts = in_parts(_records, paths, (snapshot, site, new, out), workers)
        rows = [each for part in parts for each in part.rows]
        for part in parts:
            known_due(site).update(part.due)
        files = whole_files(site, rows)
        changed = sum(generation.write(new, out, name, data) for name, data in files)
    return Built(
        len(files) + sum(part.files for part in parts),
        changed + sum(part.changed for part in parts),
        rows,
        tuple(path for part in parts for path in part.unread),
    )


def whole_files(site: Site, rows: Iterable[Row]) -> list[tuple[str, bytes]]:
    """The files about the whole book, by name in the site: lists, search data, what templates bring."""
    scripts = list(shards(rows))
    files: list[tuple[str, bytes]] = [("index.html", INDEX.format(start=START).encode())]
    for lang in site.languages:
        said = words(site, lang)
        files += [(site.folder(lang) + name, data) for name, data in book_pages(site, lang, said)]
    files += [(f"search/{number}.js", data) for number, data in enumerate(scripts)]
    files.append(("search/shards.js", opening(len(scripts))))
    static = resources.templates() / "static"
    files += [
        (f"static/{path.name}", path.read_bytes()) for path in sorted(static.iterdir()) if path.is_file()
    ]
    return files


def _records(paths: Sequence[str], shared: Any) -> _Part:
    """Load, render and write the pages of some records; each record is let go before the next is read."""
    snapshot, site, new, out = shared
    said = [(lang, words(site, lang)) for lang in site.languages]
    rows: list[Row] = []
    unread: list[str] = []
    files = changed = 0
    for number, path in enumerate(paths):
        if number % _LET_GO_EVERY == 0:
            gc.collect()  # a macro of a template holds its page's data, and is held by it
            gc.freeze()  # what is left stays until the end: no need to look again
        data = snapshot[path]
        customer = None if isinstance(data, Absent) else load_record(path, data, site.policy).customer
        if customer is None:
            unread.append(path)
            continue
        rows.append(row(customer, site.policy, said[0][1]))
        for lang, spoken in said:
            for name, page in customer_pages(site, lang, spoken, customer):
                files += 1
                changed += generation.write(new, out, site.folder(lang) + name, page)
    due = dict(known_due(site))
    known_due(site).clear()  # the next part answers for its own records only
    return _Part(rows, files, changed, due, unread)
