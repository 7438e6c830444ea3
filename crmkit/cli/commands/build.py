"""Build the site: static pages that open from a web server or the file system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crmkit import git
from crmkit.cli.command import command
from crmkit.cli.kept import findings_in, findings_out
from crmkit.cli.readers import readers
from crmkit.cli.rim import Rim, pass_rim, processors
from crmkit.diagnostics import Findings, in_order
from crmkit.site import NotOurs, build
from crmkit.site.render import Site
from crmkit.view import View


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
    seen, findings = _looked(rim)
    site = Site(seen, reader, spoken, git.head(rim.root), findings)
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


def _looked(rim: Rim) -> tuple[View, Findings]:
    """The book and what check finds in it; the checks are run when no run before them has the answer."""
    seen: list[View] = []

    def look() -> list[Any]:
        swept = rim.sweep(check=True)
        seen.append(swept.view)
        return findings_out(in_order([*rim.policy_and_findings[1], *swept.findings]))

    findings = findings_in(rim.answer("findings", look))
    return (seen[0] if seen else rim.sweep().view), findings
