"""Build the site: static pages that open from a web server or the file system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmkit.cache import fingerprint
from crmkit.cli.command import Use, command
from crmkit.cli.resumed import over, resumed
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.language import Label

if TYPE_CHECKING:
    from crmkit.language import Lang
    from crmkit.policy.files.book import Audience
    from crmkit.site.build import Built


@command(Use.READS)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    metavar="DIR",
    help="Where the site goes; site by default.",
)
@click.option(
    "--audience",
    default="",
    metavar="NAME",
    help="For whom, as sop/book.md names them; the safest by default.",
)
@click.option(
    "--languages", default="", metavar="zh,en", help="Languages of the site, the first at its root."
)
@pass_rim
def COMMAND(rim: Rim, out: Path, audience: str, languages: str) -> int:
    """Build the site: static pages that open from a web server or the file system.

    crmkit build
    crmkit build --out public --audience team --languages zh,en

    Exit code 0: every record is in it; 1: some cannot be read and are missing; 2: wrong use.
    """
    place, commit = (rim.folder / out).absolute(), rim.commit
    asked = "\0".join((f"{rim.as_of} {rim.today}", rim.lang, audience, languages, str(place), commit))
    kept = rim.cache.recall("site", asked) if rim.cache else None
    if kept and kept[0][-1] == fingerprint(place):
        files, zh, en, rim.missed, _ = kept[0]
        return _say(rim, place, Label(zh, en), files, 0)
    made: list[Built] = []

    def make() -> list[Any]:
        from crmkit.cli.readers import readers

        rim.look_again()
        reader, spoken = readers(rim, audience, languages)
        made.append(_build(rim, out, commit, reader, spoken, asked))
        rim.missed = sorted({*rim.missed, *made[0].unread})
        return [[made[0].files, *reader.label, rim.missed, fingerprint(place)]]

    ((files, zh, en, _, _),) = rim.cache.find("site", make, asked) if rim.cache else make()
    return _say(rim, place, Label(zh, en), files, made[0].changed)


def _build(rim: Rim, out: Path, commit: str, reader: Audience, spoken: tuple[Lang, ...], asked: str) -> Built:
    """Build what changed, from what is kept of the rest."""
    from crmkit.calendar.deadline import end_of
    from crmkit.cli.taken_over import Pages
    from crmkit.resume import findings
    from crmkit.site import NotOurs, build
    from crmkit.site.render import Build, Site
    from crmkit.view import view

    place, book = rim.folder / out, resumed(rim, {})
    whole = book.changed is None
    seen = view(book.facts.values(), rim.policy, moment=end_of(rim.as_of)) if whole else rim.sweep().view
    rim.missed = book.missed
    said = findings(book, over(rim), rim.policy_and_findings[1])
    pages = Pages(rim, asked, place.absolute(), book, reader)
    try:
        made = build(
            rim.snapshot, Build(Site(seen, reader, spoken, commit, said)), place,
            workers=processors(), kept=pages.fresh(),
        )  # fmt: skip
    except NotOurs:
        raise rim.fail("no build made what is in {folder}: name another folder", folder=out) from None
    pages.keep(made.rows)
    return made


def _say(rim: Rim, place: Path, audience: Label, files: int, changed: int) -> int:
    said = rim._("{files} files, {changed} new or changed, for the audience '{audience}'")
    click.echo(said.format(files=files, changed=changed, audience=audience.said(rim.lang)), err=True)
    click.echo((place / "index.html").resolve())
    return rim.whole()
