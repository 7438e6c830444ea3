"""Build the site: static pages that open from a web server or the file system."""

from __future__ import annotations

from pathlib import Path

import click

from crmkit import git
from crmkit.cli.command import command
from crmkit.cli.readers import readers
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.diagnostics import in_order
from crmkit.site import NotOurs, build
from crmkit.site.render import Site


@command()
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
    """
    reader, spoken = readers(rim, audience, languages)
    swept = rim.sweep(check=True)
    findings = in_order([*rim.policy_and_findings[1], *swept.findings])
    site = Site(swept.view, reader, spoken, git.head(rim.root), findings)
    try:
        built = build(rim.snapshot, site, rim.folder / out, workers=processors())
    except NotOurs:
        raise rim.fail("no build made what is in {folder}: name another folder", folder=out) from None
    said = rim._("{files} files, {changed} new or changed, for the audience '{audience}'")
    click.echo(
        said.format(files=built.files, changed=built.changed, audience=reader.label.said(rim.lang)), err=True
    )
    click.echo((rim.folder / out / "index.html").resolve())
    return 0
