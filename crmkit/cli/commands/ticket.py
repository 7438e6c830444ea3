"""Open, move and list tickets: complaints, enquiries, suggestions, support, with their clocks."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from crmkit.cli.command import columns_of, in_columns, parts, write
from crmkit.cli.language import spoken
from crmkit.cli.layout import wrapped
from crmkit.resources import plug_in

FOLDER = Path(__file__).parent.parent / "tickets"


class Tickets(click.Group):
    """A group whose commands are the modules of a folder, imported when one is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every module's name."""
        return sorted(path.stem.rstrip("_") for path in FOLDER.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in its module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name if (FOLDER / f"{cmd_name}.py").exists() else f"{cmd_name}_"
        return plug_in(importlib.import_module(f"crmkit.cli.tickets.{name}"), "COMMAND", click.Command)

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

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Duty and examples, then the commands."""
        said = parts((self.callback.__doc__ if self.callback else self.help) or "")
        columns = columns_of(formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        duties = [
            (name, spoken(ctx, parts((one.callback.__doc__ if one and one.callback else "") or "").duty))
            for name, one in commands
        ]
        write(formatter, wrapped(spoken(ctx, said.duty), columns))
        write(formatter, ["", spoken(ctx, "Examples:"), *(f"  {line}" for line in said.examples), ""])
        self.format_usage(ctx, formatter)
        write(formatter, ["", spoken(ctx, "Commands:"), *in_columns(duties, columns)])


@click.group(cls=Tickets)
def COMMAND() -> None:
    """Open, move and list tickets: complaints, enquiries, suggestions, support, with their clocks.

    crmkit ticket open 曾国藩 投诉 报警不准 --intake 热线 --with 李雷
    crmkit ticket answer TK-202509001 电话 先安抚，约明早上门
    crmkit ticket list
    """
