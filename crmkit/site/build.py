"""Build the site: gather all, then write a new generation, then exchange it with the old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crmkit import resources
from crmkit.load import Absent, Snapshot, load_record
from crmkit.site import generation
from crmkit.site.render import START, Build
from crmkit.site.search import Row, opening, row, shards
from crmkit.sweep import in_parts

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
    found: dict[str, dict[str, object]]
    unread: list[str]


def build(snapshot: Snapshot, build: Build, out: Path, *, workers: int = 1) -> Built:
    """Render every page into `out`. The old site stays whole until the new one is complete."""
    site = build.site
    with generation.renewed(out) as new:
        paths = [standing.facts.path for standing in site.view.standings.values()]
        parts = in_parts(_records, paths, (snapshot, build, new, out), workers)
        rows = [each for part in parts for each in part.rows]
        for part in parts:
            build.index.take(part.found)
        files = whole_files(build, rows)
        changed = sum(generation.write(new, out, name, data) for name, data in files)
    return Built(
        len(files) + sum(part.files for part in parts),
        changed + sum(part.changed for part in parts),
        rows,
        tuple(path for part in parts for path in part.unread),
    )


def whole_files(build: Build, rows: Iterable[Row]) -> list[tuple[str, bytes]]:
    """The files about the whole book, by name in the site: lists, search data, what templates bring."""
    scripts, site = list(shards(rows)), build.site
    files: list[tuple[str, bytes]] = [("index.html", INDEX.format(start=START).encode())]
    for lang in site.languages:
        files += [(site.folder(lang) + name, data) for name, data in build.book_pages(lang)]
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
    rows: list[Row] = []
    unread: list[str] = []
    files = changed = 0
    for path in paths:
        data = snapshot[path]
        customer = None if isinstance(data, Absent) else load_record(path, data, site.policy).customer
        if customer is None:
            unread.append(path)
            continue
        rows.append(row(customer, site.policy, first))
        for lang in site.languages:
            for name, page in build.customer_pages(lang, customer):
                files += 1
                changed += generation.write(new, out, site.folder(lang) + name, page)
    return _Part(rows, files, changed, build.index.hand_over(), unread)
