"""Put the command line together: global options, and what the folder `commands/` holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from crmkit import __version__
from crmkit.cli.command import in_columns
from crmkit.cli.group import Group
from crmkit.cli.language import from_environment, spoken, teach_click
from crmkit.cli.pipe import until_closed
from crmkit.language import LANGUAGES, Lang


class Frame(Group):
    """The tool itself: every command of the folder `commands/`."""

    def examples(self, ctx: click.Context, columns: int) -> Iterable[str]:
        """What each is for beside it."""
        return in_columns([(line, spoken(ctx, what)) for line, what in EXAMPLES], columns)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader of its output that leaves early is no failure."""
        with until_closed():
            return super().invoke(ctx)
        return 0


EXAMPLES = (
    ("crmkit init mybook --demo", "lay out a repository with example customers"),
    ("crmkit check", "find what is wrong, with place and remedy"),
    ("crmkit log 曾国藩 电话 确认方案", "write down a phone call"),
    ("crmkit tiers --explain zgf", "say why a customer has the tier"),
    ("crmkit build --out site", "build the site"),
)


def _speak(ctx: click.Context, param: click.Parameter, lang: Lang | None) -> Lang | None:
    """Have everything from here on said in the language that was asked for."""
    if lang:
        teach_click(lang)
    return lang


@click.group(
    cls=Frame, package="crmkit.cli.commands", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("."),
    metavar="DIR",
    help="Run as if started in DIR.",
)
@click.option("--as-of", "day", metavar="DATE", help="Compute for this day, or minute, instead of now.")
@click.option(
    "--rev", metavar="REV",
    help="Read the book as this commit holds it, :index as staged; the day stays today, see --as-of.",
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(LANGUAGES), is_eager=True, callback=_speak, help="Language of the output."
)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours on the terminal."
)
@click.option("--no-cache", is_flag=True, help="Work everything out anew; keep nothing for the next run.")
@click.version_option(__version__, prog_name="crmkit", help="Show the version.")
@click.pass_context
def crmkit(
    ctx: click.Context, folder: Path, day: str | None, rev: str | None, lang: Lang | None, color: str,
    no_cache: bool,
) -> None:  # fmt: skip
    """Keep customers as text in Git; compute tiers, checks and a site from it."""
    from crmkit.cli.rim import Rim
    from crmkit.state import tell

    # Kept answers hold for files on the disk; what is read of a commit is worked out anew.
    keeps = not no_cache and rev is None
    ctx.obj = rim = Rim(folder, None, lang or from_environment(), color, keeps, rev=rev)
    if day is not None:
        from crmkit.cli.days import as_of

        rim.day, rim.at = as_of(rim, day)
    tell(lambda: click.echo(spoken(ctx, "waiting for another command that is writing …"), err=True))
