"""Find the commands of a package: a file is a command, a folder a group of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from crmkit.cli.command import columns_of, in_columns, options, parts, refuse_twice, write
from crmkit.cli.language import spoken
from crmkit.cli.layout import wrapped


class Group(click.Group):
    """A group whose commands are what a package holds, each imported when it is run.

    The docstring of the package is the group's help, as that of `COMMAND` is a command's.
    """

    def __init__(self, *args: Any, package: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.package = package

    def files(self) -> dict[str, Path]:
        """The file of each command by its name, in order; for a group its folder's `__init__`.

        A trailing underscore keeps clear of Python's words. PlugInError where two have one name.
        """
        found: dict[str, Path] = {}
        for path in (path for folder in self._module().__path__ for path in Path(folder).iterdir()):
            file = path / "__init__.py" if path.suffix == "" else path
            if path.name.startswith(("_", ".")) or file.suffix != ".py" or not file.is_file():
                continue
            name = path.stem.rstrip("_").replace("_", "-")
            if name in found:
                from crmkit.resources import PlugInError

                raise PlugInError(f"{self.package}: two commands are called {name}")
            found[name] = file
        return dict(sorted(found.items()))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of commands and groups."""
        return list(self.files())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in its module, or the group in its folder."""
        from crmkit.resources import plug_in

        file = self.files().get(cmd_name)
        if file is None:
            return None
        if file.name == "__init__.py":
            package = f"{self.package}.{file.parent.name}"
            return Group(cmd_name, package=package, help=importlib.import_module(package).__doc__)
        return plug_in(importlib.import_module(f"{self.package}.{file.stem}"), "COMMAND", click.Command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command named; a wrong name is answered with the nearest."""
        known = self.list_commands(ctx)
        if args[0].startswith("-") or args[0] in known:
            return super().resolve_command(ctx, args)
        import difflib

        near = difflib.get_close_matches(args[0].lower(), known, n=1)
        name, *others = (" ".join((*_within(ctx), word)) for word in (args[0], *near))
        if others:
            said = spoken(ctx, "no command is called '{name}': did you mean '{near}'?")
            raise click.UsageError(said.format(name=name, near=others[0]), ctx)
        raise click.UsageError(spoken(ctx, "no command is called '{name}'").format(name=name), ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, after a look for options that are given twice."""
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args)

    def examples(self, ctx: click.Context, columns: int) -> Iterable[str]:
        """Lines that show how the group is used."""
        return (f"  {line}" for line in parts(self.help or "").examples)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples first: they teach faster than options."""
        said, columns = parts(self.help or ""), columns_of(formatter)
        write(formatter, wrapped(spoken(ctx, said.duty), columns))
        if examples := list(self.examples(ctx, columns)):
            write(formatter, ["", spoken(ctx, "Examples:"), *examples])
        write(formatter, [""])
        self.format_usage(ctx, formatter)
        for note in said.notes:
            write(formatter, ["", *wrapped(spoken(ctx, note), columns)])
        duties = [(name, spoken(ctx, duty(file))) for name, file in self.files().items()]
        write(formatter, ["", spoken(ctx, "Commands:"), *in_columns(duties, columns)])
        write(formatter, ["", spoken(ctx, "Options:"), *in_columns(options(self, ctx), columns)])

    def _module(self) -> Any:
        return importlib.import_module(self.package)


def duty(path: Path) -> str:
    """The first line of a module's docstring, without compiling the module."""
    with open(path, encoding="utf-8") as file:
        return file.readline().strip().strip('"')


def _within(ctx: click.Context) -> list[str]:
    """The names of the groups that lead here, without the tool's own."""
    return [*_within(ctx.parent), ctx.info_name or ""] if ctx.parent else []
