"""Ask whether the set-up is sound, line by line, with the command that mends it."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.doctor import FAIL, OK, WARN, Answer, Probe, probes
from crmkit.cli.layout import fit, width
from crmkit.cli.present import one_line, print_json
from crmkit.cli.rim import Rim, pass_rim

_COLORS = {OK: "green", WARN: "yellow", FAIL: "red"}


@command(Use.NOW)
@click.option("--json", "as_json", is_flag=True, help="The lines as JSON.")
@click.option("--fix", is_flag=True, help="Mend what needs no decision: how git merges and checks records.")
@pass_rim
def COMMAND(rim: Rim, as_json: bool, fix: bool) -> int:
    """Ask whether the set-up is sound, line by line, with the command that mends it.

    crmkit doctor
    crmkit doctor --fix
    crmkit doctor --json

    Exit code 0: nothing fails; 1: something does.
    """
    asked = [(probe.name, answer) for probe in probes() for answer in _answers(rim, probe, fix)]
    answers = [(name, Answer(it.level, one_line(it.said), one_line(it.remedy))) for name, it in asked]
    if as_json:
        lines = [
            {"probe": name, "level": answer.level, "said": answer.said, "remedy": answer.remedy}
            for name, answer in answers
        ]
        print_json({"as_of": rim.as_of.isoformat(), "lines": lines})
    else:
        for _, answer in answers:
            _print(rim, answer)
    return int(any(answer.level == FAIL for _, answer in answers))


def _answers(rim: Rim, probe: Probe, fix: bool) -> list[Answer]:
    """What a probe finds, after it mended what it can where that is asked."""
    answers = list(probe.ask(rim))
    if fix and probe.mend and any(answer.level != OK for answer in answers):
        probe.mend(rim)
        answers = list(probe.ask(rim))
    return answers


def _print(rim: Rim, answer: Answer) -> None:
    words = {OK: rim._("ok"), WARN: rim._("warn"), FAIL: rim._("fail")}
    columns = max(map(width, words.values()))
    level = click.style(fit(words[answer.level], columns), fg=_COLORS[answer.level])
    click.echo(f"{level}  {answer.said}", color=rim.colored)
    if answer.remedy:
        click.echo(f"{' ' * columns}  → {answer.remedy}")
