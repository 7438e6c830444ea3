"""Show a command's help: examples first, in the run's language, wrapped by display width."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any, NamedTuple

import click

from crmkit.cli.language import spoken
from crmkit.cli.layout import fit, width, wrapped

_WIDEST, _NARROWEST = 100, 40
_GAP = 2


class Help(NamedTuple):
    """A docstring taken apart: the duty in one sentence, examples as they are, further paragraphs."""

    duty: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]


def parts(docstring: str) -> Help:
    """The parts; examples are the paragraphs that begin with the tool's name."""
    blocks = inspect.cleandoc(docstring).split("\n\n")
    examples = [line for block in blocks if block.startswith("crmkit ") for line in block.split("\n")]
    texts = [" ".join(block.split("\n")) for block in blocks if not block.startswith("crmkit ")]
    return Help(texts[0], tuple(examples), tuple(texts[1:]))


def refuse_twice(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Misuse when an option that holds one value is given twice: click drops the first without a word."""
    _, _, order = command.make_parser(ctx).parse_args(list(args))
    for param in order:
        once = isinstance(param, click.Option) and not (param.is_flag or param.multiple or param.count)
        if once and order.count(param) > 1:
            said = spoken(ctx, "{option} is given twice: say it once").format(option=max(param.opts, key=len))
            raise click.UsageError(said, ctx)


class Use(Enum):
    """What a command does with the book, which says whether it may read a commit in its place (L3)."""

    READS = "reads"
    WRITES = "writes"
    NOW = "now"
    """It looks at the machine or the tool, or waits for what comes: no commit has that."""


class Command(click.Command):
    """A command whose help is the docstring of its function."""

    use = Use.NOW

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, on a commit where `--rev` names one that this command can read."""
        from crmkit.cli.rim import Rim

        rim = ctx.find_object(Rim)
        if rim is not None and rim.rev is not None:
            called = ctx.command_path.partition(" ")[2]
            if self.use is Use.WRITES:
                said = spoken(ctx, "'{command}' writes, and a commit stays as it is: leave --rev out")
                raise click.UsageError(said.format(command=called), ctx)
            if self.use is Use.NOW:
                said = spoken(ctx, "'{command}' reads no commit: leave --rev out")
                raise click.UsageError(said.format(command=called), ctx)
            _ = rim.commit  # a name that means nothing stops here, whatever the command looks at
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, after a look for options that are given twice."""
        refuse_twice(self, ctx, args)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Duty, examples, usage, what else there is to know, options."""
        said = parts((self.callback.__doc__ if self.callback else self.help) or "")
        columns = columns_of(formatter)
        write(formatter, wrapped(spoken(ctx, said.duty), columns))
        write(formatter, ["", spoken(ctx, "Examples:"), *(f"  {line}" for line in said.examples), ""])
        self.format_usage(ctx, formatter)
        for note in said.notes:
            write(formatter, ["", *wrapped(spoken(ctx, note), columns)])
        write(formatter, ["", spoken(ctx, "Options:"), *in_columns(options(self, ctx), columns)])


def options(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Each option as written and what it does, in the run's language."""
    rows = []
    for param in command.get_params(ctx):
        if isinstance(param, click.Option) and (row := param.get_help_record(ctx)):
            # click makes and keeps its own help option, worded in whatever language came first and named anew
            # by each version of it.
            own = param is command.get_help_option(ctx)
            said = spoken(ctx, "Show this help.") if own else spoken(ctx, param.help or "")
            rows.append((row[0], said))
    return rows


def columns_of(formatter: click.HelpFormatter) -> int:
    """How wide help is set: as the terminal is, within what can be read."""
    return min(max(formatter.width, _NARROWEST), _WIDEST)


def in_columns(rows: Sequence[tuple[str, str]], columns: int) -> Iterable[str]:
    """Names and what they mean side by side; below each other where there is no room."""
    left = max((width(name) for name, _ in rows), default=0) + 2 * _GAP
    beside = left <= columns // 2
    for name, text in rows:
        indent = " " * (left if beside else 2 * _GAP)
        lines = wrapped(text, columns - len(indent))
        if beside:
            yield fit(" " * _GAP + name, left) + lines[0]
            lines = lines[1:]
        else:
            yield " " * _GAP + name
        yield from (indent + line for line in lines)


def write(formatter: click.HelpFormatter, lines: Iterable[str]) -> None:
    """Lines as they are."""
    for line in lines:
        formatter.write(line.rstrip() + "\n")


def command(use: Use) -> Callable[[Callable[..., int]], Command]:
    """Make a function the command of its module, which says what it does with the book."""

    def made(function: Callable[..., int]) -> Command:
        done = click.command(cls=Command)(function)
        done.use = use
        return done

    return made
