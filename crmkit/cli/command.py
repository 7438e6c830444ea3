"""Say in the run's language what a command's help says."""

from __future__ import annotations

from collections.abc import Callable

import click

from crmkit.cli.language import from_environment, translation


class Command(click.Command):
    """A command whose help and options are translated when they are shown; examples keep their lines."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The docstring in the run's language, examples first as it has them."""
        text = _say(ctx, (self.callback.__doc__ if self.callback else self.help) or "")
        formatter.write_paragraph()
        for block in text.strip().split("\n\n"):
            lines = [line.strip() for line in block.split("\n")]
            with formatter.indentation():
                if lines[0].startswith("crmkit "):
                    for line in lines:
                        formatter.write(" " * formatter.current_indent + line + "\n")
                else:
                    formatter.write_text(" ".join(lines))
            formatter.write_paragraph()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, their help in the run's language."""
        rows = []
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row is not None:
                said = getattr(param, "help", None) or ""
                rows.append((row[0], row[1].replace(said, _say(ctx, said)) if said else row[1]))
        with formatter.section(_say(ctx, "Options")):
            formatter.write_dl(rows)


def command() -> Callable[[Callable[..., int]], Command]:
    """Make a function the command of its module."""
    return click.command(cls=Command)


def _say(ctx: click.Context, message: str) -> str:
    lang = ctx.find_root().params.get("lang") or from_environment()
    return translation(lang).gettext(message) if message else ""
