"""Explain a finding: what it means, why it matters, wrong and right."""

from __future__ import annotations

import click

from crmkit.cli.command import Use, command
from crmkit.cli.present import print_json, print_lines
from crmkit.cli.rim import Rim, pass_rim
from crmkit.schema.names import nearest
from crmkit.words import codes, explanation


@command(Use.NOW)
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="The page, or the list, as JSON.")
@pass_rim
def COMMAND(rim: Rim, code: str | None, as_json: bool) -> int:
    """Explain a finding: what it means, why it matters, wrong and right.

    crmkit explain CRM104
    crmkit explain duplicate-key
    crmkit explain

    Without CODE all findings are listed.
    """
    if code is None:
        if as_json:
            print_json({"findings": [{"code": number, "name": name} for number, name in codes()]})
        else:
            print_lines(f"{number}  {name}" for number, name in codes())
        return 0
    text = explanation(code, rim.lang)
    if text is None:
        words = [word for pair in codes() for word in pair]
        raise rim.nearest("no finding is called '{word}'", code, nearest(code, words))
    if as_json:
        number, name = next(pair for pair in codes() if code.strip().lower() in (pair[0].lower(), pair[1]))
        print_json({"code": number, "name": name, "text": text})
    else:
        click.echo(text.rstrip("\n"))
    return 0
