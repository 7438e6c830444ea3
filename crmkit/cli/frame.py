"""Put the command line together: global options, and one command for each file in `commands/`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from crmkit import __version__
from crmkit.cli.command import columns_of, in_columns, options, refuse_twice, write
from crmkit.cli.language import from_environment, spoken, teach_click
from crmkit.cli.layout import wrapped
from crmkit.cli.pipe import until_closed
from crmkit.language import LANGUAGES, Lang

COMMANDS = Path(__file__).parent / "commands"


class Commands(click.Group):
    """A group whose commands are the modules of a folder, imported when one is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every module's name; a trailing underscore keeps clear of Python's words."""
        return sorted(_command_name(path) for path in COMMANDS.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in its module."""
        from crmkit.resources import plug_in

        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"crmkit.cli.commands.{_module_name(cmd_name)}")
        return plug_in(module, "COMMAND", click.Command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command named; a wrong name is answered with the nearest."""
        if args[0].startswith("-") or args[0] in self.list_commands(ctx):
            return super().resolve_command(ctx, args)
        import difflib

        near = difflib.get_close_matches(args[0].lower(), self.list_commands(ctx), n=1)
        if near:
            said = spoken(ctx, "no command is called '{name}': did you mean '{near}'?")
            raise click.UsageError(said.format(name=args[0], near=near[0]), ctx)
        raise click.UsageError(spoken(ctx, "no command is called '{name}'").format(name=args[0]), ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, after a look for options that are given twice."""
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader of its output that leaves early is no failure."""
        with until_closed():
            return super().invoke(ctx)
        return 0

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples first: they teach faster than options."""
        columns = columns_of(formatter)
        duty = spoken(ctx, "Keep customers as text in Git; compute tiers, checks and a site from it.")
        examples = [(line, spoken(ctx, what)) for line, what in EXAMPLES]
        duties = [
            (name, spoken(ctx, _duty(COMMANDS / f"{_module_name(name)}.py")))
            for name in self.list_commands(ctx)
        ]
        write(
            formatter, [*wrapped(duty, columns), "", spoken(ctx, "Examples:"), *in_columns(examples, columns)]
        )
        write(formatter, [""])
        self.format_usage(ctx, formatter)
        write(formatter, ["", spoken(ctx, "Commands:"), *in_columns(duties, columns)])
        write(formatter, ["", spoken(ctx, "Options:"), *in_columns(options(self, ctx), columns)])


EXAMPLES = (
    ("crmkit init mybook --demo", "lay out a repository with example customers"),
    ("crmkit check", "find what is wrong, with place and remedy"),
    ("crmkit log 曾国藩 电话 确认方案", "write down a phone call"),
    ("crmkit tiers --explain zgf", "say why a customer has the tier"),
    ("crmkit build --out site", "build the site"),
)


def _duty(path: Path) -> str:
    """The first line of a module's docstring, without compiling the module."""
    with open(path, encoding="utf-8") as file:
        return file.readline().strip().strip('"')


def _command_name(path: Path) -> str:
    return path.stem.rstrip("_").replace("_", "-")


def _module_name(command: str) -> str:
    plain = command.replace("-", "_")
    return plain if (COMMANDS / f"{plain}.py").exists() else f"{plain}_"


def _speak(ctx: click.Context, param: click.Parameter, lang: Lang | None) -> Lang | None:
    """Have everything from here on said in the language that was asked for."""
    if lang:
        teach_click(lang)
    return lang


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
