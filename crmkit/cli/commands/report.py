"""Make a report as of a day: on the terminal, as Markdown, CSV or JSON."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.present import print_file, print_table
from crmkit.cli.rim import Rim, pass_rim
from crmkit.exports import About, exports
from crmkit.reports import reports


@command(Use.READS)
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *sorted(exports())]),
    default="text",
    help="How the table is written.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@pass_rim
def COMMAND(rim: Rim, name: str | None, form: str, as_json: bool) -> int:
    """Make a report as of a day: on the terminal, as Markdown, CSV or JSON.

    crmkit report
    crmkit report owners --format csv > owners.csv
    crmkit --as-of 2025-06-30 report sources
    """
    if name is None:
        for report in reports().values():
            click.echo(f"{report.name}: {report.zh if rim.lang == 'zh' else report.en}")
        return 0
    chosen = reports().get(name)
    if chosen is None:
        raise rim.fail(
            "no report is called '{name}': there are {known}", name=name, known=", ".join(reports())
        )
    table = chosen.table(rim.sweep().view)
    if form == "text" and not as_json:
        print_table(table, rim.lang, rim.room)
        return rim.whole()
    about = About(chosen.zh if rim.lang == "zh" else chosen.en, rim.as_of, rim.lang)
    print_file(exports()["json" if as_json else form].write(table, about))
    return rim.whole()
