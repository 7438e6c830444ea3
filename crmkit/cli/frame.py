"""Put the command line together: global options, and one command for each file in `commands/`."""

from __future__ import annotations

import ast
import importlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click

from crmkit import __version__
from crmkit.cli.language import from_environment, translation
from crmkit.language import LANGUAGES, Lang

COMMANDS = Path(__file__).parent / "commands"


class Commands(click.Group):
    """A group whose commands are the modules of a folder, imported when one is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every module's name; a trailing underscore keeps clear of Python's words."""
        return sorted(_command_name(path) for path in COMMANDS.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in its module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"crmkit.cli.commands.{_module_name(cmd_name)}")
        command: click.Command = module.COMMAND
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command named; a wrong name is answered with the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if near:
                said = _say(ctx, "no command '{name}': did you mean '{near}'?")
                raise click.UsageError(said.format(name=args[0], near=near[0]), ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each command with its module's first line, read without importing it."""
        rows = [
            (name, _say(ctx, _duty(COMMANDS / f"{_module_name(name)}.py")))
            for name in self.list_commands(ctx)
        ]
        with formatter.section(_say(ctx, "Commands")):
            formatter.write_dl(rows)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples first: they teach faster than options."""
        formatter.write_paragraph()
        formatter.write_text(
            _say(ctx, "Keep customers as text in Git; compute tiers, checks and a site from it.")
        )
        with formatter.section(_say(ctx, "Examples")):
            formatter.write_dl([(line, _say(ctx, what)) for line, what in EXAMPLES])


EXAMPLES = (
    ("crmkit init mybook --demo", "lay out a repository with example customers"),
    ("crmkit check", "find what is wrong, with place and remedy"),
    ("crmkit log 曾国藩 电话 确认方案", "write down a phone call"),
    ("crmkit tiers --explain zgf", "say why a customer has the tier"),
    ("crmkit build --out site", "build the site"),
)


@cache
def _duty(path: Path) -> str:
    """The first line of a module's docstring."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return said.split("\n")[0]


def _command_name(path: Path) -> str:
    return path.stem.rstrip("_").replace("_", "-")


def _module_name(command: str) -> str:
    plain = command.replace("-", "_")
    return plain if (COMMANDS / f"{plain}.py").exists() else f"{plain}_"


def _say(ctx: click.Context, message: str) -> str:
    lang = ctx.find_root().params.get("lang") or from_environment()
    return translation(lang).gettext(message)


class Day(click.ParamType[date]):
    """A date as the records write it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`2024-06-30`; anything else is wrong use."""
        try:
            return date.fromisoformat(value) if len(value) == len("2024-06-30") else self.fail(value)
        except ValueError:
            self.fail(f"{value!r} is no date: write YYYY-MM-DD", param, ctx)


DAY = Day()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("."), metavar="DIR",
              help="Run as if started in DIR.")  # fmt: skip
@click.option("--as-of", "day", type=DAY, metavar="DATE", help="Compute for this day instead of today.")
@click.option("--lang", type=click.Choice(LANGUAGES), is_eager=True, help="Language of the output.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours on the terminal."
)
@click.version_option(__version__, prog_name="crmkit")
@click.pass_context
def crmkit(ctx: click.Context, folder: Path, day: date | None, lang: Lang | None, color: str) -> None:
    """Keep customers as text in Git; compute tiers, checks and a site from it."""
    from crmkit.cli.rim import Rim

    ctx.obj = Rim(folder, day, lang or from_environment(), color)
